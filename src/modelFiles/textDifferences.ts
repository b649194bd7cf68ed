// How two models read one text, token by token: a quantised one and the one that it was made of. Both run exactly as they are
// stored, on this machine, beside one another, and are given back. Knows no view.
import { randomUUID } from 'node:crypto';
import type { ComparedPredictions, Comparison, Expected } from '../contract/compared.ts';
import type { RunId } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import type { TextDifferences, TokenDifference } from '../contract/modelFileApi.ts';
import type { EngineClient } from '../engine/client.ts';

/** A thousand tokens or two say what a quantisation does, and take a minute of a model of a billion weights. */
export const MOST_CHARACTERS = 6_000;
/** Pieces whose predictions are asked for at a time. */
const AT_A_TIME = 32;

export interface ComparedModels {
  readonly measured: string;
  readonly reference: string;
  readonly text: string;
}

export interface Watching {
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void;
}

type Read = Omit<TextDifferences, 'text'>;

/** Fails with cancelled, text-empty, and as explain() and comparedPredictions() do. */
export async function textDifferences(
  engine: EngineClient,
  { measured, reference, text }: ComparedModels,
  watching: Watching,
): Promise<Read> {
  const runs = { measured: randomUUID(), reference: randomUUID() };
  const cancel = () => {
    for (const run of Object.values(runs)) void engine.cancel(run).catch(() => {});
  };
  watching.signal.addEventListener('abort', cancel);
  try {
    const shown = text.slice(0, MOST_CHARACTERS);
    const first = await read(engine, { run: runs.measured, folder: measured, text: shown, from: 0 }, watching);
    const second = await read(engine, { run: runs.reference, folder: reference, text: shown, from: 1 }, watching);
    const isCut = shown.length < text.length || first.isCut || second.isCut;
    return { ...(await compared(engine, runs, watching)), isCut };
  } finally {
    watching.signal.removeEventListener('abort', cancel);
    await giveBack(engine, runs, measured);
  }
}

interface Reading {
  readonly run: RunId;
  readonly folder: string;
  readonly text: string;
  /** Which quarter of all work it is. */
  readonly from: number;
}

async function read(engine: EngineClient, { run, folder, text, from }: Reading, { signal, onProgress }: Watching) {
  throwIfCancelled(signal);
  const watch = engine.onBlockDone((of, done, all) => {
    if (of === run && all > 0) onProgress((from + done / all) / 4);
  });
  try {
    const options = { precision: 'auto' } as const;
    const asked = { run, modelFolder: folder, options, text, beside: from > 0 };
    const { explainedTo, textLength } = await engine.explain(asked);
    return { isCut: explainedTo < textLength };
  } finally {
    watch.dispose();
  }
}

async function compared(
  engine: EngineClient,
  runs: Readonly<Record<'measured' | 'reference', RunId>>,
  { signal, onProgress }: Watching,
): Promise<Omit<Read, 'isCut'>> {
  const other = { kind: 'run', run: runs.reference } as const;
  const comparison = await engine.comparison(runs.measured, other);
  const { pieces, sameVocabulary } = comparison;
  const tokens: TokenDifference[] = [];
  for (let start = 0; start < pieces.length; start += AT_A_TIME) {
    throwIfCancelled(signal);
    const span = { start, end: Math.min(start + AT_A_TIME, pieces.length) };
    tokens.push(...differencesIn(comparison, await engine.comparedPredictions(runs.measured, other, span)));
    onProgress(0.5 + span.end / pieces.length / 2);
  }
  return { tokens, sameVocabulary };
}

function differencesIn({ pieces, tokens }: Comparison, found: ComparedPredictions): readonly TokenDifference[] {
  return found.ourNext.map((next, i) => {
    const { theirs } = pieces[found.start + i];
    return {
      text: tokens
        .slice(theirs.start, theirs.end)
        .map(({ text }) => text ?? '\ufffd')
        .join(''),
      divergence: known(found.losses[i]),
      measured: next && shown(next),
      reference: found.theirNext[i],
      measuredBits: known(found.ourBits[i]),
      referenceBits: known(found.theirBits[i]),
    };
  });
}

function shown({ id, text, bytes, probability }: Expected) {
  return { id, text, bytes, probability };
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** The second model goes with its run. An engine that is not running has nothing to give back. */
async function giveBack(engine: EngineClient, runs: Readonly<Record<string, RunId>>, folder: string): Promise<void> {
  if (engine.processId === undefined) return;
  for (const run of Object.values(runs)) await engine.release(run).catch(() => {});
  await engine.unload(folder).catch(() => {});
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
}
