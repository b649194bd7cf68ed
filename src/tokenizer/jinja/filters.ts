// The filters of Jinja 2 for one value, as in `x | trim`; those for lists are in listFilters.ts. Knows no syntax.
import { fixed, percentFormat } from './format.ts';
import { type Filter, LIST_FILTERS } from './listFilters.ts';
import { capitalize, centred, lengthOf, replace } from './methods.ts';
import { toJson } from './toJson.ts';
import { Float, isTrue, numberOf, repr, str, Tuple, type Value, wholeOf } from './values.ts';
import { SPACE, strip } from './whiteSpace.ts';

const fallback: Filter = (value, args) => {
  const [otherwise, ofAll] = args.take('default_value', 'boolean');
  return value === undefined || (isTrue(ofAll) && !isTrue(value)) ? (otherwise ?? '') : value;
};
const escaped: Filter = (value) =>
  str(value).replace(
    /[&<>'"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;' })[c] ?? c,
  );
const WORD_START = new RegExp(`([-${SPACE}({\\[<]+)`);

const FILTERS: Readonly<Record<string, Filter>> = {
  ...LIST_FILTERS,
  abs: (value) => {
    if (value instanceof Float) return new Float(Math.abs(value.value));
    return Math.abs(wholeOf(value, 'the value of abs'));
  },
  capitalize: (value) => capitalize(str(value)),
  center: (value, args) => centred(str(value), args.take('width')[0] ?? 80, ' '),
  d: fallback,
  default: fallback,
  e: escaped,
  escape: escaped,
  float: (value, args) => {
    const number = typeof value === 'string' ? parsedFloat(value) : numberOf(value);
    return number === undefined ? (args.take('default')[0] ?? new Float(0)) : new Float(number);
  },
  format: (value, args) =>
    percentFormat(str(value), args.named.size > 0 ? new Map(args.named) : Tuple.from(args.positional)),
  indent: (value, args) => indent(str(value), ...args.take('width', 'first', 'blank')),
  int: (value, args) => {
    const [otherwise, base] = args.take('default', 'base');
    const number = typeof value === 'string' ? parsedInt(value, numberOf(base) ?? 10) : numberOf(value);
    return number === undefined || !Number.isFinite(number) ? (otherwise ?? 0) : Math.trunc(number);
  },
  lower: (value) => str(value).toLowerCase(),
  pprint: (value) => repr(value),
  replace: (value, args) => {
    const [old, by, count] = args.take('old', 'new', 'count');
    return replace(str(value), str(old), str(by), count);
  },
  round: (value, args) => round(value, ...args.take('precision', 'method')),
  safe: (value) => str(value),
  string: (value) => str(value),
  striptags: (value) =>
    strip(
      str(value)
        .replace(/<!--.*?-->|<[^>]*>/gs, '')
        .replace(new RegExp(`[${SPACE}]+`, 'g'), ' '),
    ),
  title: (value) => str(value).split(WORD_START).map(capitalize).join(''),
  tojson: toJson,
  trim: (value, args) => {
    const [characters] = args.take('chars');
    return strip(str(value), 'both', characters === undefined || characters === null ? undefined : str(characters));
  },
  truncate: (value, args) => truncate(str(value), ...args.take('length', 'killwords', 'end', 'leeway')),
  upper: (value) => str(value).toUpperCase(),
  urlencode: (value) =>
    encodeURIComponent(str(value))
      .replaceAll('%2F', '/')
      .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  wordcount: (value) => str(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
};

const NOT_SUPPORTED = new Set(['filesizeformat', 'forceescape', 'random', 'urlize', 'wordwrap', 'xmlattr']);

/** Fails on a name that is none, and on a filter that no chat template is known to use. */
export function filterOf(name: string): Filter {
  if (Object.hasOwn(FILTERS, name)) return FILTERS[name];
  const which = `the filter ${JSON.stringify(name)}`;
  throw new Error(NOT_SUPPORTED.has(name) ? `${which} is not supported` : `there is no filter ${JSON.stringify(name)}`);
}

function parsedFloat(text: string): number | undefined {
  const written = strip(text).replace(/(?<=\d)_(?=\d)/g, '');
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(written)) return Number(written);
  const named = /^([-+]?)(?:inf(?:inity)?|(nan))$/i.exec(written);
  if (!named) return undefined;
  return named[2] ? Number.NaN : named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function parsedInt(text: string, base: number): number | undefined {
  const written = strip(text)
    .replace(/(?<=\w)_(?=\w)/g, '')
    .toLowerCase();
  const digits = written.replace(base === 16 ? /^([-+]?)0x/ : base === 8 ? /^([-+]?)0o/ : /^([-+]?)0b(?=.*$)/, '$1');
  const fits = Array.from(digits.replace(/^[-+]/, '')).every((digit) => Number.parseInt(digit, base) >= 0);
  if (fits && /\w/.test(digits)) return Number.parseInt(digits, base);
  return parsedFloat(text);
}

function indent(text: string, width: Value, first: Value, blank: Value): string {
  const step = typeof width === 'string' ? width : ' '.repeat(wholeOf(width ?? 4, 'width'));
  const [head, ...lines] = text.split('\n');
  const rest = lines.map((line) => (line !== '' || isTrue(blank) ? step + line : line));
  return [isTrue(first) ? step + head : head, ...rest].join('\n');
}

function round(value: Value, precision: Value, method: Value): Value {
  const number = numberOf(value);
  if (number === undefined) throw new Error('round needs a number');
  const places = wholeOf(precision ?? 0, 'precision');
  const scale = 10 ** places;
  if (method === 'ceil') return new Float(Math.ceil(number * scale) / scale);
  if (method === 'floor') return new Float(Math.floor(number * scale) / scale);
  const rounded = places < 0 ? Number(fixed(number * scale, 0)) / scale : Number(fixed(number, places));
  return value instanceof Float ? new Float(rounded) : rounded;
}

function truncate(text: string, length: Value, kills: Value, end: Value, leeway: Value): string {
  const most = wholeOf(length ?? 255, 'length');
  const mark = str(end ?? '...');
  const points = Array.from(text);
  if (points.length <= most + wholeOf(leeway ?? 5, 'leeway')) return text;
  const cut = points.slice(0, most - lengthOf(mark)).join('');
  if (isTrue(kills)) return cut + mark;
  return cut.slice(0, cut.includes(' ') ? cut.lastIndexOf(' ') : undefined) + mark;
}
