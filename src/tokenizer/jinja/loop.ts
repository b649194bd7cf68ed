// The variable `loop` inside a loop. Knows no statements.
import type { Scope } from './evaluate.ts';
import { type Callable, equal, Fields, Tuple, type Value } from './values.ts';

export interface LoopItem {
  readonly item: Value;
  /** The names of its turn. */
  readonly scope: Scope;
}

/** `loop` in turn i of a loop over these. */
export function loopFields(items: readonly LoopItem[]): (i: number) => Fields {
  let before: Value;
  const changed: Callable = ({ positional }) => {
    const now = Tuple.from(positional);
    const isNew = !equal(before, now);
    before = now;
    return isNew;
  };
  return (i) => {
    const cycle: Callable = ({ positional }) => positional[i % positional.length];
    const values: Readonly<Record<string, Value>> = {
      ...{ index: i + 1, index0: i, revindex: items.length - i, revindex0: items.length - i - 1 },
      ...{ first: i === 0, last: i === items.length - 1, length: items.length, depth: 1, depth0: 0 },
      ...{ previtem: items[i - 1]?.item, nextitem: items[i + 1]?.item, cycle, changed },
    };
    return new Fields(new Map(Object.entries(values)));
  };
}
