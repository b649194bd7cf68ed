// What MDX adds to Markdown between its blocks: import and export, {expressions}, and JSX tags. Nothing in them is Markdown,
// empty lines included; what stands between two tags is. Knows JavaScript's brackets, strings and comments, and no more.
import { BracketScanner } from './bracketScanner.ts';

/** A block that CommonMark sees in the place of such a line: HTML that ends with the line, or with an empty line. */
const ONE_LINE = '<!-- -->';
const UP_TO_EMPTY = '<x>';
const ESM = /^(?:import|export)(?=[\s{*'"])/;
const EXPRESSION = /^ {0,3}\{/;
const TAG = /^ {0,3}<(?=[A-Za-z>/$_])/;

export class MdxBlocks {
  #open:
    | { readonly kind: 'esm' | 'expression' | 'tag'; readonly brackets: BracketScanner; readonly indent: string }
    | undefined;

  /** Whether the next line is inside what began on an earlier one. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** What CommonMark is to read instead of the line; undefined: the line. `mayBegin` where no other block goes on. */
  lineFor(line: string, mayBegin: boolean): string | undefined {
    if (!this.#open && mayBegin) this.#begin(line);
    if (!this.#open) return undefined;
    const { kind, brackets, indent } = this.#open;
    brackets.read(line);
    // import and export go on to an empty line.
    const ended = brackets.isClosed && (kind !== 'esm' || line.trim() === '');
    if (ended) this.#open = undefined;
    if (kind === 'esm' && ended) return line;
    return indent + (kind === 'tag' && ended ? UP_TO_EMPTY : ONE_LINE);
  }

  #begin(line: string): void {
    const kind = ESM.test(line) ? 'esm' : EXPRESSION.test(line) ? 'expression' : TAG.test(line) ? 'tag' : undefined;
    if (!kind) return;
    // So that what is inside a list item stays there.
    const indent = line.slice(0, line.search(/\S/));
    this.#open = { kind, brackets: new BracketScanner(kind === 'tag'), indent };
  }
}
