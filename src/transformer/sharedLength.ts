// How far a sequence that was read begins as another text would. Knows ids and sizes, no run.

import type { ModelShape } from './architecture.ts';
import { type Rotary, rotaryScale } from './layers/rotary.ts';
import type { Sequence } from './sequence.ts';

/**
 * The first tokens of the sequence that are those of a text of these ids, and of which all numbers are as if that text had
 * been read by itself. Where tokens see what is behind them, that is the whole text or nothing.
 */
export function sharedLength(
  shape: ModelShape,
  sequence: Pick<Sequence, 'ids' | 'textLengths' | 'interventions'>,
  ids: readonly number[],
): number {
  if (sequence.interventions.length > 0) return 0;
  if (shape.bidirectional && sequence.ids.length !== ids.length) return 0;
  let same = 0;
  while (same < ids.length && sequence.ids[same] === ids[same]) same++;
  if (shape.bidirectional && same < ids.length) return 0;
  const others = [...new Set(sequence.textLengths.slice(0, same))].filter((one) => !turnAlike(shape, one, ids.length));
  const turned = sequence.textLengths.findIndex((one) => others.includes(one));
  return turned < 0 ? same : Math.min(same, turned);
}

/** Whether rotary positions are the same in texts of so many tokens: in some models they depend on it. */
export function turnAlike({ attentionPatterns }: ModelShape, a: number, b: number): boolean {
  if (a === b) return true;
  const rotaries = new Set(attentionPatterns.flatMap(({ rotary }) => rotary ?? []));
  return [...rotaries].every((rotary) => isAlike(rotary, a, b));
}

function isAlike(rotary: Rotary, a: number, b: number): boolean {
  const [these, those] = [rotary.frequencies(a), rotary.frequencies(b)];
  return rotaryScale(rotary, a) === rotaryScale(rotary, b) && these.every((value, i) => value === those[i]);
}
