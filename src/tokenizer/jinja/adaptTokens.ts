// Constructs of Jinja 2 that the parser of @huggingface/jinja lacks, written as others that it has. Names with a space in
// front, which no template can write, stand for what the renderer makes of them. Knows no values.
import type { JinjaToken } from './lexer.ts';

/** A filter that renders its block with names of its own. */
export const WITH = ' with';
/** A function that gives its only argument. */
export const GROUP = ' group';
/** A function that makes a tuple of its arguments. */
export const TUPLE = ' tuple';
/** Filters for tests: ' is defined', ' is not defined'. */
export const IS = ' is ';
export const IS_NOT = ' is not ';

/** Words behind which a parenthesis is no call. */
const KEYWORDS = new Set(['in', 'and', 'or', 'not', 'if', 'else', 'elif', 'is']);
const OPENING = new Set(['OpenParen', 'OpenSquareBracket', 'OpenCurlyBracket']);
const CLOSING = new Set(['CloseParen', 'CloseSquareBracket', 'CloseCurlyBracket']);
const PRIMARY = new Set(['Identifier', 'StringLiteral', 'NumericLiteral', ...OPENING]);

export function adaptTokens(tokens: readonly JinjaToken[]): JinjaToken[] {
  return adaptGroups(adaptTests(adaptStatements(tokens)));
}

function token(type: string, value: string): JinjaToken {
  return { type, value };
}

function isName(given: JinjaToken | undefined, ...names: readonly string[]): boolean {
  return given?.type === 'Identifier' && (names.length === 0 || names.includes(given.value));
}

/**
 * `with`, `generation` and `block` become blocks of a filter, `print` becomes an expression. `filter a | b` becomes two
 * blocks, the last filter's around the others'.
 */
function adaptStatements(tokens: readonly JinjaToken[]): JinjaToken[] {
  const adapted: JinjaToken[] = [];
  const chains: number[] = []; // how many filters each open block has
  for (let i = 0; i < tokens.length; i++) {
    adapted.push(tokens[i]);
    if (tokens[i].type !== 'OpenStatement') continue;
    const close = tokens.findIndex(({ type }, at) => at > i && type === 'CloseStatement');
    const [name, ...rest] = tokens.slice(i + 1, close);
    if (isName(name, 'print')) {
      adapted.splice(-1, 1, token('OpenExpression', '{{'), ...rest, token('CloseExpression', '}}'));
      i = close;
    } else if (isName(name, 'with', 'generation', 'block')) {
      const given = isName(name, 'with') ? rest : [];
      adapted.push(token('Identifier', 'filter'), token('Identifier', WITH));
      adapted.push(token('OpenParen', '('), ...given, token('CloseParen', ')'));
      i = close - 1;
    } else if (isName(name, 'endwith', 'endgeneration', 'endblock')) {
      adapted.push(token('Identifier', 'endfilter'));
      i = close - 1;
    } else if (isName(name, 'filter')) {
      const filters = splitAtPipes(rest);
      chains.push(filters.length);
      adapted.splice(-1, 1, ...filters.toReversed().flatMap((filter) => [tokens[i], name, ...filter, tokens[close]]));
      i = close;
    } else if (isName(name, 'endfilter')) {
      const count = chains.pop() ?? 1;
      adapted.splice(-1, 1, ...Array.from({ length: count }, () => [tokens[i], name, tokens[close]]).flat());
      i = close;
    } else if (isName(name, 'for') && isName(rest.at(-1), 'recursive'))
      throw new Error('{% for … recursive %} is not supported');
  }
  return adapted;
}

/** The parts between pipes that stand in no brackets. */
function splitAtPipes(tokens: readonly JinjaToken[]): JinjaToken[][] {
  const parts: JinjaToken[][] = [[]];
  let depth = 0;
  for (const given of tokens) {
    if (OPENING.has(given.type)) depth++;
    if (CLOSING.has(given.type)) depth--;
    if (given.type === 'Pipe' && depth === 0) parts.push([]);
    else parts[parts.length - 1].push(given);
  }
  return parts;
}

/** Tests become filters, which may have arguments. `x is not divisibleby 3` → `x | not divisibleby(3)` */
function adaptTests(tokens: readonly JinjaToken[]): JinjaToken[] {
  const adapted: JinjaToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const isTest = isName(tokens[i], 'is') && isName(tokens[i + 1]) && tokens[i - 1]?.type !== 'Dot';
    if (!isTest || tokens[i - 1]?.type === 'OpenStatement') {
      adapted.push(tokens[i]);
      continue;
    }
    const negated = isName(tokens[i + 1], 'not');
    const at = i + (negated ? 2 : 1);
    const end = argumentEnd(tokens, at + 1);
    const inParens = tokens[at + 1]?.type === 'OpenParen';
    const args = inParens ? tokens.slice(at + 2, end - 1) : tokens.slice(at + 1, end);
    adapted.push(token('Pipe', '|'), token('Identifier', (negated ? IS_NOT : IS) + (tokens[at]?.value ?? '')));
    if (end > at + 1) adapted.push(token('OpenParen', '('), ...adaptTests(args), token('CloseParen', ')'));
    i = end - 1;
  }
  return adapted;
}

/** Where the argument of a test ends that begins there, if one does: a value with what is behind it. */
function argumentEnd(tokens: readonly JinjaToken[], start: number): number {
  const first = tokens[start];
  if (!first || !PRIMARY.has(first.type) || isName(first, 'else', 'or', 'and', 'is', 'if', 'in', 'not')) return start;
  let end = OPENING.has(first.type) ? behindBracket(tokens, start) : start + 1;
  if (first.type === 'OpenParen') return end;
  for (;;) {
    const next = tokens[end]?.type;
    if (next === 'Dot') end += 2;
    else if (next === 'OpenSquareBracket' || next === 'OpenParen') end = behindBracket(tokens, end);
    else return end;
  }
}

function behindBracket(tokens: readonly JinjaToken[], start: number): number {
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    if (OPENING.has(tokens[i].type)) depth++;
    if (CLOSING.has(tokens[i].type) && --depth === 0) return i + 1;
  }
  return tokens.length;
}

/**
 * Parentheses around values become calls: the parser reads no tuple of one, and forgets that what is in them is no part
 * of a chain such as `1 < x < 3`.
 */
function adaptGroups(tokens: readonly JinjaToken[]): JinjaToken[] {
  const tuples = tuplesIn(tokens);
  return tokens.flatMap((given, i) => {
    const before = tokens[i - 1];
    const isCall =
      before &&
      !isName(before, ...KEYWORDS) &&
      /^(Identifier|StringLiteral|Close(Paren|SquareBracket|CurlyBracket))$/.test(before.type);
    if (given.type !== 'OpenParen' || isCall) return [given];
    return [token('Identifier', tuples.has(i) ? TUPLE : GROUP), given];
  });
}

/** The places of parentheses that have a comma of their own, or nothing. */
function tuplesIn(tokens: readonly JinjaToken[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open: number[] = [];
  for (const [i, { type }] of tokens.entries()) {
    const innermost = open.at(-1) ?? -1;
    if (type === 'Comma' || (CLOSING.has(type) && innermost === i - 1)) found.add(innermost);
    if (OPENING.has(type)) open.push(i);
    if (CLOSING.has(type)) open.pop();
  }
  return found;
}
