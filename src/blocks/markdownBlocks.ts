// The paragraphs and headings of a Markdown text, by the block structure of CommonMark that commonmark.js finds. A heading
// inside a quote or a list item begins no section. Takes time in proportion to the text. Knows no inline structure.
import { type Node, Parser } from 'commonmark';
import { BlockList } from './blockList.ts';
import { MdxBlocks } from './mdxBlocks.ts';
import { shortened } from './shortenedLine.ts';
import type { BlockFinder } from './textBlocks.ts';

export interface MarkdownOptions {
  /** See frontMatterLines(). */
  readonly frontMatter?: number;
  readonly mdx?: boolean;
  /** The line that the first one which is added has in the text. */
  readonly line?: number;
}

const EMPTY = /^[ \t\r]*$/;

export class MarkdownBlocks extends BlockList implements BlockFinder {
  readonly #parser = new Parser();
  readonly #frontMatter: number;
  readonly #mdx: MdxBlocks | undefined;
  /** The line of the parser's first one. */
  #offset: number;

  constructor({ frontMatter = 0, mdx = false, line = 0 }: MarkdownOptions = {}) {
    super(line);
    this.#parser.tip = this.#parser.doc;
    this.#frontMatter = frontMatter;
    this.#mdx = mdx ? new MdxBlocks() : undefined;
    this.#offset = line;
  }

  add(line: string): void {
    if (this.line < this.#frontMatter) this.#addFrontMatter();
    else this.#addMarkdown(shortened(line));
    this.line++;
  }

  #addFrontMatter(): void {
    this.continueRun(this.line === 0);
    this.#offset = this.line + 1;
    if (this.#offset === this.#frontMatter) this.#endFrontMatter();
  }

  #endFrontMatter(): void {
    const { isFresh } = this;
    this.endRun(this.line + 1);
    this.isFresh = isFresh;
  }

  #addMarkdown(line: string): void {
    const parser = this.#parser;
    const { doc, tip } = parser;
    const inParagraph = tip.type === 'paragraph';
    // In MDX a line is read by other rules behind a paragraph; beginning to read there would find something else.
    const mayBeFresh = !this.#mdx || !inParagraph;
    const inMdx = this.#mdx?.isOpen === true;
    parser.incorporateLine(this.#mdx?.lineFor(line, !inParagraph && !isOpaque(tip)) ?? line);
    // What has been read is let go.
    while (doc.firstChild !== doc.lastChild) doc.firstChild?.unlink();
    if (EMPTY.test(line)) {
      if (!this.#mdx?.isOpen && !isOpaque(parser.tip)) this.endRun();
      else this.isFresh = false;
    } else this.#addText(mayBeFresh && !inMdx);
  }

  #addText(mayBeFresh: boolean): void {
    const block = this.#parser.doc.lastChild;
    const first = block ? block.sourcepos[0][0] - 1 + this.#offset : this.line;
    if (block?.type === 'heading') this.addHeading(block.level, first < this.line ? this.line - linesOf(block) : first);
    else if (block?.type === 'thematic_break') this.endRun();
    else this.continueRun(mayBeFresh && first === this.line);
  }
}

/** Of a title that is underlined; what it defines for links stands above it, and is no part of it (§4.7). */
function linesOf({ _string_content }: Node): number {
  return _string_content.split('\n').length - 1;
}

/** In it empty lines mean nothing. */
function isOpaque({ type, _isFenced }: Node): boolean {
  return type === 'html_block' || (type === 'code_block' && _isFenced === true);
}
