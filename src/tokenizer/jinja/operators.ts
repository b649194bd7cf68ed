// The operators between two values, as Python has them. Knows no syntax.
import { percentFormat } from './format.ts';
import { contains, equal, Float, numberOf, order, str, Tuple, typeName, type Value } from './values.ts';

type Operator = (a: Value, b: Value) => Value;

/** A list or text that an operator makes may have so many elements. */
const MAX_LENGTH = 10_000_000;

export const COMPARISONS: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  '==': equal,
  '!=': (a, b) => !equal(a, b),
  '<': (a, b) => order(a, b) < 0,
  '<=': (a, b) => order(a, b) <= 0,
  '>': (a, b) => order(a, b) > 0,
  '>=': (a, b) => order(a, b) >= 0,
  in: (a, b) => contains(b, a),
  'not in': (a, b) => !contains(b, a),
};

export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  '~': (a, b) => str(a) + str(b),
  '+': addition,
  '-': (a, b) => calculated('-', a, b, (x, y) => x - y),
  '*': (a, b) => repeated(a, b) ?? repeated(b, a) ?? calculated('*', a, b, (x, y) => x * y),
  '/': (a, b) => new Float(numberOf(calculated('/', a, b, (x, y) => x / nonZero(y))) ?? 0),
  '//': (a, b) => calculated('//', a, b, (x, y) => Math.floor(x / nonZero(y))),
  '%': (a, b) =>
    typeof a === 'string' ? percentFormat(a, b) : calculated('%', a, b, (x, y) => x - nonZero(y) * Math.floor(x / y)),
  '**': (a, b) => {
    const power = calculated('**', a, b, (x, y) => x ** y);
    return typeof power === 'number' && !Number.isInteger(power) ? new Float(power) : power;
  },
};

export function addition(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    checkLength(a.length + b.length);
    return a instanceof Tuple ? Tuple.from([...a, ...b]) : [...a, ...b];
  }
  return calculated('+', a, b, (x, y) => x + y);
}

/** The sign in front of a number. */
export function signed(sign: string, value: Value): Value {
  const number = numberOf(value);
  if (number === undefined) throw new Error(`${sign} in front of ${typeName(value)}`);
  const result = sign === '-' ? -number : number;
  return value instanceof Float ? new Float(result) : result + 0;
}

function calculated(sign: string, a: Value, b: Value, of: (x: number, y: number) => number): Value {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === undefined || y === undefined)
    throw new Error(`${sign} is not possible between ${typeName(a)} and ${typeName(b)}`);
  const result = of(x, y);
  return a instanceof Float || b instanceof Float ? new Float(result) : result;
}

function nonZero(divisor: number): number {
  if (divisor === 0) throw new Error('division by zero');
  return divisor;
}

function repeated(of: Value, times: Value): Value {
  const count = times instanceof Float ? undefined : numberOf(times);
  if (count === undefined || (typeof of !== 'string' && !Array.isArray(of))) return undefined;
  const n = Math.max(0, count);
  checkLength(n * of.length);
  if (typeof of === 'string') return of.repeat(n);
  const list = Array.from({ length: n }, () => Array.from(of)).flat();
  return of instanceof Tuple ? Tuple.from(list) : list;
}

function checkLength(length: number): void {
  if (length > MAX_LENGTH) throw new Error(`it makes a value of more than ${MAX_LENGTH} elements`);
}
