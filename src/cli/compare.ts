// Compare as JSON for programs: the text beside another one, or beside what another model makes of it.
import { randomUUID } from 'node:crypto';
import type { Compared, ComparedPredictions, Comparison } from '../contract/compared.ts';
import type { RunSummary } from '../contract/engineApi.ts';
import type { Token } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import type { LabCommand } from './arguments.ts';

/** Pieces whose predictions are asked for at a time. */
const AT_A_TIME = 256;

interface Asked {
  readonly engine: EngineClient;
  readonly command: LabCommand;
  readonly summary: RunSummary;
}

/** Numbers that there are not, such as the surprise of a first token, are null. */
export async function compareReport({ engine, command, summary }: Asked) {
  const { run, tokens } = summary;
  const other = await otherOf({ engine, command, summary });
  const of = await engine.comparison(run, other);
  const { pieces, ours, theirs, alignedBy, sameVocabulary, sameModel, predicts } = of;
  const read: ComparedPredictions[] = [];
  const goesOn = predicts === 'next'; // what reads in both directions is not asked for every token
  for (let start = 0; goesOn && start < pieces.length; start += AT_A_TIME)
    read.push(await engine.comparedPredictions(run, other, { start, end: Math.min(start + AT_A_TIME, pieces.length) }));
  const predictions = read.flatMap(rowsOf);
  return {
    compare: {
      with: command.compared,
      ...{ alignedBy, sameVocabulary, sameModel, predicts, ours, theirs },
      tokens: of.tokens.map(({ id, text, bytes }) => ({ id, text, bytes })),
      sum: goesOn ? sumOf(of, tokens, predictions) : undefined,
      pieces: pieces.map((piece, i) => ({ ...piece, ...predictions[i] })),
      cosines: hasSame(of, 'layers', 'dModel') ? await cosines(engine, run, other) : undefined,
      heads: hasSame(of, 'layers', 'heads') ? await heads(engine, run, other, ours.layers) : undefined,
    },
  };
}

/** A folder is another model, which reads the same text. */
async function otherOf({ engine, command, summary }: Asked): Promise<Compared> {
  const { compared, text, engine: options } = command;
  if (compared.kind === 'text') return compared;
  const run = randomUUID();
  const read = text.slice(0, summary.explainedTo);
  await engine.explain({ run, modelFolder: compared.model, options, text: read, beside: true });
  return { kind: 'run', run };
}

type Row = ReturnType<typeof rowsOf>[number];

function rowsOf({ ourBits, theirBits, divergences, ourNext, theirNext }: ComparedPredictions) {
  return Array.from(ourBits, (bits, i) => ({
    ourBits: numberOrNull(bits),
    theirBits: numberOrNull(theirBits[i]),
    divergenceBits: numberOrNull(divergences[i]),
    ourNext: ourNext[i],
    theirNext: theirNext[i],
  }));
}

/** Of the pieces that both sides write the same and predict. */
function sumOf({ pieces }: Comparison, tokens: readonly Token[], rows: readonly Row[]) {
  const sum = { pieces: 0, bytes: 0, ourBits: 0, theirBits: 0 };
  for (const [i, { isSame, ours }] of pieces.entries()) {
    const { ourBits, theirBits } = rows[i];
    if (!isSame || ourBits === null || theirBits === null) continue;
    sum.pieces++;
    sum.ourBits += ourBits;
    sum.theirBits += theirBits;
    for (const { bytes } of tokens.slice(ours.start, ours.end)) sum.bytes += bytes.length;
  }
  return sum;
}

function hasSame({ ours, theirs }: Comparison, ...names: readonly ('layers' | 'heads' | 'dModel')[]): boolean {
  return names.every((name) => ours[name] === theirs[name]);
}

/** [layers + 1][pieces] */
async function cosines(engine: EngineClient, run: string, other: Compared) {
  const { rows, columns, values } = await engine.comparedStreams(run, other);
  return Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), numberOrNull),
  );
}

/** Total variation distances. [layers][heads] */
async function heads(engine: EngineClient, run: string, other: Compared, layers: number) {
  const all: (readonly (number | null)[])[] = [];
  for (let layer = 0; layer < layers; layer++)
    all.push(Array.from(await engine.comparedHeads(run, other, layer), numberOrNull));
  return all;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
