// What a reader wants changed, as interventions and ids: means and directions are computed, other texts are read. Knows one
// run.

import type { TokenIndex } from '../contract/tokens.ts';
import type { Change, CopiedPart, Direction, ModelPart } from '../contract/whatIf.ts';
import { setToMean } from '../explain/partMeans.ts';
import { backThroughLinear, storedRows } from '../transformer/backwards.ts';
import type { Intervention } from '../transformer/intervention.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { readOtherText } from './otherTexts.ts';
import { checkIndex, checkSpan, invalid } from './questionChecks.ts';
import type { ExplainedText, Run } from './run.ts';

/** Reads another text, with the mask at a place where one is named; each once for a question. */
type ReadOther = (other: string, masked?: TokenIndex) => Promise<Sequence>;

/** The run's ids with those that are replaced. Fails with question-invalid. */
export function changedIds({ sequence, model }: ExplainedText, changes: readonly Change[]): readonly number[] {
  let ids: readonly number[] = sequence.ids;
  for (const change of changes) {
    if (change.kind !== 'token') continue;
    checkIndex('changes.token', change.token, ids.length);
    checkIndex('changes.id', change.id, model.info.vocabSize);
    ids = ids.with(change.token, change.id);
  }
  return ids;
}

/** What is changed inside the model, in the order of the list. Fails with question-invalid, and with cancelled. */
export async function interventionsOf(
  text: ExplainedText,
  run: Run,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<readonly Intervention[]> {
  const readOther = otherTexts(text, run, signal);
  const interventions: Intervention[] = [];
  for (const change of changes) {
    if (change.kind === 'copy') interventions.push(...(await copies(text, change, readOther)));
    else if (change.kind !== 'token') interventions.push(await interventionOf(text, change, readOther));
  }
  return interventions;
}

async function interventionOf(
  text: ExplainedText,
  change: Exclude<Change, { readonly kind: 'token' | 'copy' }>,
  readOther: ReadOther,
): Promise<Intervention> {
  const { sequence, model } = text;
  switch (change.kind) {
    case 'scale':
      checkPart(text, change.part);
      return { ...change.part, gain: change.factor };
    case 'mean':
      checkPart(text, change.part);
      return await setToMean(model.transformer, sequence, change.part);
    case 'hide': {
      checkSpan('changes.span', change.span, sequence.length);
      const { span, query, layer, head } = change;
      if (query !== undefined) checkIndex('changes.query', query, sequence.length);
      return { kind: 'hide', start: span.start, end: span.end, query, layer, head };
    }
    case 'expert':
      if (change.token !== undefined) checkIndex('changes.token', change.token, sequence.length);
      return { kind: 'expert', layer: change.layer, expert: change.expert, position: change.token };
    case 'direction': {
      if (change.token !== undefined) checkIndex('changes.token', change.token, sequence.length);
      checkIndex('changes.layer', change.layer, model.info.layers + 1);
      const direction = await directionOf(text, change.direction, change.layer, readOther);
      const vector = direction.map((value) => value * change.strength);
      return { kind: 'direction', layer: change.layer, position: change.token, vector };
    }
  }
}

function checkPart({ model }: ExplainedText, part: ModelPart): void {
  checkIndex('changes.layer', part.layer, model.info.layers);
  if (part.kind === 'head') checkIndex('changes.head', part.head, headsOf(model.transformer.shape, part.layer).heads);
  if (part.kind === 'state' && model.info.beside !== 'state')
    throw invalid('changes', `layer ${part.layer} has no state beside attention`);
}

/** The direction by itself, as it is added before a block. [d] Fails like the change that adds it. */
export async function direction(
  text: ExplainedText,
  run: Run,
  wanted: Direction,
  layer: number,
  signal: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  checkIndex('layer', layer, text.model.info.layers + 1);
  return Float32Array.from(await directionOf(text, wanted, layer, otherTexts(text, run, signal)));
}

/** [d] */
async function directionOf(
  text: ExplainedText,
  direction: Direction,
  layer: number,
  readOther: ReadOther,
): Promise<Float32Array> {
  const { transformer, info } = text.model;
  if (direction.kind === 'vector') return Float32Array.from(direction.values);
  if (direction.kind === 'texts') {
    const [toward, away] = [await readOther(direction.toward), await readOther(direction.away)].map((read) =>
      read.residual(layer, read.length - 1, read.length),
    );
    return toward.map((value, i) => value - away[i]);
  }
  checkIndex('changes.id', direction.id, info.vocabSize);
  if (direction.kind === 'embedding') return (await transformer.embed([direction.id], 0)).token_embedding;
  const { table, projection, isTransformed } = transformer.readout.end;
  if (!table) throw { code: 'predicts-no-word' } as const;
  if (isTransformed) throw { code: 'head-not-linear' } as const;
  const [row] = await storedRows(table.tensor, [direction.id]);
  if (!projection) return row;
  return Float32Array.from((await backThroughLinear(Float64Array.from(row), projection)).vector);
}

function otherTexts(text: ExplainedText, run: Run, signal: AbortSignal): ReadOther {
  const others = new Map<string, Promise<Sequence>>();
  return async (other, masked) => {
    const key = JSON.stringify([other, masked]);
    const reading = others.get(key) ?? readOtherText(text, run, other, signal, masked);
    others.set(key, reading);
    return await reading;
  };
}

type Copy = Extract<Change, { readonly kind: 'copy' }>;

/** One for each token that is copied. */
async function copies(
  text: ExplainedText,
  { what, token, from }: Copy,
  readOther: ReadOther,
): Promise<readonly Intervention[]> {
  const { model, sequence } = text;
  if (token !== undefined) checkIndex('changes.token', token, sequence.length);
  if (what.kind === 'residual') checkIndex('changes.layer', what.layer, model.info.layers + 1);
  else checkPart(text, what);
  const source = await readOther(from.text, from.masked);
  if (from.token !== undefined) checkIndex('changes.from.token', from.token, source.length);
  if ((token === undefined) !== (from.token === undefined))
    throw invalid('changes', 'a copy names a token of both texts, or of none');
  const start = from.token ?? 0;
  const end = from.token === undefined ? Math.min(sequence.length, source.length) : from.token + 1;
  const copied = await activations(text, what, source, { start, end });
  return copied.map((values, i) => copiedTo(what, (token ?? 0) + i, values));
}

/** What was there at each token. [end - start] of [d], or of a head [d_head] */
async function activations(
  { model }: ExplainedText,
  what: CopiedPart,
  source: Sequence,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<readonly Float32Array[]> {
  const { shape } = model.transformer;
  const { dModel } = shape;
  const rows = (values: Float32Array, width: number) =>
    Array.from({ length: end - start }, (_, i) => values.slice(i * width, (i + 1) * width));
  if (what.kind === 'residual')
    return rows(source.streams(what.layer, start, end), dModel * (shape.streams?.count ?? 1));
  const output = what.kind === 'head' ? 'found' : (`${what.kind}_out` as const);
  const { [output]: values } = await model.transformer.recomputeBlock(source, what.layer, start, end, [output]);
  if (what.kind !== 'head') return rows(values, dModel);
  const { dValue } = headsOf(shape, what.layer);
  const size = (end - start) * dValue; // found is [heads, end - start, d_value]
  return rows(values.subarray(what.head * size, (what.head + 1) * size), dValue);
}

function copiedTo(what: CopiedPart, position: number, values: Float32Array): Intervention {
  if (what.kind === 'residual') return { kind: 'residual', layer: what.layer, position, residual: values };
  return { ...what, position, gain: 0, offset: values };
}
