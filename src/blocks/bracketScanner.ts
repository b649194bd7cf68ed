// Whether all brackets that JavaScript opened are closed again, line by line. Strings, templates and comments are passed over;
// regular expressions are not recognised. Knows no grammar.

const OPENING = '([{';
const CLOSING = ')]}';

export class BracketScanner {
  readonly #tag: boolean;
  #depth = 0;
  /** What ends the template or the comment that goes on over lines. */
  #until: '`' | '*/' | undefined;
  #tagClosed = false;

  /** In a tag the > that is in no bracket closes it, too. */
  constructor(tag: boolean) {
    this.#tag = tag;
  }

  get isClosed(): boolean {
    return this.#depth <= 0 && this.#until === undefined && (!this.#tag || this.#tagClosed);
  }

  read(line: string): void {
    for (let at = 0; at < line.length && !(this.#tag && this.#tagClosed); at++) at = this.#readAt(line, at);
  }

  /** The place of the last character that was read. */
  #readAt(line: string, at: number): number {
    if (this.#until) return this.#readUntil(line, at, this.#until);
    const mark = line[at];
    if (mark === '"' || mark === "'") return endOfString(line, at);
    if (mark === '`') this.#until = '`';
    else if (line.startsWith('/*', at)) this.#until = '*/';
    else if (line.startsWith('//', at) && (!this.#tag || this.#depth > 0)) return line.length;
    else if (OPENING.includes(mark)) this.#depth++;
    else if (CLOSING.includes(mark)) this.#depth--;
    else if (mark === '>' && this.#depth === 0) this.#tagClosed = true;
    return at;
  }

  #readUntil(line: string, at: number, mark: string): number {
    if (mark === '`' && line[at] === '\\') return at + 1;
    if (!line.startsWith(mark, at)) return at;
    this.#until = undefined;
    return at + mark.length - 1;
  }
}

/** Of its closing mark, or of the end of the line: an apostrophe in a text closes nowhere. */
function endOfString(line: string, at: number): number {
  for (let end = at + 1; end < line.length; end++) {
    if (line[end] === '\\') end++;
    else if (line[end] === line[at]) return end;
  }
  return line.length;
}
