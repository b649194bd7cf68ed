// Wrong values, and well-formed ones in which something is wrong, from a seed.
import type { Random } from '../random.ts';

/** What may stand where a number, a text, a list or an object is wanted. Each is made anew. */
const WRONG: readonly (() => unknown)[] = [
  ...[undefined, null, true, Number.NaN, Number.POSITIVE_INFINITY, -1, -0, 0.5, 1e308, 2 ** 53, 10n].map(
    (value) => () => value,
  ),
  ...['', '0', 'mean', '__proto__', '\0', '\ud800', '/', 'x'.repeat(10_000)].map((value) => () => value),
  () => [],
  () => [[]],
  () => [null, 'a', 1],
  () => new Array(4_000_000_000),
  () => ({}),
  () => ({ length: 3, start: '0', end: {}, kind: 'folder', code: 'bug' }),
  () => JSON.parse('{"__proto__": {"layer": 0}, "constructor": 1, "toString": 2, "valueOf": null}'),
  () => new Date(Number.NaN),
  () => new Map([['layer', 0]]),
  () => new Set([1]),
  () => /(a+)+$/,
  () => new Error('an error'),
  () => new Float32Array(3),
  () => new ArrayBuffer(8),
  () => new Number(3),
  () => new String('x'),
  () => () => {},
  () => Symbol('x'),
  () => circular(),
];

function circular(): unknown {
  const object: Record<string, unknown> = { layer: 0 };
  object.head = object;
  return object;
}

export function wrongValue(random: Random): unknown {
  return random.of(WRONG)();
}

/** The list with something wrong in it: another value anywhere inside, one too few, two changed places, one more. */
export function malformed(values: readonly unknown[], random: Random): unknown[] {
  const copy = [...values];
  const at = random.below(copy.length);
  switch (random.below(8)) {
    case 0:
      copy.length = at;
      break;
    case 1:
      [copy[0], copy[at]] = [copy[at], copy[0]];
      break;
    case 2:
      copy.push(wrongValue(random));
      break;
    default:
      copy[at] = wrongWithin(copy[at], random);
  }
  return copy;
}

function wrongWithin(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(4) === 0) return wrongValue(random);
  if (Array.isArray(value)) return value.map((element) => wrongWithin(element, random));
  const field = random.of(Object.keys(value));
  return { ...value, [field]: wrongWithin((value as Record<string, unknown>)[field], random) };
}
