// The same regular expression, written so that V8 keeps little in mind for a long run. For `\p{L}+` V8 remembers every
// letter, in case it must give some back, and after 4 million or so its memory for that (64 MB) ends with "Maximum call
// stack size exceeded". Here it remembers every CHUNK letters at once. Knows no text.

/** In characters. With 1,024, some billion fit V8's memory, which is more than a string can have. */
const CHUNK = 1024;

/**
 * The expression with every greedy repetition of one character (x+, x*, x{2,}, (?:(?!y)x)+) taken in chunks. A look-ahead
 * forgets what is inside it once it has matched, and the reference then takes what it found; between chunks and in the last
 * one characters are given back one by one, as before, so that all matches are the same. It needs the flag u. It leaves
 * alone repetitions of longer groups, lazy ones, and those in a look-behind, which reads backwards, and an expression with
 * numbered references, since it adds groups. a+ → a(?:(?=(?<c0>a{1024}))\k<c0>)*a{0,1023}
 */
export function runsInChunks({ source, flags }: RegExp, chunk = CHUNK): RegExp {
  const tokens = source.match(TOKEN) ?? [];
  if (tokens.some((token) => /^\\[1-9]/.test(token))) return new RegExp(source, flags);
  const writer = new Writer(chunk);
  for (const token of tokens) writer.add(token);
  return new RegExp(writer.written, flags);
}

const ESCAPE = String.raw`\\(?:[pPu]\{[^}]*\}|k<[^>]*>|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c.|[\s\S])`;
/** One part of an expression with the flag u: the begin of a group, an escape, a class, a quantifier or a character. */
export const TOKEN = new RegExp(
  String.raw`\((?:\?(?:<[=!]|<\w+>|[:=!]|[a-z-]+:))?|${ESCAPE}|\[(?:\\[\s\S]|[^\]\\])*\]|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[\s\S]`,
  'gu',
);
/** What looks at a place and takes no character. */
const LOOK = /^(?:[$^]|\\[bB])$/;
const LOOKING_GROUP = /^\(\?<?[=!]$/;
/** What may take any number of characters. */
const ANYTHING = /^(?:\||\\k<.*>)$/;
const PLAIN_GROUP = /^\(\?[a-z-]*:$/;

interface Group {
  /** Where it begins in what was written. */
  readonly start: number;
  readonly begin: string;
  readonly backwards: boolean;
  /** How many of its parts are one character each. */
  characters: number;
  /** Whether a part may take more or less than one character. */
  varies: boolean;
}

type Takes = 'nothing' | 'one character' | 'anything';

class Writer {
  written = '';
  readonly #chunk: number;
  readonly #groups: Group[] = [{ start: 0, begin: '', backwards: false, characters: 0, varies: true }];
  /** Where the last part begins in what was written; undefined where it is not one character. */
  #character: number | undefined;
  #names = 0;

  constructor(chunk: number) {
    this.#chunk = chunk;
  }

  add(token: string): void {
    if (token.startsWith('(')) this.#open(token);
    else if (token === ')') this.#close();
    else if (/^(?:[*+?]|\{\d)/.test(token)) this.#quantify(token);
    else this.#addPart(token, LOOK.test(token) ? 'nothing' : ANYTHING.test(token) ? 'anything' : 'one character');
  }

  #open(token: string): void {
    const backwards = token.startsWith('(?<=') || token.startsWith('(?<!') || this.#inner.backwards;
    this.#groups.push({ start: this.written.length, begin: token, backwards, characters: 0, varies: false });
    this.written += token;
  }

  #close(): void {
    const { start, begin, characters, varies } = this.#groups.pop() as Group;
    this.written += ')';
    const isCharacter = PLAIN_GROUP.test(begin) && characters === 1 && !varies;
    this.#count(LOOKING_GROUP.test(begin) ? 'nothing' : isCharacter ? 'one character' : 'anything', start);
  }

  #addPart(token: string, takes: Takes): void {
    const start = this.written.length;
    this.written += token;
    this.#count(takes, start);
  }

  #count(takes: Takes, start: number): void {
    if (takes === 'one character') this.#inner.characters++;
    if (takes === 'anything') this.#inner.varies = true;
    this.#character = takes === 'one character' ? start : undefined;
  }

  #quantify(token: string): void {
    const least = LEAST.exec(token);
    if (this.#character === undefined || !least || this.#inner.backwards) this.written += token;
    else this.#takeInChunks(this.#character, Number(least[1] ?? (token === '+' ? 1 : 0)));
    this.#inner.varies = true;
    this.#character = undefined;
  }

  #takeInChunks(from: number, least: number): void {
    const one = this.written.slice(from);
    const name = `c${this.#names++}`;
    const first = least === 0 ? '' : `${one}{${least}}`;
    const chunks = `(?:(?=(?<${name}>${one}{${this.#chunk}}))\\k<${name}>)*`;
    this.written = `${this.written.slice(0, from)}${first}${chunks}${one}{0,${this.#chunk - 1}}`;
  }

  get #inner(): Group {
    return this.#groups[this.#groups.length - 1];
  }
}

/** A greedy repetition without an end. */
const LEAST = /^(?:[*+]|\{(\d+),\})$/;
