// Texts with places for values: `'%s' % value` and `'{}'.format(value)` of Python. Knows no syntax.
import { type Args, Float, numberOf, repr, str, Tuple, type Value } from './values.ts';

/** printf-style formatting; a tuple has the values of several places. '%02d-%s' % (7, 'a') → '07-a' */
export function percentFormat(format: string, given: Value): string {
  const values = given instanceof Tuple ? given : [given];
  let next = 0;
  const written = format.replace(
    /%(?:\(([^)]*)\))?([-0 +#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, key: string | undefined, flags: string, width: string, precision: string | undefined, code: string) => {
      if (code === '%') return '%';
      if (key === undefined && next >= values.length) throw new Error('not enough arguments for the format');
      const value = key !== undefined && given instanceof Map ? given.get(key) : values[next++];
      const text = converted(value, code, precision);
      if (flags.includes('-')) return text.padEnd(Number(width));
      return flags.includes('0') && numberOf(value) !== undefined
        ? text.padStart(Number(width), '0')
        : text.padStart(Number(width));
    },
  );
  if (next < values.length && !(given instanceof Map)) throw new Error('more arguments than the format has places');
  return written;
}

function converted(value: Value, code: string, precision: string | undefined): string {
  if (code === 's') return str(value).slice(0, precision === undefined ? undefined : Number(precision));
  if (code === 'r') return repr(value);
  const number = numberOf(value);
  if (number === undefined) throw new Error(`%${code} needs a number`);
  if (code === 'd' || code === 'i') return String(Math.trunc(number));
  if (code === 'f' || code === 'F') return fixed(number, Number(precision ?? 6));
  if (code === 'x') return Math.trunc(number).toString(16);
  throw new Error(`the format %${code} is not supported`);
}

/** str.format() with plain places: {}, {0}, {name}. Fails with a word on others. */
export function braceFormat(format: string, { positional, named }: Args): string {
  let next = 0;
  return format.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (place, name: string | undefined) => {
    if (name === undefined) return place[0];
    const at = name === '' ? next++ : Number(name);
    if (Number.isInteger(at) && at < positional.length) return str(positional[at]);
    if (named.has(name)) return str(named.get(name));
    const spec = /^(\d*|\w+):\.(\d+)f$/.exec(name);
    const value = spec && (spec[1] === '' ? positional[next++] : (named.get(spec[1]) ?? positional[Number(spec[1])]));
    const number = value instanceof Float ? value.value : numberOf(value ?? undefined);
    if (spec && number !== undefined) return fixed(number, Number(spec[2]));
    throw new Error(`the place ${place} of format() is not supported or has no value`);
  });
}

/** With so many decimals; halves go to the even neighbour, where toFixed() rounds them up. 2.25, 1 → '2.2' */
export function fixed(number: number, decimals: number): string {
  const exact = Math.abs(number).toFixed(100); // no digit of it is rounded
  const end = exact.indexOf('.') + 1 + decimals;
  const isHalf = /^50*$/.test(exact.slice(end));
  if (!isHalf) return number.toFixed(decimals);
  const down = exact.slice(0, decimals === 0 ? end - 1 : end);
  if (Number(down.at(-1)) % 2 === 1) return number.toFixed(decimals);
  return number < 0 ? `-${down}` : down;
}
