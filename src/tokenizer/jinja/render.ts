// Renders a chat template as Jinja 2 does in transformers (ImmutableSandboxedEnvironment with trim_blocks, lstrip_blocks
// and loop controls). The parser is that of @huggingface/jinja; how tokens are cut and what values are is written here,
// since the library's own lexer and interpreter part from Jinja 2 without a word, in white space, scopes of loops, text
// in front of `break`, what true and lists look like, lengths of texts, and filters. Knows no conversation.
import { parse } from '@huggingface/jinja';
import { adaptTokens, WITH } from './adaptTokens.ts';
import { argumentsOf, evaluate, filtered, Scope } from './evaluate.ts';
import { GLOBALS } from './globals.ts';
import { jinjaTokens } from './lexer.ts';
import { type LoopItem, loopFields } from './loop.ts';
import type { CallStatement, FilterStatement, For, Macro, MemberExpression, Node, SetStatement } from './nodes.ts';
import { Args, type Callable, elements, Fields, isTrue, str, Tuple, typeName, type Value } from './values.ts';

/** Longer than any conversation that a model reads. */
const MAX_LENGTH = 50_000_000;

/** Break and Continue leave a loop by being thrown; outside of one they are errors. */
class LoopControl extends Error {
  readonly kind: 'Break' | 'Continue';
  constructor(kind: 'Break' | 'Continue') {
    super(`${kind.toLowerCase()} stands outside of a loop`);
    this.kind = kind;
  }
}

/** What is written, piece by piece, so that nothing is lost where a loop ends early. */
class Output {
  #parts: string[] = [];
  #length = 0;

  write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length > MAX_LENGTH) throw new Error(`the text has more than ${MAX_LENGTH} characters`);
  }

  text(): string {
    return this.#parts.join('');
  }
}

/** The text that the template makes of the variables. Fails with an Error that says what is wrong with the template. */
export function renderTemplate(template: string, variables: Readonly<Record<string, Value>>): string {
  const { body } = parsed(template);
  const scope = new Scope();
  for (const [name, value] of Object.entries({ ...GLOBALS, ...variables })) scope.set(name, value);
  return rendered(body, new Scope(scope));
}

function parsed(template: string): { readonly body: readonly Node[] } {
  const tokens = adaptTokens(jinjaTokens(template));
  let line = 1;
  // The parser says no place: it is in the last line that it has read.
  const noting = tokens.map((token) => ({
    ...token,
    get type() {
      line = Math.max(line, token.line ?? line);
      return token.type;
    },
  }));
  try {
    return parse(noting as Parameters<typeof parse>[0]) as unknown as { readonly body: readonly Node[] };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    // It reads on behind the last token.
    const problem = error instanceof TypeError ? 'a block or an expression has no end' : (error as Error).message;
    throw new Error(`line ${line}: ${problem}`);
  }
}

function rendered(body: readonly Node[], scope: Scope): string {
  const out = new Output();
  run(body, scope, out);
  return out.text();
}

function run(body: readonly Node[], scope: Scope, out: Output): void {
  for (const node of body) {
    switch (node.type) {
      case 'If':
        run(isTrue(evaluate(node.test, scope)) ? node.body : node.alternate, scope, out);
        break;
      case 'For':
        runLoop(node, scope, out);
        break;
      case 'Set':
        runSet(node, scope);
        break;
      case 'Macro':
        scope.set(node.name.value, macro(node, node.name.value, scope));
        break;
      case 'CallStatement':
        out.write(str(runCall(node, scope)));
        break;
      case 'FilterStatement':
        runFilter(node, scope, out);
        break;
      case 'Break':
      case 'Continue':
        throw new LoopControl(node.type);
      default:
        out.write(str(evaluate(node, scope)));
    }
  }
}

