// What several questions take and session files keep: places in a text, sampling, the changes of What if. The bounds are
// those that hold for every model and text. Knows no question.
import { MOST_IN_VECTOR } from './limits.ts';
import type { RemovalMode } from './mattered.ts';
import type { PatchQuestion } from './patching.ts';
import type { HeadRef, SamplingOptions } from './readings.ts';
import type { Span, TokenIndex } from './tokens.ts';
import {
  list,
  number,
  oneOf,
  optional,
  type Reader,
  record,
  text,
  textOr,
  variant,
  wholeNumber,
} from './valueReaders.ts';
import type { Change, CopiedPart, Direction, ModelPart } from './whatIf.ts';

export const index = wholeNumber(0);
export const token = wholeNumber<TokenIndex>(0);
export const tokens = record<Span<TokenIndex>>({ start: token, end: token });
export const sampling = record<SamplingOptions>({
  temperature: number(0, 100),
  topK: index,
  topP: number(0, 1, { above: true }),
  minP: number(0, 1),
  repetitionPenalty: number(0, 100, { above: true }),
  seed: number(-Number.MAX_VALUE, Number.MAX_VALUE),
});
export const headRef = record<HeadRef>({ layer: index, head: textOr(oneOf('mean', 'max'), index) });
export const removalMode: Reader<RemovalMode> = oneOf('hide', 'leaveOut');
export const patchKind: Reader<PatchQuestion['kind']> = oneOf('residual', 'attention', 'state', 'mlp', 'head');
const parts = {
  head: record({ kind: oneOf('head'), layer: index, head: index }),
  attention: record({ kind: oneOf('attention'), layer: index }),
  mlp: record({ kind: oneOf('mlp'), layer: index }),
  state: record({ kind: oneOf('state'), layer: index }),
};
const part = variant<ModelPart>(parts);
/** Every text that is named is read. */
export const otherText = text(1_000_000);
const strength = number(-1e6, 1e6);
export const direction = variant<Direction>({
  embedding: record({ kind: oneOf('embedding'), id: index }),
  unembedding: record({ kind: oneOf('unembedding'), id: index }),
  texts: record({ kind: oneOf('texts'), toward: otherText, away: otherText }),
  vector: record({
    kind: oneOf('vector'),
    values: list(number(-MOST_IN_VECTOR, MOST_IN_VECTOR), 1_000_000),
    name: optional(text(1000)),
  }),
});
export const change = variant<Change>({
  scale: record({ kind: oneOf('scale'), part, factor: strength }),
  mean: record({ kind: oneOf('mean'), part }),
  hide: record({
    kind: oneOf('hide'),
    span: tokens,
    query: optional(token),
    layer: optional(index),
    head: optional(index),
  }),
  expert: record({ kind: oneOf('expert'), layer: index, expert: index, token: optional(token) }),
  token: record({ kind: oneOf('token'), token, id: index }),
  direction: record({
    kind: oneOf('direction'),
    layer: index,
    token: optional(token),
    direction,
    strength,
  }),
  copy: record({
    kind: oneOf('copy'),
    what: variant<CopiedPart>({ ...parts, residual: record({ kind: oneOf('residual'), layer: index }) }),
    token: optional(token),
    from: record({ text: otherText, token: optional(token), masked: optional(token) }),
  }),
});
/** Each may read other texts, and each token may be hidden by itself. */
export const changes = list(change, 10_000);
