// Why, what mattered, what if, patching and compare, as JSON for programs: the questions of the panel's Lab about one text.
import { randomUUID } from 'node:crypto';
import type { RunSummary } from '../contract/engineApi.ts';
import type { Mattered, Outcome } from '../contract/mattered.ts';
import type { PatchGrid, PatchQuestion } from '../contract/patching.ts';
import type { Candidate, NextTokens } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import type { LabCommand } from './arguments.ts';
import type { AskedText } from './askedText.ts';
import { compareReport } from './compare.ts';
import { UsageError } from './usageError.ts';
import { whyReport } from './why.ts';

/** The number of candidates that are printed. */
const TOP = 10;
/** How long the engine measures for one answer. */
const WHILE_MS = 1000;

/** What is printed. */
export async function labReport(engine: EngineClient, command: LabCommand): Promise<object> {
  const { text, model: modelFolder, engine: options, at } = command;
  const summary = await engine.explain({ run: randomUUID(), modelFolder, options, text });
  const last = summary.tokens.length - 1;
  if (at !== undefined && at > last) throw new UsageError(`--at: the text has the positions 0 to ${last}`);
  const asked = { engine, command, summary, after: (at ?? last) as TokenIndex };
  const tokens = summary.tokens.map(({ id, text: piece, bytes }) => ({ id, text: piece, bytes }));
  const shared = { model: summary.model.name, after: asked.after, tokens };
  if (command.asks === 'why') return { ...shared, ...(await whyReport(asked)) };
  if (command.asks === 'mattered') return { ...shared, ...(await matteredReport(asked)) };
  if (command.asks === 'without') return { ...shared, ...(await withoutReport(asked)) };
  if (command.asks === 'compare') return { ...shared, ...(await compareReport(asked)) };
  return { ...shared, ...(await patchReport(asked)) };
}

async function matteredReport({ engine, command, summary, after }: AskedText) {
  const { run } = summary;
  let outcome: Outcome;
  const [likeliest] = (await engine.nextTokens(run, after, 1, command.sampling)).candidates;
  let of: object = { next: shown(likeliest) };
  if (command.generate > 0) {
    if (command.at !== undefined) throw new UsageError('--at does not go with --generate');
    const start = summary.tokens.length;
    const drawn: object[] = [];
    for (let ends = false; !ends && drawn.length < command.generate; ) {
      const { token, endsText } = await engine.generate(run, command.sampling, 1);
      drawn.push({ id: token.id, text: token.text, bytes: token.bytes });
      ends = endsText;
    }
    outcome = { kind: 'continuation', span: { start, end: start + drawn.length } as Span<TokenIndex> };
    of = { continuation: drawn };
  } else outcome = { kind: 'next', after, id: likeliest.id };
  const mode = command.leftOut ? 'leaveOut' : 'hide';
  let known: Mattered;
  do known = await engine.mattered(run, { outcome, mode }, WHILE_MS);
  while (known.left > 0);
  const textOf = ({ start, end }: Span<TokenIndex>) => joined(summary, start, end);
  const parts = known.parts.map((part) => ({ ...part, text: textOf(part.span) }));
  return { mattered: { of, mode, bits: known.bits, sink: known.sink, readings: known.readings, parts } };
}

async function withoutReport({ engine, command, summary: { run }, after }: AskedText) {
  const { changes, sampling, generate } = command;
  const {
    before,
    after: behind,
    divergence,
    computed,
  } = await engine.whatIf(run, { changes, after, k: TOP, sampling });
  const surprisals = await engine.whatIfSurprisals(run, changes);
  const follows = generate > 0 ? { follows: await engine.whatIfTexts(run, changes, generate, sampling) } : {};
  return {
    without: {
      changes,
      before: candidates(before),
      after: candidates(behind),
      divergenceBits: divergence,
      computed,
      surprisals: { before: [...surprisals.before], after: [...surprisals.after] },
      ...follows,
    },
  };
}

/** At the end, or with a model that says what stands behind a mask, at the place where both texts have one. */
async function patchReport({ engine, command, summary: { run, tokens, model }, after }: AskedText) {
  const { source, kind, sampling, at } = command;
  if (model.predicts === 'nothing') throw { code: 'predicts-no-word' } as const;
  const isMasked = model.predicts === 'masked';
  if (isMasked && at === undefined)
    throw new UsageError('--patch: the model reads in both directions; --at says which token is masked');
  if (!isMasked && after !== tokens.length - 1)
    throw new UsageError('--at does not go with --patch: what comes next is asked at the end');
  const masked = isMasked ? after : undefined;
  const other = await engine.otherText(run, source, TOP, sampling, masked);
  if (!other.next) throw new UsageError(`--patch: ${tokens.length} tokens, the other text has ${other.tokens.length}`);
  const [plus] = other.next.candidates;
  const own = (await engine.nextTokens(run, after, 2, sampling)).candidates;
  const minus = own.find(({ id }) => id !== plus.id) ?? own[0];
  const place = masked !== undefined && { masked };
  const question: PatchQuestion = { source, kind, plus: plus.id, minus: minus.id, ...place };
  let grid: PatchGrid;
  do grid = await engine.patchSweep(run, question, WHILE_MS);
  while (grid.left > 0);
  const { layers, columns, metrics, base, source: ofSource } = grid;
  const rows = (value: (metric: number) => number) =>
    Array.from({ length: layers }, (_, layer) =>
      Array.from(metrics.subarray(layer * columns, (layer + 1) * columns), value),
    );
  return {
    patch: {
      source: other.tokens.map(({ id, text, bytes }, i) => ({ id, text, bytes, same: other.same[i] })),
      kind,
      metric: { plus: shown(plus), minus: shown(minus), base, source: ofSource },
      metrics: rows((metric) => metric),
      restored: rows((metric) => (metric - base) / (ofSource - base)),
    },
  };
}

function candidates({ candidates: all, entropyBits }: NextTokens) {
  return { entropyBits, candidates: all.map(shown) };
}

function shown({ id, text, bytes, logit, probability }: Candidate) {
  return { id, text, bytes, logit, probability };
}

function joined({ tokens }: RunSummary, start: number, end: number): string {
  return new TextDecoder().decode(Uint8Array.from(tokens.slice(start, end).flatMap(({ bytes }) => bytes)));
}
