// What a reader wants changed, as interventions and ids: means and directions are computed, other texts are read. Knows one
// run.

import type { Change, Direction, ModelPart } from '../contract/whatIf.ts';
import { setToMean } from '../explain/partMeans.ts';
import { backThroughLinear, storedRows } from '../transformer/backwards.ts';
import type { Intervention } from '../transformer/intervention.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { readOtherText } from './otherTexts.ts';
import { checkIndex, checkSpan } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

/** The other texts that one question reads, each once. */
export type OtherTexts = Map<string, Promise<Sequence>>;

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
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<readonly Intervention[]> {
  const others: OtherTexts = new Map();
  const interventions: Intervention[] = [];
  for (const change of changes) {
    if (change.kind !== 'token') interventions.push(await interventionOf(text, change, others, signal));
  }
  return interventions;
}

async function interventionOf(
  text: ExplainedText,
  change: Exclude<Change, { readonly kind: 'token' }>,
  others: OtherTexts,
  signal: AbortSignal,
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
    case 'direction': {
      if (change.token !== undefined) checkIndex('changes.token', change.token, sequence.length);
      checkIndex('changes.layer', change.layer, model.info.layers + 1);
      const direction = await directionOf(text, change.direction, change.layer, others, signal);
      const vector = direction.map((value) => value * change.strength);
      return { kind: 'direction', layer: change.layer, position: change.token, vector };
    }
    case 'copy':
      checkIndex('changes.token', change.token, sequence.length);
      return await copied(text, change, await readOther(text, change.from.text, others, signal));
  }
}

function checkPart({ model }: ExplainedText, part: ModelPart): void {
  checkIndex('changes.layer', part.layer, model.info.layers);
  if (part.kind === 'head') checkIndex('changes.head', part.head, model.info.heads);
}

/** The direction by itself, as it is added before a block. [d] Fails like the change that adds it. */
export async function direction(
  text: ExplainedText,
  wanted: Direction,
  layer: number,
  signal: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  checkIndex('layer', layer, text.model.info.layers + 1);
  return Float32Array.from(await directionOf(text, wanted, layer, new Map(), signal));
}

/** [d] */
async function directionOf(
  text: ExplainedText,
  direction: Direction,
  layer: number,
  others: OtherTexts,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { transformer, info } = text.model;
  if (direction.kind === 'vector') return Float32Array.from(direction.values);
  if (direction.kind === 'texts') {
    const [toward, away] = [
      await readOther(text, direction.toward, others, signal),
      await readOther(text, direction.away, others, signal),
    ].map((read) => read.residual(layer, read.length - 1, read.length));
    return toward.map((value, i) => value - away[i]);
  }
  checkIndex('changes.id', direction.id, info.vocabSize);
  if (direction.kind === 'embedding') return (await transformer.embed([direction.id], 0)).token_embedding;
  const { table, projection } = transformer.readout.end;
  const [row] = await storedRows(table.tensor, [direction.id]);
  if (!projection) return row;
  return Float32Array.from((await backThroughLinear(Float64Array.from(row), projection)).vector);
}

async function readOther(
  { model }: ExplainedText,
  other: string,
  others: OtherTexts,
  signal: AbortSignal,
): Promise<Sequence> {
  const reading = others.get(other) ?? readOtherText(model, other, signal);
  others.set(other, reading);
  return await reading;
}

async function copied(
  { model, sequence }: ExplainedText,
  { what, token, from }: Extract<Change, { readonly kind: 'copy' }>,
  source: Sequence,
): Promise<Intervention> {
  const { layer } = what;
  checkIndex('changes.from.token', from.token, source.length);
  checkIndex('changes.token', token, sequence.length);
  checkIndex('changes.layer', layer, model.info.layers + (what.kind === 'residual' ? 1 : 0));
  if (what.kind === 'residual') {
    const residual = source.residual(layer, from.token, from.token + 1).slice();
    return { kind: 'residual', layer, position: token, residual };
  }
  const outputs = ['found', 'attention_out', 'mlp_out'] as const;
  const ran = await model.transformer.recomputeBlock(source, layer, from.token, from.token + 1, outputs);
  const place = { layer, position: token, gain: 0 };
  if (what.kind !== 'head') return { kind: what.kind, ...place, offset: ran[`${what.kind}_out`] };
  checkIndex('changes.head', what.head, model.info.heads);
  const { dHead } = model.info;
  return {
    kind: 'head',
    head: what.head,
    ...place,
    offset: ran.found.slice(what.head * dHead, (what.head + 1) * dHead),
  };
}
