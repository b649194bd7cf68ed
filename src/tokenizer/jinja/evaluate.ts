// The value of an expression of a template. Knows no statements.
import { GROUP, IS, IS_NOT, TUPLE } from './adaptTokens.ts';
import { filterOf } from './filters.ts';
import { attribute, item, slice } from './lookup.ts';
import type { BinaryExpression, CallExpression, MemberExpression, Node } from './nodes.ts';
import { ARITHMETIC, COMPARISONS, signed } from './operators.ts';
import { testOf } from './tests.ts';
import { Args, elements, Float, isTrue, Tuple, textOf, typeName, type Value } from './values.ts';

/** Names and their values; those of the scope around it are seen, and never changed. */
export class Scope {
  readonly #names = new Map<string, Value>();
  readonly #around: Scope | undefined;

  constructor(around?: Scope) {
    this.#around = around;
  }

  get(name: string): Value {
    return this.#names.has(name) ? this.#names.get(name) : this.#around?.get(name);
  }

  set(name: string, value: Value): void {
    this.#names.set(name, value);
  }
}

const CONSTANTS: Readonly<Record<string, Value>> = {
  false: false,
  False: false,
  none: null,
  None: null,
  true: true,
  True: true,
};

/** Fails with an Error that says what cannot be done. */
export function evaluate(node: Node, scope: Scope): Value {
  switch (node.type) {
    case 'IntegerLiteral':
    case 'StringLiteral':
      return node.value;
    case 'FloatLiteral':
      return new Float(node.value);
    case 'ArrayLiteral':
      return node.value.map((part) => evaluate(part, scope));
    case 'TupleLiteral':
      return Tuple.from(node.value, (part) => evaluate(part, scope));
    case 'ObjectLiteral':
      return new Map([...node.value].map(([key, of]) => [evaluate(key, scope), evaluate(of, scope)]));
    case 'Identifier':
      return Object.hasOwn(CONSTANTS, node.value) ? CONSTANTS[node.value] : scope.get(node.value);
    case 'UnaryExpression':
      return unary(node.operator.value, evaluate(node.argument, scope));
    case 'BinaryExpression':
      return binary(node, scope);
    case 'MemberExpression':
      return member(node, scope);
    case 'CallExpression':
      return call(node, scope);
    case 'FilterExpression':
      return filtered(evaluate(node.operand, scope), node.filter, scope);
    case 'SelectExpression':
      return isTrue(evaluate(node.test, scope)) ? evaluate(node.lhs, scope) : undefined;
    case 'Ternary':
      return evaluate(isTrue(evaluate(node.condition, scope)) ? node.trueExpr : node.falseExpr, scope);
    default:
      throw new Error(`${node.type} is not supported here`);
  }
}

function unary(operator: string, value: Value): Value {
  return operator === 'not' ? !isTrue(value) : signed(operator, value);
}

function binary(node: BinaryExpression, scope: Scope): Value {
  const operator = node.operator.value;
  if (Object.hasOwn(COMPARISONS, operator)) return compared(node, scope).holds;
  const left = evaluate(node.left, scope);
  if (operator === 'and') return isTrue(left) ? evaluate(node.right, scope) : left;
  if (operator === 'or') return isTrue(left) ? left : evaluate(node.right, scope);
  const right = evaluate(node.right, scope);
  if (operator !== '~') checkDefined(node.left, left);
  if (operator !== '~') checkDefined(node.right, right);
  return ARITHMETIC[operator](left, right);
}

/** Comparisons make a chain, as in Python: `1 < x < 3` asks twice. */
function compared(node: BinaryExpression, scope: Scope): { readonly holds: boolean; readonly right: Value } {
  const { left: before, operator } = node;
  const isChain = before.type === 'BinaryExpression' && Object.hasOwn(COMPARISONS, before.operator.value);
  const chain = isChain ? compared(before, scope) : { holds: true, right: evaluate(before, scope) };
  if (!chain.holds) return chain;
  const right = evaluate(node.right, scope);
  return { holds: COMPARISONS[operator.value](chain.right, right), right };
}

function member(node: MemberExpression, scope: Scope): Value {
  const owner = evaluate(node.object, scope);
  checkDefined(node.object, owner);
  const { property } = node;
  if (property.type === 'SliceExpression') {
    const { start, stop, step } = property;
    const [from, to, by] = [start, stop, step].map((bound) => bound && evaluate(bound, scope));
    return slice(owner, from, to, by);
  }
  if (node.computed) return item(owner, evaluate(property, scope));
  return property.type === 'Identifier' ? attribute(owner, property.value) : item(owner, evaluate(property, scope));
}

function call({ callee, args }: CallExpression, scope: Scope): Value {
  const given = argumentsOf(args, scope);
  if (callee.type === 'Identifier' && callee.value === GROUP) return given.positional[0];
  if (callee.type === 'Identifier' && callee.value === TUPLE) return Tuple.from(given.positional);
  const called = evaluate(callee, scope);
  checkDefined(callee, called);
  if (typeof called !== 'function') throw new Error(`${sourceOf(callee)} is ${typeName(called)} and cannot be called`);
  return called(given);
}

export function argumentsOf(args: readonly Node[], scope: Scope): Args {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const arg of args) {
    if (arg.type === 'KeywordArgumentExpression') named.set(arg.key.value, evaluate(arg.value, scope));
    else if (arg.type === 'SpreadExpression') positional.push(...elements(evaluate(arg.argument, scope)));
    else if (arg.type === 'KeywordSpreadExpression') {
      const more = evaluate(arg.argument, scope);
      if (!(more instanceof Map)) throw new Error(`** needs a dict, not ${typeName(more)}`);
      for (const [name, value] of more) named.set(textOf(name, 'the name of an argument'), value);
    } else positional.push(evaluate(arg, scope));
  }
  return new Args(positional, named);
}

/** What a filter, or a test that stands for one, makes of the value. */
export function filtered(value: Value, filter: Node, scope: Scope): Value {
  const [named, args] = filter.type === 'CallExpression' ? [filter.callee, filter.args] : [filter, []];
  if (named.type !== 'Identifier') throw new Error(`a filter of the kind ${named.type} is not supported`);
  const given = argumentsOf(args, scope);
  const name = named.value;
  if (name.startsWith(IS_NOT)) return !testOf(name.slice(IS_NOT.length))(value, given.positional[0]);
  if (name.startsWith(IS)) return testOf(name.slice(IS.length))(value, given.positional[0]);
  return filterOf(name)(value, given, filterOf);
}

function checkDefined(node: Node, value: Value): void {
  if (value === undefined) throw new Error(`${sourceOf(node)} is undefined`);
}

/** An expression as it was written, as far as a message needs it. */
function sourceOf(node: Node): string {
  if (node.type === 'Identifier') return node.value;
  if (node.type === 'StringLiteral') return JSON.stringify(node.value);
  if (node.type === 'IntegerLiteral') return String(node.value);
  if (node.type === 'CallExpression') return `${sourceOf(node.callee)}(…)`;
  if (node.type !== 'MemberExpression') return 'a value';
  const property = sourceOf(node.property);
  return node.computed ? `${sourceOf(node.object)}[${property}]` : `${sourceOf(node.object)}.${property}`;
}
