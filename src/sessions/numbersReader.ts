// Reads the numbers of a session file. Knows their shapes, compares nothing.
import type { TextPartKind } from '../contract/mattered.ts';
import { index, removalMode, token } from '../contract/questionReaders.ts';
import type { SessionDistribution, SessionNumbers, WrittenNumber } from '../contract/session.ts';
import { list, number, oneOf, optional, type Reader, record, text, textOr } from '../contract/valueReaders.ts';

/** No model of today reads more. */
export const MOST_TOKENS = 2_000_000;
const MOST_CANDIDATES = 10_000;
/** Heads of all layers, or cells of a sweep. */
const MOST_CELLS = 10_000_000;

const written: Reader<WrittenNumber> = textOr(
  oneOf('NaN', 'Infinity', '-Infinity'),
  number(-Number.MAX_VALUE, Number.MAX_VALUE),
);
const writtenOrNull: Reader<WrittenNumber | null> = (value, place) => (value === null ? null : written(value, place));
const partKind: Reader<TextPartKind> = oneOf('message', 'paragraph', 'line', 'sentence', 'word', 'group');

const distribution = record<SessionDistribution>({
  entropyBits: written,
  candidates: list(
    record({ id: index, text: optional(text(10_000)), logit: written, probability: written }),
    MOST_CANDIDATES,
  ),
});

export const numbers = record<SessionNumbers>({
  next: optional(distribution),
  surprisals: optional(list(written, MOST_TOKENS)),
  generated: optional(list(written, MOST_TOKENS)),
  votes: optional(
    record({
      position: token,
      target: index,
      other: optional(index),
      sum: written,
      logit: written,
      heads: list(written, MOST_CELLS),
      mlps: list(written, MOST_CELLS),
      others: list(written, MOST_CELLS),
      mixers: optional(list(written, MOST_CELLS)),
    }),
  ),
  mattered: optional(
    record({
      mode: removalMode,
      bits: written,
      parts: list(record({ start: token, end: token, kind: partKind, bits: written }), MOST_TOKENS),
    }),
  ),
  whatIf: optional(
    record({
      after: token,
      divergenceBits: written,
      before: distribution,
      changed: distribution,
      surprisals: list(written, MOST_TOKENS),
    }),
  ),
  patching: optional(
    record({
      plus: index,
      minus: index,
      base: written,
      source: written,
      layers: index,
      columns: index,
      metrics: list(writtenOrNull, MOST_CELLS),
    }),
  ),
});