function runLoop(node: For, scope: Scope, out: Output): void {
  const [source, test] =
    node.iterable.type === 'SelectExpression' ? [node.iterable.lhs, node.iterable.test] : [node.iterable, undefined];
  const items = Array.from(elements(evaluate(source, scope)), (item): LoopItem => {
    const inner = new Scope(scope);
    assign(node.loopvar, item, inner);
    return { item, scope: inner };
  }).filter((of) => !test || isTrue(evaluate(test, of.scope)));
  const loop = loopFields(items);
  for (const [i, { scope: inner }] of items.entries()) {
    inner.set('loop', loop(i));
    try {
      run(node.body, inner, out);
    } catch (thrown) {
      if (!(thrown instanceof LoopControl)) throw thrown;
      if (thrown.kind === 'Break') break;
    }
  }
  if (items.length === 0) run(node.defaultBlock, new Scope(scope), out);
}

function runSet(node: SetStatement, scope: Scope): void {
  if (node.value) {
    assign(node.assignee, evaluate(node.value, scope), scope);
    return;
  }
  let [target, text]: [Node, Value] = [node.assignee, rendered(node.body, new Scope(scope))];
  const filters: Node[] = []; // {% set name | first | second %}…{% endset %}
  for (; target.type === 'FilterExpression'; target = target.operand) filters.unshift(target.filter);
  for (const filter of filters) text = filtered(text, filter, scope);
  assign(target, text, scope);
}

function assign(target: Node, value: Value, scope: Scope): void {
  if (target.type === 'Identifier') scope.set(target.value, value);
  else if (target.type === 'TupleLiteral') unpack(target.value, elements(value), scope);
  else if (target.type === 'MemberExpression') setField(target, value, scope);
  else throw new Error(`nothing can be assigned to ${target.type}`);
}

function unpack(names: readonly Node[], values: readonly Value[], scope: Scope): void {
  if (values.length !== names.length) throw new Error(`${values.length} values for ${names.length} names`);
  for (const [i, name] of names.entries()) assign(name, values[i], scope);
}

function setField({ object, property }: MemberExpression, value: Value, scope: Scope): void {
  const owner = evaluate(object, scope);
  if (!(owner instanceof Fields) || property.type !== 'Identifier')
    throw new Error(`only a namespace has fields that can be set, not ${typeName(owner)}`);
  owner.values.set(property.value, value);
}

/** A macro sees the names around its definition, and not those around its call. */
function macro({ args, body }: Pick<Macro, 'args' | 'body'>, name: string, scope: Scope): Callable {
  return ({ positional, named }: Args) => {
    const inner = new Scope(scope);
    const rest = new Map(named);
    for (const [i, parameter] of args.entries()) {
      const isOptional = parameter.type === 'KeywordArgumentExpression';
      const key = isOptional ? parameter.key : parameter;
      if (key.type !== 'Identifier') throw new Error(`the macro ${name} has a parameter without a name`);
      const given = i < positional.length ? positional[i] : rest.get(key.value);
      inner.set(key.value, given === undefined && isOptional ? evaluate(parameter.value, inner) : given);
      rest.delete(key.value);
    }
    if (rest.has('caller')) inner.set('caller', rest.get('caller'));
    rest.delete('caller');
    inner.set('varargs', Tuple.from(positional.slice(args.length)));
    inner.set('kwargs', new Map<Value, Value>(rest));
    return rendered(body, inner);
  };
}

function runCall({ call, callerArgs, body }: CallStatement, scope: Scope): Value {
  const called = evaluate(call.callee, scope);
  if (typeof called !== 'function') throw new Error(`{% call %} needs a macro, not ${typeName(called)}`);
  const { positional, named } = argumentsOf(call.args, scope);
  const caller = macro({ args: callerArgs ?? [], body }, 'caller', scope);
  return called(new Args(positional, new Map([...named, ['caller', caller]])));
}

function runFilter({ filter, body }: FilterStatement, scope: Scope, out: Output): void {
  const inner = new Scope(scope);
  const isWith =
    filter.type === 'CallExpression' && filter.callee.type === 'Identifier' && filter.callee.value === WITH;
  if (!isWith) {
    out.write(str(filtered(rendered(body, inner), filter, scope)));
    return;
  }
  for (const [name, value] of argumentsOf(filter.args, scope).named) inner.set(name, value);
  run(body, inner, out);
}
