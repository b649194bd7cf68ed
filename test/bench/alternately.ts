// Times several things in turn, so that a machine that slows down slows all of them. Knows none of them.
import { setTimeout as rest } from 'node:timers/promises';
import { median } from './median.ts';
import { timed } from './timed.ts';

/** Before each is timed, in ms: threads of the one before, as llama.cpp's, wait in a loop for a while for more to do. */
const REST_MS = 10;

export type Works<Name extends string> = Readonly<Record<Name, () => Promise<unknown>>>;

export interface Times {
  readonly ms: number;
  /** Times of the first one over times of this one: the median of the ratios of neighbouring runs. */
  readonly ratio: number;
}

/** Each runs once before it is timed. */
export async function alternately<Name extends string>(runs: number, works: Works<Name>): Promise<Record<Name, Times>> {
  const names = Object.keys(works) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const [name, all] of times) {
      await rest(REST_MS);
      const ms = await timed(works[name]);
      if (run >= 0) all.push(ms);
    }
  }
  const [first] = times.values();
  const entries = [...times].map(([name, all]) => {
    return [name, { ms: median(all), ratio: median(all.map((ms, run) => first[run] / ms)) }];
  });
  return Object.fromEntries(entries) as Record<Name, Times>;
}

/** A line for each, with more of the same kind; how many times as long the first one, ours, takes. */
export function besideOurs(times: Readonly<Record<string, Times>>, more: (ms: number) => object = () => ({})): object {
  const entries = Object.entries(times).map(([name, { ms, ratio }], i) => {
    return [name, { ms, ...more(ms), ...(i > 0 && { 'ours, times': ratio }) }];
  });
  return Object.fromEntries(entries);
}
