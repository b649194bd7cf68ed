// The methods of Python's texts, lists and dicts that a template may call. What would change a value is refused, as by
// the sandbox of transformers. Knows no syntax.
import { braceFormat } from './format.ts';
import {
  type Args,
  type Callable,
  type Dict,
  elements,
  equal,
  str,
  Tuple,
  textOf,
  type Value,
  wholeOf,
} from './values.ts';
import { strip, words } from './whiteSpace.ts';

type Methods<Owner> = Readonly<Record<string, (owner: Owner, args: Args) => Value>>;

/** Line ends of str.splitlines(). */
const LINE_ENDS = '\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029';
const LINE = new RegExp(`([^${LINE_ENDS}]*)(\\r\\n|[${LINE_ENDS}]|$)`, 'g');

const TEXT: Methods<string> = {
  capitalize,
  center: (text, args) => centred(text, ...args.take('width', 'fillchar')),
  count: (text, args) => {
    const sought = soughtIn(args);
    return sought === '' ? lengthOf(text) + 1 : text.split(sought).length - 1;
  },
  endswith: (text, args) => oneOrMore(args).some((end) => text.endsWith(end)),
  find: (text, args) => placeOf(text, text.indexOf(soughtIn(args))),
  format: braceFormat,
  index: (text, args) => foundAt(placeOf(text, text.indexOf(soughtIn(args)))),
  isalnum: (text) => /^[\p{L}\p{N}]+$/u.test(text),
  isalpha: (text) => /^\p{L}+$/u.test(text),
  isdecimal: (text) => /^\p{Nd}+$/u.test(text),
  isdigit: (text) => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u.test(text),
  islower: (text) => text === text.toLowerCase() && text !== text.toUpperCase(),
  isnumeric: (text) => /^\p{N}+$/u.test(text),
  isspace: (text) => text !== '' && strip(text) === '',
  istitle: (text) => text === titleCase(text) && text.toLowerCase() !== text.toUpperCase(),
  isupper: (text) => text === text.toUpperCase() && text !== text.toLowerCase(),
  join: (text, args) => {
    const parts = elements(args.take('iterable')[0]);
    return Array.from(parts, (part) => textOf(part, 'a part of join()')).join(text);
  },
  ljust: (text, args) => text + filling(text, ...args.take('width', 'fillchar')),
  lower: (text) => text.toLowerCase(),
  lstrip: (text, args) => strip(text, 'left', charactersOf(args)),
  partition: (text, args) => {
    const separator = textOf(args.take('sep')[0], 'the separator');
    const at = text.indexOf(separator);
    return at < 0 ? Tuple.of(text, '', '') : Tuple.of(text.slice(0, at), separator, text.slice(at + separator.length));
  },
  removeprefix: (text, args) => {
    const prefix = textOf(args.take('prefix')[0], 'the prefix');
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  },
  removesuffix: (text, args) => {
    const suffix = textOf(args.take('suffix')[0], 'the suffix');
    return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
  },
  replace: (text, args) => replace(text, ...args.take('old', 'new', 'count')),
  rfind: (text, args) => placeOf(text, text.lastIndexOf(soughtIn(args))),
  rjust: (text, args) => filling(text, ...args.take('width', 'fillchar')) + text,
  rpartition: (text, args) => {
    const separator = textOf(args.take('sep')[0], 'the separator');
    const at = text.lastIndexOf(separator);
    return at < 0 ? Tuple.of('', '', text) : Tuple.of(text.slice(0, at), separator, text.slice(at + separator.length));
  },
  rsplit: (text, args) => {
    const [separator, most] = args.take('sep', 'maxsplit');
    const turned = typeof separator === 'string' ? reversed(separator) : separator;
    return split(reversed(text), turned, most).map(reversed).toReversed();
  },
  rstrip: (text, args) => strip(text, 'right', charactersOf(args)),
  split: (text, args) => split(text, ...args.take('sep', 'maxsplit')),
  splitlines: (text, args) => {
    const keepsEnds = args.take('keepends')[0] === true;
    const lines = [...text.matchAll(LINE)].filter(([line]) => line !== '');
    return lines.map(([line, content]) => (keepsEnds ? line : content));
  },
  startswith: (text, args) => oneOrMore(args).some((start) => text.startsWith(start)),
  strip: (text, args) => strip(text, 'both', charactersOf(args)),
  swapcase: (text) => text.replace(/\p{L}/gu, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())),
  title: titleCase,
  upper: (text) => text.toUpperCase(),
  zfill: (text, args) => {
    const sign = /^[-+]?/.exec(text)?.[0] ?? '';
    return sign + text.slice(sign.length).padStart(wholeOf(args.take('width')[0], 'width') - sign.length, '0');
  },
};

