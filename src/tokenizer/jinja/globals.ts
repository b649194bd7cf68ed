// The functions that every template finds: those of Jinja 2, and the two that transformers adds. Knows no syntax.
import { strftime } from './strftime.ts';
import { type Args, type Callable, elements, Fields, str, textOf, type Value, wholeOf } from './values.ts';

/** The limit of Jinja's sandbox. */
const MAX_RANGE = 100_000;

const range: Callable = ({ positional }) => {
  const bounds = positional.map((bound) => wholeOf(bound, 'a bound of range()'));
  const [start, stop, step = 1] = bounds.length === 1 ? [0, bounds[0]] : bounds;
  if (step === 0 || stop === undefined) throw new Error('range() has no step or no end');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > MAX_RANGE) throw new Error(`range() has more than ${MAX_RANGE} elements`);
  return Array.from({ length }, (_, i) => start + i * step);
};

/** dict(), and the fields of namespace(): of another dict or of pairs, and of named arguments. */
function entriesOf({ positional, named }: Args): Map<Value, Value> {
  const [given] = positional;
  const pairs = given instanceof Map ? [...given] : elements(given).map((pair) => elements(pair));
  return new Map([...pairs.map(([key, value]) => [key, value] as const), ...named]);
}

const namespace: Callable = (args) =>
  new Fields(new Map([...entriesOf(args)].map(([key, value]) => [textOf(key, 'the name of a field'), value])));

const cycler: Callable = ({ positional }) => {
  let at = 0;
  const current = () => fields.values.set('current', positional[at % positional.length]);
  const next: Callable = () => {
    const now = positional[at++ % positional.length];
    current();
    return now;
  };
  const reset: Callable = () => {
    at = 0;
    current();
    return null;
  };
  const fields = new Fields(
    new Map<string, Value>([
      ['next', next],
      ['reset', reset],
    ]),
  );
  current();
  return fields;
};

const joiner: Callable = (args) => {
  const [separator = ', '] = args.take('sep');
  let isFirst = true;
  return () => {
    const joins = !isFirst;
    isFirst = false;
    return joins ? separator : '';
  };
};

export const GLOBALS: Readonly<Record<string, Callable>> = {
  cycler,
  dict: entriesOf,
  joiner,
  namespace,
  raise_exception: (args) => {
    throw new Error(str(args.take('message')[0]));
  },
  range,
  strftime_now: (args) => strftime(new Date(), textOf(args.take('format')[0], 'the format of a date')),
};
