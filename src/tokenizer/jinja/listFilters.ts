// The filters of Jinja 2 for lists, as in `messages | selectattr('role', 'eq', 'user')`. Knows no syntax.
import { attribute, item } from './lookup.ts';
import { lengthOf } from './methods.ts';
import { addition } from './operators.ts';
import { testOf } from './tests.ts';
import { Args, type Dict, elements, equal, isTrue, order, str, Tuple, textOf, type Value, wholeOf } from './values.ts';

/** `filterOf` finds another filter by its name. */
export type Filter = (value: Value, args: Args, filterOf: (name: string) => Filter) => Value;
type Getter = (element: Value) => Value;

/** 'a.b.0' of each element; the element itself without a name. */
function getter(name: Value, otherwise?: Value): Getter {
  if (name === undefined || name === null) return (element) => element;
  const parts =
    typeof name === 'string' ? name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)) : [name];
  return (element) => parts.reduce<Value>((of, part) => item(of, part), element) ?? otherwise;
}

/** Texts without their case, unless it counts. */
function comparable(cased: Value): Getter {
  return (value) => (typeof value === 'string' && !isTrue(cased) ? value.toLowerCase() : value);
}

function sorted(list: readonly Value[], key: Getter, backwards: Value): Value[] {
  const keyed = list.map((element) => [key(element), element] as const);
  const sign = isTrue(backwards) ? -1 : 1;
  return keyed.toSorted(([a], [b]) => sign * order(a, b)).map(([, element]) => element);
}

function extreme(sign: 1 | -1): Filter {
  return (value, args) => {
    const [cased, name] = args.take('case_sensitive', 'attribute');
    const key = (element: Value) => comparable(cased)(getter(name)(element));
    const [first, ...rest] = elements(value);
    return rest.reduce((best, element) => (sign * order(key(element), key(best)) < 0 ? element : best), first);
  };
}

/** select, reject, and those of an attribute. The test has its name and argument in the filter's arguments. */
function chosen(keeps: boolean, byAttribute: boolean): Filter {
  return (value, { positional }) => {
    const [name, ...rest] = byAttribute ? positional : [undefined, ...positional];
    const of = getter(name);
    const test = testOf(rest[0] === undefined ? undefined : textOf(rest[0], 'the name of a test'));
    return elements(value).filter((element) => test(of(element), rest[1]) === keeps);
  };
}

export const LIST_FILTERS: Readonly<Record<string, Filter>> = {
  attr: (value, args) => attribute(value, textOf(args.take('name')[0], 'the name of an attribute')),
  batch: (value, args) => {
    const [width, fill] = args.take('linecount', 'fill_with');
    const size = wholeOf(width, 'the size of a batch');
    const list = elements(value);
    const batches = Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
      list.slice(i * size, (i + 1) * size),
    );
    const filled = (batch: readonly Value[]) => [...batch, ...new Array<Value>(size - batch.length).fill(fill)];
    return batches.map((batch) => (fill === undefined || fill === null ? [...batch] : filled(batch)));
  },
  count: length,
  dictsort: (value, args) => {
    const [cased, by, backwards] = args.take('case_sensitive', 'by', 'reverse');
    const place = by === 'value' ? 1 : 0;
    const entries = Array.from(value as Dict, (entry): Value => Tuple.from<Value>(entry));
    return sorted(entries, (entry) => comparable(cased)(item(entry, place)), backwards);
  },
  first: (value) => elements(value)[0],
  groupby: (value, args) => {
    const [name, otherwise, cased] = args.take('attribute', 'default', 'case_sensitive');
    const key = (element: Value) => comparable(cased)(getter(name, otherwise)(element));
    const groups: [Value, Value[]][] = [];
    for (const element of sorted(elements(value), key, false)) {
      const last = groups.at(-1);
      if (last && equal(key(last[1][0]), key(element))) last[1].push(element);
      else groups.push([getter(name, otherwise)(element), [element]]);
    }
    return groups.map((group): Value => Tuple.from<Value>(group));
  },
  items: (value) => (value === undefined ? [] : Array.from(value as Dict, (entry): Value => Tuple.from<Value>(entry))),
  join: (value, args) => {
    const [separator, name] = args.take('d', 'attribute');
    return Array.from(elements(value), (element) => str(getter(name)(element))).join(str(separator));
  },
  last: (value) => elements(value).at(-1),
  length,
  list: (value) => Array.from(elements(value)),
  map: (value, args, filterOf) => {
    const list = Array.from(elements(value));
    if (args.positional.length === 0) {
      const [name, otherwise] = args.take('attribute', 'default');
      return list.map(getter(name, otherwise));
    }
    const [name, ...rest] = args.positional;
    const filter = filterOf(textOf(name, 'the name of a filter'));
    return list.map((element) => filter(element, new Args(rest, args.named), filterOf));
  },
  max: extreme(-1),
  min: extreme(1),
  reject: chosen(false, false),
  rejectattr: chosen(false, true),
  reverse: (value) => {
    const turned = Array.from(elements(value)).toReversed();
    return typeof value === 'string' ? turned.join('') : turned;
  },
  select: chosen(true, false),
  selectattr: chosen(true, true),
  slice: (value, args) => {
    const [count, fill] = args.take('slices', 'fill_with');
    const [list, slices] = [Array.from(elements(value)), wholeOf(count, 'the number of slices')];
    const [size, longer] = [Math.floor(list.length / slices), list.length % slices];
    return Array.from({ length: slices }, (_, i) => {
      const start = i * size + Math.min(i, longer);
      const part = list.slice(start, start + size + (i < longer ? 1 : 0));
      return fill !== undefined && fill !== null && i >= longer ? [...part, fill] : part;
    });
  },
  sort: (value, args) => {
    const [backwards, cased, name] = args.take('reverse', 'case_sensitive', 'attribute');
    const getters = typeof name === 'string' ? name.split(',').map((part) => getter(part)) : [getter(name)];
    return sorted(elements(value), (of) => getters.map((get) => comparable(cased)(get(of))), backwards);
  },
  sum: (value, args) => {
    const [name, start] = args.take('attribute', 'start');
    return elements(value)
      .map(getter(name))
      .reduce(addition, start ?? 0);
  },
  unique: (value, args) => {
    const [cased, name] = args.take('case_sensitive', 'attribute');
    const keys: Value[] = [];
    return elements(value).filter((element) => {
      const key = comparable(cased)(getter(name)(element));
      const isNew = !keys.some((seen) => equal(seen, key));
      if (isNew) keys.push(key);
      return isNew;
    });
  },
};

function length(value: Value): number {
  return typeof value === 'string' ? lengthOf(value) : elements(value).length;
}
