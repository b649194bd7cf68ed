// The paragraphs and titles of a reStructuredText document: a title is underlined, or has a line above and below. Which
// style is which level is a matter of what comes first. Titles stand at the left margin, so that none is looked for in
// directives, literal blocks and comments, which are indented. Of docutils' rules for what may be a title those about width
// are kept, but for characters that combine.
import { BlockList } from './blockList.ts';
import type { BlockFinder, TextBlock } from './textBlocks.ts';

const ADORNMENT = /^([!-/:-@[-`{-~])\1*\s*$/;
/** So many marks underline a longer title, too; docutils warns of it. */
const ENOUGH = 4;
/** What begins a list item, a directive or comment, a field, a doctest, a line block or a grid table, and no title. */
const MARKED = /^(?:(?:[-*+•‣⁃]|\.\.|>>>|__|\|)(?:\s|$)|:[^:\s][^:]*:(?:\s|$)|\+[-=]+\+)/;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g;

export class RestructuredTextBlocks extends BlockList implements BlockFinder {
  /** The lines of the run so far, where it may yet become a title. */
  #lines: string[] | undefined;

  add(line: string): void {
    const text = line.trimEnd();
    if (text === '') this.#end();
    else if (!this.#addTitle(text)) this.#addText(text);
    this.line++;
  }

  override finish(): readonly TextBlock[] {
    this.#end();
    return super.finish();
  }

  #addText(text: string): void {
    if (this.run === undefined) this.#lines = [text];
    else if (this.#lines?.length === 1 && ADORNMENT.test(this.#lines[0])) this.#lines.push(text);
    else this.#lines = undefined;
    this.continueRun(true);
  }

  /** A title is known by the line below it. */
  #addTitle(text: string): boolean {
    const lines = this.#lines;
    if (!lines || this.run === undefined || !ADORNMENT.test(text)) return false;
    const [above, title] = lines.length === 2 ? lines : [undefined, lines[0]];
    if (above === undefined ? !isTitle(title, text) : above !== text || widthOf(title.trim()) > text.length)
      return false;
    this.#lines = undefined;
    this.addHeading(above === undefined ? text[0] : `${text[0]} above`, this.run.first);
    return true;
  }

  /** A line of marks by itself is a rule. */
  #end(): void {
    if (this.#lines?.length === 1 && this.#lines[0].length >= ENOUGH && ADORNMENT.test(this.#lines[0]))
      this.run = undefined;
    this.#lines = undefined;
    this.endRun();
  }
}

function isTitle(title: string, underline: string): boolean {
  if (/^\s/.test(title) || ADORNMENT.test(title) || MARKED.test(title)) return false;
  return underline.length >= ENOUGH || widthOf(title) <= underline.length;
}

/** In columns: a Chinese character takes two. */
function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
