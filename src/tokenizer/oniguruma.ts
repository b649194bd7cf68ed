// What @huggingface/tokenizers' translation of Oniguruma expressions leaves out or changes in meaning, written in a way
// that it leaves alone: what never gives back (possessive quantifiers, atomic groups), and letters of either case. What
// JavaScript cannot say is refused. Knows no text.

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
  const writer = new Writer();
  for (const [token] of source.matchAll(TOKEN)) writer.add(token);
  return writer.end(source);
}

/** Writes an expression token by token. */
class Writer {
  #written = '';
  /** Where the last atom begins in what was written, which is what a quantifier repeats. */
  #atom = 0;
  #names = 0;
  #neverGivesBack = false;
  readonly #groups: Group[] = [{ start: 0, atomic: false, caseless: false, options: 0 }];

  add(token: string): void {
    if (token.startsWith('(?#')) return;
    if (QUANTIFIER.test(token)) this.#quantify(token);
    else if (token.startsWith('(')) this.#open(token);
    else if (token === ')' && this.#groups.length > 1) this.#close();
    else this.#addAtom(token);
  }

  end(source: string): string {
    this.#closeOptions();
    if (this.#neverGivesBack && /\\[1-9]/.test(source))
      throw new Error('it has numbered references beside what never gives back');
    return this.#written;
  }

  get #inner(): Group {
    return this.#groups[this.#groups.length - 1];
  }

  #quantify(token: string): void {
    const isPossessive = /^[*+?]\+$/.test(token);
    this.#written += isPossessive ? token[0] : token;
    if (isPossessive) this.#keepWhatIsFound(this.#atom);
  }

  #open(token: string): void {
    if (token === '(?i)') {
      this.#inner.options++;
      this.#inner.caseless = true;
      this.#written += '(?:';
      return;
    }
    const caseless = token === '(?i:' || (this.#inner.caseless && token !== '(?-i:');
    this.#groups.push({ start: this.#written.length, atomic: token === '(?>', caseless, options: 0 });
    this.#written += groupBegin(token);
  }

  #close(): void {
    this.#closeOptions();
    const { start, atomic } = this.#groups.pop() as Group;
    this.#written += ')';
    this.#atom = start;
    if (atomic) this.#keepWhatIsFound(start);
  }

  #closeOptions(): void {
    this.#written += ')'.repeat(this.#inner.options);
  }

  #addAtom(token: string): void {
    this.#atom = this.#written.length;
    const atom = atomOf(token);
    if (!this.#inner.caseless || !HAS_CASE.test(atom)) this.#written += atom;
    else this.#written += /^[a-z]$/i.test(atom) ? eitherCase(atom) : `(?<${CASELESS}${this.#names++}>${atom})`;
    if (token === '\\R') this.#keepWhatIsFound(this.#atom);
  }

  /** What the look-ahead has found is taken as it is, since JavaScript never tries it again. */
  #keepWhatIsFound(from: number): void {
    const name = `_${this.#names++}`;
    this.#written = `${this.#written.slice(0, from)}(?:(?=(?<${name}>${this.#written.slice(from)}))\\k<${name}>)`;
    this.#neverGivesBack = true;
  }
}

/** A letter, a class, or what may be a letter; a property has the letters that it has, also among those of either case. */
const HAS_CASE = /^(?:[a-zA-Z\x80-\u{10ffff}[]|\\[xuk1-9])/u;
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
const LINE_END = '(?:\\r\\n|[\\n\\x0b\\f\\r\\x85\\u2028\\u2029])';

/** A letter of ASCII, which also stands for the long s and the sign of kelvin. It is faster than a group. */
function eitherCase(letter: string): string {
  const small = letter.toLowerCase();
  const others: Readonly<Record<string, string>> = { k: '\u212a', s: '\u017f' };
  return `[${small}${small.toUpperCase()}${others[small] ?? ''}]`;
}

function groupBegin(token: string): string {
  if (['(?i:', '(?-i:', '(?>'].includes(token)) return '(?:';
  if (/^\(\?(?:[a-zA-Z-]|~)/.test(token)) throw new Error(`it has ${token}`);
  return token;
}

function atomOf(token: string): string {
  if (token === '\\R') return LINE_END;
  if (token === '\\G') throw new Error('it has \\G');
  if (token === '[') throw new Error('it has a class that does not end, or is nested too deep');
  return token.replace(/\\([pP])\{(\^?)([^}]*)\}/g, (_, kind, not, name) => {
    const lacks = (kind === 'P') !== (not === '^');
    const characters = PROPERTIES[name.toLowerCase()];
    if (characters === undefined) return `\\${lacks ? 'P' : 'p'}{${name}}`;
    return `[${lacks ? '^' : ''}${characters}]`;
  });
}
