// What @huggingface/tokenizers' translation of Oniguruma expressions leaves out or changes in meaning, written in a way
// that it leaves alone: what never gives back (possessive quantifiers, atomic groups), and letters of either case. What
// JavaScript cannot say is refused. Knows no text.

/** Group and reference: what the look-ahead has found is taken as it is, since JavaScript never tries it again. */
const atomic = (expression: string, name: string) => `(?:(?=(?<${name}>${expression}))\\k<${name}>)`;

interface Group {
  /** Where it begins in what was written. */
  readonly start: number;
  readonly atomic: boolean;
  /** Whether letters of either case are the same from here on. */
  caseless: boolean;
  /** How many (?i) began in it, each of which holds to its end. */
  options: number;
}

/**
 * The expression, in which letters of either case are written out, or stand in a group named CASELESS and a number, since
 * the package knows ASCII letters only. Throws an Error that says what cannot be said. 'a++b' → '(?:(?=(?<_0>a+))\k<_0>)b'
 */
export function forTranslation(source: string): string {
  const groups: Group[] = [{ start: 0, atomic: false, caseless: false, options: 0 }];
  let written = '';
  let atom = 0; // where the last atom begins in what was written
  let names = 0;
  let atomics = 0;
  const keepAtomic = (from: number, expression: string) => {
    atomics++;
    written = written.slice(0, from) + atomic(expression, `_${names++}`);
  };
  const inner = () => groups[groups.length - 1];
  const close = () => {
    const group = groups.pop() as Group;
    written += ')'.repeat(group.options);
    return group;
  };
  for (const [token] of source.matchAll(TOKEN)) {
    if (token.startsWith('(?#')) continue;
    if (QUANTIFIER.test(token)) {
      if (/^[*+?]\+$/.test(token)) keepAtomic(atom, written.slice(atom) + token[0]);
      else written += token;
    } else if (token === ')' && groups.length > 1) {
      const { start, atomic: never } = close();
      atom = start;
      if (never) keepAtomic(start, written.slice(start));
      else written += ')';
    } else if (token === '(?i)') {
      inner().options++;
      inner().caseless = true;
      written += '(?:';
    } else if (token.startsWith('(')) {
      const caseless = token === '(?i:' || (inner().caseless && token !== '(?-i:');
      groups.push({ start: written.length, atomic: token === '(?>', caseless, options: 0 });
      if (token !== '(?>') written += groupBegin(token);
    } else if (token === '\\R') {
      atom = written.length;
      keepAtomic(atom, LINE_END);
    } else {
      atom = written.length;
      const one = atomOf(token);
      if (!inner().caseless || /^\\[pP]|^[^\\[a-zA-Z\x80-\u{10ffff}]/u.test(one)) written += one;
      else written += /^[a-z]$/i.test(one) ? eitherCase(one) : `(?<${CASELESS}${names++}>${one})`;
    }
  }
  while (groups.length > 0) close();
  if (atomics > 0 && /\\[1-9]/.test(source)) throw new Error('it has numbered references beside what never gives back');
  return written;
}

const CASELESS = '_caseless';

/** The translated expression with its groups for letters of either case. */
export function withCaselessGroups(translated: string): string {
  return translated.replace(new RegExp(`\\(\\?<${CASELESS}\\d+>`, 'g'), '(?i:');
}

const ESCAPE = String.raw`\\(?:[pPxkg]\{[^}]*\}|[kg]<[^>]*>|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c.|[\s\S])`;
/** A class, in which three more may be nested. */
const CLASS = nestedClass(4);
const TOKEN = new RegExp(
  String.raw`\(\?#[^)]*\)|\((?:\?(?:<[=!]|<\w+>|[:=!>]|[a-zA-Z-]+[:)]|~))?|${ESCAPE}|${CLASS}|[*+?][+?]?|\{\d*,?\d*\}\??|[\s\S]`,
  'gu',
);
const QUANTIFIER = /^(?:[*+?][+?]?|\{(?:\d+(?:,\d*)?|,\d+)\}\??)$/;

function nestedClass(depth: number): string {
  const inside = depth > 1 ? `|${nestedClass(depth - 1)}` : '';
  return String.raw`\[\^?\]?(?:\[:\^?\w+:\]|${ESCAPE}|[^\[\]\\]${inside})*\]`;
}

/** Properties that JavaScript has by other names, as what stands in a class. */
const PROPERTIES: Readonly<Record<string, string>> = {
  alnum: '\\p{Alphabetic}\\p{Nd}',
  blank: '\\t\\p{Zs}',
  cntrl: '\\p{Cc}',
  digit: '\\p{Nd}',
  punct: '\\p{P}',
  space: '\\p{White_Space}',
  xdigit: '0-9A-Fa-f',
};
/** What \R matches, all of a CRLF or none of it. */
const LINE_END = '\\r\\n|[\\n\\x0b\\f\\r\\x85\\u2028\\u2029]';

/** A letter of ASCII, which also stands for the long s and the sign of kelvin. It is faster than a group. */
function eitherCase(letter: string): string {
  const small = letter.toLowerCase();
  const others: Readonly<Record<string, string>> = { k: '\u212a', s: '\u017f' };
  return `[${small}${small.toUpperCase()}${others[small] ?? ''}]`;
}

function groupBegin(token: string): string {
  if (token === '(?i:' || token === '(?-i:') return '(?:';
  if (/^\(\?(?:[a-zA-Z-]|~)/.test(token)) throw new Error(`it has ${token}`);
  return token;
}

function atomOf(token: string): string {
  if (token === '\\G') throw new Error('it has \\G');
  if (token === '[') throw new Error('it has a class that does not end, or is nested too deep');
  return token.replace(/\\([pP])\{(\^?)([^}]*)\}/g, (_, kind, not, name) => {
    const lacks = (kind === 'P') !== (not === '^');
    const characters = PROPERTIES[name.toLowerCase()];
    if (characters === undefined) return `\\${lacks ? 'P' : 'p'}{${name}}`;
    return `[${lacks ? '^' : ''}${characters}]`;
  });
}
