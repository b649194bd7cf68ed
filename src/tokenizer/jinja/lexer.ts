// A template as the tokens that the parser of @huggingface/jinja reads, cut by the rules of Jinja 2 with trim_blocks and
// lstrip_blocks, as transformers sets it (jinja2/lexer.py). The library's own lexer knows neither `raw`, `+%}` nor line
// ends of Windows. Knows no meaning.
import { unixLines } from '../../contract/unixLines.ts';
import { SPACE, strip } from './whiteSpace.ts';

export interface JinjaToken {
  /** One of TOKEN_TYPES of the library. */
  readonly type: string;
  readonly value: string;
  /** The line of the template, from 1 on; what was put in between has none. */
  readonly line?: number;
}

const S = `[${SPACE}]`;
const OPENING = /\{[%{#]/g;
const RAW = new RegExp(`\\{%([-+]?)${S}*raw${S}*(?:-%\\}${S}*|%\\})`, 'y');
const RAW_END = new RegExp(`\\{%([-+]?)${S}*endraw${S}*(?:\\+%\\}|-%\\}${S}*|%\\}\\n?)`, 'g');
const COMMENT_END = new RegExp(`\\+#\\}|-#\\}${S}*|#\\}\\n?`, 'g');
const STATEMENT_END = new RegExp(`\\+%\\}|-%\\}${S}*|%\\}\\n?`, 'y');
const EXPRESSION_END = new RegExp(`-\\}\\}${S}*|\\}\\}`, 'y');
const PART = new RegExp(
  [
    `(?<space>${S}+)`,
    '(?<float>(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][-+]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+))',
    '(?<integer>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\\da-fA-F])+|\\d(?:_?\\d)*)',
    '(?<name>[\\p{L}\\p{N}_]+)',
    `(?<text>'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*")`,
    '(?<sign>//|\\*\\*|[=!<>]=|[-+/*%~[\\](){}<>=.:|,])',
  ].join('|'),
  'suy',
);
const SIGNS: Readonly<Record<string, string>> = {
  ...typed('AdditiveBinaryOperator', ['+', '-', '~']),
  ...typed('MultiplicativeBinaryOperator', ['*', '/', '//', '%']),
  ...typed('ComparisonBinaryOperator', ['==', '!=', '<', '<=', '>', '>=']),
  ...{ '**': 'ExponentiationBinaryOperator', '=': 'Equals', ',': 'Comma', '.': 'Dot', ':': 'Colon', '|': 'Pipe' },
  ...{ '(': 'OpenParen', ')': 'CloseParen', '[': 'OpenSquareBracket', ']': 'CloseSquareBracket' },
  ...{ '{': 'OpenCurlyBracket', '}': 'CloseCurlyBracket' },
};
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function typed(type: string, signs: readonly string[]): Record<string, string> {
  return Object.fromEntries(signs.map((sign) => [sign, type]));
}

/** Fails with an Error that names the line. Line ends become \n, and one at the end of the template goes. */
export function jinjaTokens(template: string): readonly JinjaToken[] {
  return new Lexer(unixLines(template).replace(/\n$/, '')).tokens();
}

class Lexer {
  readonly #source: string;
  readonly #tokens: JinjaToken[] = [];
  #at = 0;
  #lines = 1;
  #countedTo = 0;

  constructor(source: string) {
    this.#source = source;
  }

  tokens(): readonly JinjaToken[] {
    while (this.#at < this.#source.length) {
      const opening = this.#find(OPENING);
      if (!opening) {
        this.#text(this.#source.length, '+');
        break;
      }
      const raw = opening[0] === '{%' ? this.#match(RAW, opening.index) : undefined;
      const sign = /[-+]/.exec(this.#source[opening.index + 2] ?? '')?.[0] ?? (opening[0] === '{{' ? '+' : '');
      this.#text(opening.index, raw ? raw[1] : sign);
      if (raw) this.#raw(raw[0].length);
      else if (opening[0] === '{#') this.#comment();
      else this.#tag(opening[0] === '{{', /[-+]/.test(sign) && this.#source[this.#at + 2] === sign);
    }
    return this.#tokens;
  }

  /**
   * Text up to there. Behind `-` in the tag that follows, it loses its white space, otherwise that of the tag's own line,
   * unless `+` forbids it.
   */
  #text(end: number, sign: string): void {
    const written = this.#source.slice(this.#at, end);
    const lineStart = written.lastIndexOf('\n') + 1;
    const beginsLine = lineStart > 0 || this.#at === 0 || this.#source[this.#at - 1] === '\n';
    const isBlank = strip(written.slice(lineStart)) === '';
    const stripped = sign === '-' ? strip(written, 'right') : undefined;
    const value = stripped ?? (sign === '' && beginsLine && isBlank ? written.slice(0, lineStart) : written);
    if (value !== '') this.#push('Text', value);
    this.#at = end;
  }

  #raw(openingLength: number): void {
    this.#at += openingLength;
    const end = this.#find(RAW_END);
    if (!end) throw this.#error('endraw is missing');
    this.#text(end.index, end[1]);
    this.#at += end[0].length;
  }

  #comment(): void {
    this.#at += 2;
    const end = this.#find(COMMENT_END);
    if (!end) throw this.#error('the end of a comment is missing');
    this.#at = end.index + end[0].length;
  }

  #tag(isExpression: boolean, hasSign: boolean): void {
    const [kind, end, marks] = isExpression
      ? (['Expression', EXPRESSION_END, ['{{', '}}']] as const)
      : (['Statement', STATEMENT_END, ['{%', '%}']] as const);
    this.#push(`Open${kind}`, marks[0]);
    this.#at += hasSign ? 3 : 2;
    const open: string[] = [];
    for (;;) {
      const ending = open.length === 0 ? this.#match(end, this.#at) : undefined;
      if (ending) {
        this.#push(`Close${kind}`, marks[1]);
        this.#at += ending[0].length;
        return;
      }
      this.#part(open, marks[1]);
    }
  }

  /** One word, number, text or sign inside a tag. */
  #part(open: string[], mark: string): void {
    const found = this.#match(PART, this.#at);
    if (!found) {
      const next = this.#source.slice(this.#at, this.#at + 10);
      throw this.#error(next === '' ? `${mark} is missing` : `${JSON.stringify(next)} is not understood`);
    }
    const { space, float, integer, name, text, sign } = found.groups ?? {};
    if (sign && '([{'.includes(sign)) open.push(sign);
    if (sign && CLOSING[sign] && open.pop() !== CLOSING[sign]) throw this.#error(`${sign} closes nothing`);
    if (float) this.#push('NumericLiteral', floatLiteral(float));
    else if (integer) this.#push('NumericLiteral', String(Number(integer.replaceAll('_', ''))));
    else if (name) this.#push('Identifier', name);
    else if (text) this.#push('StringLiteral', unescaped(text.slice(1, -1)));
    else if (space === undefined) this.#push(SIGNS[sign], sign);
    this.#at += found[0].length;
  }

  #push(type: string, value: string): void {
    this.#tokens.push({ type, value, line: this.#line() });
  }

  /** The line that has been read to; what was counted once is not counted again. */
  #line(): number {
    for (; this.#countedTo < this.#at; this.#countedTo++) if (this.#source[this.#countedTo] === '\n') this.#lines++;
    return this.#lines;
  }

  #match(expression: RegExp, at: number): RegExpExecArray | undefined {
    expression.lastIndex = at;
    return expression.exec(this.#source) ?? undefined;
  }

  #find(expression: RegExp): RegExpExecArray | undefined {
    return this.#match(expression, this.#at);
  }

  #error(problem: string): Error {
    return new Error(`line ${this.#line()}: ${problem}`);
  }
}

/** With a point, by which the parser tells floats from whole numbers. */
function floatLiteral(written: string): string {
  const value = String(Number(written.replaceAll('_', '')));
  return /[.e]/.test(value) ? value.replace(/^(\d+)e/, '$1.0e') : `${value}.0`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"', '\n': '' },
};

/** Escapes of Python's texts; what is none stays as it is. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(.))/gsu,
    (written, x?: string, u?: string, U?: string, octal?: string, character = '') => {
      const hex = x ?? u ?? U;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return Object.hasOwn(ESCAPES, character) ? ESCAPES[character] : written;
    },
  );
}
