// Answers about one head of a state in place of attention: how the state goes through the text, and what one query reads of
// each token, written out. contract/stateReadings.ts has the shapes. Knows one run.
import type { HeadRef } from '../contract/readings.ts';
import type { StateCourse, StateDetail } from '../contract/stateReadings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { leftAtEnd, stateNorms, type WrittenState } from '../explain/stateReadings.ts';
import type { StateCache } from '../transformer/stateCache.ts';
import { mostStateRows } from '../transformer/stateRows.ts';
import { dot, norm } from '../transformer/vectors.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { ROWS_AT_A_TIME } from './stateAnswers.ts';
import { checkStateHead, stateOf } from './stateChecks.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** How a head's state goes through the text, by the recurrence; under the delta rule the layer is run again for β. */
export async function stateCourse(
  text: ExplainedText,
  { layer, head }: HeadRef,
  signal: AbortSignal,
): Promise<StateCourse> {
  checkStateHead(text, { layer, head });
  const { heads, corrects = false } = stateOf(text, layer);
  const chosen = typeof head === 'number' ? [head] : Array.from({ length: heads }, (_, one) => one);
  const n = text.sequence.length;
  const decays = new Float32Array(n);
  const norms = new Float32Array(n);
  const strengths = new Float32Array(corrects ? n : 0);
  const ofHeads = corrects ? await layerStrengths(text, layer, signal) : undefined;
  const join = (into: Float32Array, values: Float32Array) => {
    for (let i = 0; i < n; i++)
      into[i] = head === 'max' ? Math.max(into[i], values[i]) : into[i] + values[i] / chosen.length;
  };
  for (const one of chosen) {
    const written = writtenBy(text, layer, one, n);
    join(decays, written.decays.map(Math.exp));
    join(norms, stateNorms(written));
    if (ofHeads) join(strengths, ofHeads.subarray(one * n, (one + 1) * n));
    await yieldToEventLoop(signal);
  }
  return { decays, norms, strengths };
}

/** β of each head and token. [heads, tokens] */
async function layerStrengths(text: ExplainedText, layer: number, signal: AbortSignal): Promise<Float32Array> {
  const { heads } = stateOf(text, layer);
  const { transformer } = text.model;
  const n = text.sequence.length;
  const strengths = new Float32Array(heads * n);
  const most = Math.min(ROWS_AT_A_TIME, mostStateRows(transformer.shape, n));
  for (let start = 0; start < n; start += most) {
    throwIfCancelled(signal);
    const end = Math.min(start + most, n);
    const block = await transformer.recomputeBlock(text.sequence, layer, start, end, ['state_strengths']);
    for (let head = 0; head < heads; head++) {
      const ofHead = block.state_strengths.subarray(head * (end - start), (head + 1) * (end - start));
      strengths.set(ofHead, head * n + start);
    }
    await yieldToEventLoop(signal);
  }
  return strengths;
}

/** One query of one head, with what makes each weight. */
export async function stateDetail(
  text: ExplainedText,
  { layer, head }: { readonly layer: number; readonly head: number },
  token: TokenIndex,
): Promise<StateDetail> {
  checkStateHead(text, { layer, head });
  checkIndex('token', token, text.sequence.length);
  const { heads, groups, dState, dValue } = stateOf(text, layer);
  const n = token + 1;
  const outputs = ['state_queries', 'state_weights'] as const;
  const block = await text.model.transformer.recomputeBlock(text.sequence, layer, token, n, outputs);
  const group = Math.floor((head * groups) / heads);
  const query = block.state_queries.subarray(group * dState, (group + 1) * dState);
  const { keys, values, decays } = writtenBy(text, layer, head, n);
  const row = (all: Float32Array, width: number, at: number) => all.subarray(at * width, (at + 1) * width);
  return {
    token,
    products: Float32Array.from({ length: n }, (_, key) => dot(query, row(keys, dState, key))),
    left: leftAtEnd(decays),
    weights: block.state_weights.slice(head * n, (head + 1) * n),
    written: Float32Array.from({ length: n }, (_, key) => norm(row(values, dValue, key))),
  };
}

/** Heads of a group share what is written by. */
function writtenBy(text: ExplainedText, layer: number, head: number, n: number): WrittenState {
  const { heads, groups } = stateOf(text, layer);
  const cache = text.sequence.states[layer] as StateCache;
  const all = cache.decays.rows(0, n);
  return {
    keys: cache.keys.rowsOf(Math.floor((head * groups) / heads), n).keys,
    values: cache.values.rowsOf(head, n).values,
    decays: Float32Array.from({ length: n }, (_, token) => all[token * heads + head]),
  };
}