const DICT: Methods<Dict> = {
  copy: (dict) => new Map(dict),
  get: (dict, args) => {
    const [key, otherwise] = args.take('key', 'default');
    return dict.has(key) ? dict.get(key) : (otherwise ?? null);
  },
  items: (dict) => Array.from(dict, (entry) => Tuple.from<Value>(entry)) as Value[],
  keys: (dict) => [...dict.keys()],
  values: (dict) => [...dict.values()],
};

const LIST: Methods<Value[]> = {
  copy: (list) => Array.from(list),
  count: (list, args) => list.filter((element) => equal(element, args.positional[0])).length,
  index: (list, args) => foundAt(list.findIndex((element) => equal(element, args.positional[0]))),
};

/** What the sandbox forbids, so that it is named in the message. */
const CHANGES = new Set([
  ...['append', 'clear', 'extend', 'insert', 'pop', 'popitem', 'remove', 'reverse', 'setdefault', 'sort', 'update'],
]);

/** A method of a value as a function of its arguments; undefined where there is none. */
export function methodOf(owner: Value, name: string): Callable | undefined {
  if (typeof owner === 'string') return bound(TEXT, owner, name);
  const changes = CHANGES.has(name) && (Array.isArray(owner) || owner instanceof Map);
  if (changes) return () => fail(`the method ${name}() is not allowed: values cannot be changed`);
  if (owner instanceof Map) return bound(DICT, owner, name);
  return Array.isArray(owner) ? bound(LIST, owner, name) : undefined;
}

function bound<Owner>(methods: Methods<Owner>, owner: Owner, name: string): Callable | undefined {
  return Object.hasOwn(methods, name) ? (args) => methods[name](owner, args) : undefined;
}

/** The length of a text in characters, as Python counts it. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

export function capitalize(text: string): string {
  const [first = '', ...rest] = Array.from(text);
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** str.title(): a letter behind another one is small. "they're" → "They'Re" */
function titleCase(text: string): string {
  return text.replace(/\p{L}+/gu, capitalize);
}

export function centred(text: string, width: Value, fill: Value): string {
  const wide = wholeOf(width, 'width');
  const missing = Math.max(0, wide - lengthOf(text));
  const left = Math.floor(missing / 2) + (missing & wide & 1);
  return str(fill ?? ' ').repeat(left) + text + str(fill ?? ' ').repeat(missing - left);
}

export function replace(text: string, old: Value, by: Value, count: Value): string {
  const most = count === undefined || count === null ? -1 : wholeOf(count, 'count');
  const sought = textOf(old, 'what is replaced');
  const parts = sought === '' ? ['', ...text, ''] : text.split(sought);
  const made = textOf(by, 'the replacement');
  if (most < 0 || most >= parts.length - 1) return parts.join(made);
  return [...parts.slice(0, most), parts.slice(most).join(sought)].join(made);
}

function split(text: string, separator: Value, most: Value): string[] {
  const times = most === undefined ? -1 : wholeOf(most, 'maxsplit');
  if (separator === undefined || separator === null) return words(text, times);
  const by = textOf(separator, 'the separator');
  if (by === '') throw new Error('split() has an empty separator');
  const parts = text.split(by);
  return times < 0 || parts.length <= times ? parts : [...parts.slice(0, times), parts.slice(times).join(by)];
}

function filling(text: string, width: Value, fill: Value): string {
  return str(fill ?? ' ').repeat(Math.max(0, wholeOf(width, 'width') - lengthOf(text)));
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}

function soughtIn(args: Args): string {
  return textOf(args.take('sub')[0], 'what is sought');
}

/** A place in UTF-16 units as one in characters. */
function placeOf(text: string, at: number): number {
  return at < 0 ? at : lengthOf(text.slice(0, at));
}

function foundAt(place: number): number {
  return place < 0 ? fail('index() did not find it') : place;
}

function charactersOf(args: Args): string | undefined {
  const [characters] = args.take('chars');
  return characters === undefined || characters === null ? undefined : textOf(characters, 'what is stripped');
}

function oneOrMore(args: Args): readonly string[] {
  const [given] = args.take('affix');
  return (given instanceof Tuple ? Array.from(given) : [given]).map((affix) => textOf(affix, 'the affix'));
}

function fail(problem: string): never {
  throw new Error(problem);
}
