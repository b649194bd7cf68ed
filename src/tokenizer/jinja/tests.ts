// The tests of Jinja 2, as in `x is defined`. Knows no syntax.
import { contains, equal, Float, isTrue, numberOf, order, str, type Value, wholeOf } from './values.ts';

type JinjaTest = (value: Value, argument: Value) => boolean;

const eq: JinjaTest = (value, other) => equal(value, other);
const ne: JinjaTest = (value, other) => !equal(value, other);
const lt: JinjaTest = (value, other) => order(value, other) < 0;
const le: JinjaTest = (value, other) => order(value, other) <= 0;
const gt: JinjaTest = (value, other) => order(value, other) > 0;
const ge: JinjaTest = (value, other) => order(value, other) >= 0;

const TESTS: Readonly<Record<string, JinjaTest>> = {
  '!=': ne,
  '<': lt,
  '<=': le,
  '==': eq,
  '>': gt,
  '>=': ge,
  boolean: (value) => typeof value === 'boolean',
  callable: (value) => typeof value === 'function',
  defined: (value) => value !== undefined,
  divisibleby: (value, by) => wholeOf(value, 'what is divided') % wholeOf(by, 'the divisor') === 0,
  eq,
  equalto: eq,
  escaped: () => false,
  even: (value) => wholeOf(value, 'what is even') % 2 === 0,
  false: (value) => value === false,
  filter: (value) => typeof value === 'string' && value !== '',
  float: (value) => value instanceof Float,
  ge,
  greaterthan: gt,
  gt,
  in: (value, among) => contains(among, value),
  integer: (value) => typeof value === 'number',
  iterable: (value) => value === undefined || isSequence(value),
  le,
  lessthan: lt,
  lower: (value) => str(value) === str(value).toLowerCase() && str(value) !== str(value).toUpperCase(),
  lt,
  mapping: (value) => value instanceof Map,
  ne,
  none: (value) => value === null,
  number: (value) => numberOf(value) !== undefined,
  odd: (value) => wholeOf(value, 'what is odd') % 2 !== 0,
  sameas: (value, other) => value === other,
  sequence: (value) => value === undefined || isSequence(value),
  string: (value) => typeof value === 'string',
  true: (value) => value === true,
  undefined: (value) => value === undefined,
  upper: (value) => str(value) === str(value).toUpperCase() && str(value) !== str(value).toLowerCase(),
};

/** The test of that name, or whether a value is true where there is no name. Fails on a name that is none. */
export function testOf(name: string | undefined): JinjaTest {
  if (name === undefined) return isTrue;
  if (Object.hasOwn(TESTS, name)) return TESTS[name];
  throw new Error(`there is no test ${JSON.stringify(name)}`);
}

function isSequence(value: Value): boolean {
  return typeof value === 'string' || Array.isArray(value) || value instanceof Map;
}
