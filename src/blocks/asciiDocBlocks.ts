// The paragraphs and section titles of an AsciiDoc document: = to ====== (or # to ######, as Asciidoctor allows) and a title,
// behind an empty line and outside of delimited blocks. Titles of two lines, which Asciidoctor keeps for old documents, are
// not known, and neither is what include:: brings in.
import { BlockList } from './blockList.ts';
import type { BlockFinder } from './textBlocks.ts';

const TITLE = /^(={1,6}|#{1,6})[ \t]+\S/;
/** Blocks between two like lines: listing, literal, example, sidebar, quote, pass, comment, open; tables; fenced code. */
const DELIMITER = /^(?:([-.=*_+/])\1{3,}|--|[|,:!]===+|```.*)$/;
/** Belongs to what comes after it: attributes, an anchor, a block's title; and what is not shown: an attribute, a comment. */
const AHEAD = /^(?:\[.*\]|\.[^\s.].*|:!?[\w-]+!?:.*|\/\/(?:[^/].*)?)$/;

export class AsciiDocBlocks extends BlockList implements BlockFinder {
  /** The line that ends the delimited block. */
  #closes: string | undefined;
  /** Whether all lines of the run belong to what comes after them. */
  #isAhead = false;

  add(line: string): void {
    const text = line.trimEnd();
    if (this.#closes !== undefined) this.#addDelimited(text);
    else if (text === '') this.endRun();
    else if (DELIMITER.test(text)) this.#open(text);
    else this.#addText(text);
    this.line++;
  }

  #addDelimited(text: string): void {
    this.isFresh = false;
    if (text !== this.#closes) return;
    this.#closes = undefined;
    this.endRun(this.line + 1);
  }

  #open(text: string): void {
    this.#closes = text.startsWith('```') ? '```' : text;
    this.#isAhead = false;
    this.continueRun(true);
  }

  #addText(text: string): void {
    const level = this.run === undefined || this.#isAhead ? TITLE.exec(text)?.[1].length : undefined;
    if (level !== undefined) {
      this.run = undefined;
      this.addHeading(level);
    } else {
      this.#isAhead = (this.run === undefined || this.#isAhead) && AHEAD.test(text);
      this.continueRun(true);
    }
  }
}
