// A regular expression as a tree, as far as one can say of it what it reads next. Knows no text.
import { TOKEN } from '../runsInChunks.ts';

export type PatternNode =
  /** One character; `source` is an expression for it. */
  | { readonly kind: 'character'; readonly source: string }
  /** $ without the flag m. */
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly least: number; readonly most: number; readonly part: PatternNode }
  | { readonly kind: 'named'; readonly name: string; readonly part: PatternNode }
  /** A look-ahead, which takes no character; it may be negative. */
  | { readonly kind: 'look'; readonly negative: boolean; readonly part: PatternNode }
  /** What is taken as it was found first and never given back, as oniguruma.ts writes it: (?=(?<n>x))\k<n> */
  | { readonly kind: 'atomic'; readonly part: PatternNode };

interface Group {
  readonly begin: string;
  readonly caseless: boolean;
  /** The alternatives so far, each with its parts. */
  readonly alternatives: PatternNode[][];
}

/** Published patterns have groups three deep. */
const DEEPEST = 100;
const GROUP = /^\((?:\?(?:[:=!]|<\w+>|-?i:))?$/;
const BACKWARDS = /^(?:\^|\\[bB1-9]|\(\?<[=!])/;
const QUANTIFIER = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??$/;

/**
 * The tree; undefined where the expression looks backwards (^, \b, look-behinds), or refers to a group in another way than
 * an atomic group does.
 */
export function patternTree({ source, flags }: RegExp): PatternNode | undefined {
  if (!flags.includes('u') || /[ms]/.test(flags)) return undefined;
  const groups: Group[] = [{ begin: '', caseless: flags.includes('i'), alternatives: [[]] }];
  for (const token of source.match(TOKEN) ?? []) if (!add(token, groups)) return undefined;
  return groups.length === 1 ? choiceOf(groups[0].alternatives) : undefined;
}

/** Whether a tree can say what the token does. */
function add(token: string, groups: Group[]): boolean {
  const { alternatives, caseless } = groups[groups.length - 1];
  const parts = alternatives[alternatives.length - 1];
  if (BACKWARDS.test(token)) return false;
  if (token.startsWith('(')) {
    groups.push({
      begin: token,
      caseless: token === '(?i:' || (caseless && token !== '(?-i:'),
      alternatives: [[]],
    });
    return GROUP.test(token) && groups.length < DEEPEST;
  }
  if (token === ')') return close(groups);
  if (token.startsWith('\\k')) return makeAtomic(parts, token.slice(3, -1));
  const quantifier = QUANTIFIER.exec(token);
  if (quantifier) return repeat(parts, token, quantifier);
  if (token === '|') alternatives.push([]);
  else parts.push(token === '$' ? { kind: 'end' } : { kind: 'character', source: caseless ? `(?i:${token})` : token });
  return true;
}

function close(groups: Group[]): boolean {
  const closed = groups.pop() as Group;
  const outer = groups.at(-1)?.alternatives.at(-1);
  outer?.push(groupOf(closed.begin, choiceOf(closed.alternatives)));
  return outer !== undefined;
}

function groupOf(begin: string, part: PatternNode): PatternNode {
  if (begin === '(?=' || begin === '(?!') return { kind: 'look', negative: begin === '(?!', part };
  const name = /^\(\?<(\w+)>$/.exec(begin)?.[1];
  return name === undefined ? part : { kind: 'named', name, part };
}

function choiceOf(alternatives: readonly (readonly PatternNode[])[]): PatternNode {
  const parts = alternatives.map((own): PatternNode => (own.length === 1 ? own[0] : { kind: 'sequence', parts: own }));
  return parts.length === 1 ? parts[0] : { kind: 'choice', parts };
}

function repeat(parts: PatternNode[], token: string, [, least, comma, most]: RegExpExecArray): boolean {
  const part = parts.pop();
  if (!part) return false;
  const [from, to] = least
    ? [Number(least), comma === '' ? Number(least) : Number(most || Number.POSITIVE_INFINITY)]
    : [token[0] === '+' ? 1 : 0, token[0] === '?' ? 1 : Number.POSITIVE_INFINITY];
  parts.push({ kind: 'repeat', least: from, most: to, part });
  return true;
}

/** A reference right behind the look-ahead that found what it refers to makes the two an atomic group. */
function makeAtomic(parts: PatternNode[], name: string): boolean {
  const look = parts.pop();
  if (look?.kind !== 'look' || look.negative || look.part.kind !== 'named' || look.part.name !== name) return false;
  parts.push({ kind: 'atomic', part: look.part.part });
  return true;
}
