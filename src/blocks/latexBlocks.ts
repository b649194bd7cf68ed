// The paragraphs and sections of a LaTeX document: \part to \subparagraph at the beginning of a line, outside of verbatim
// environments, and up to \end{document}. Commands of one's own that make sections are not known; neither is \iffalse.
import { BlockList } from './blockList.ts';
import type { BlockFinder } from './textBlocks.ts';

const LEVELS = ['part', 'chapter', 'section', 'subsection', 'subsubsection', 'paragraph', 'subparagraph'];
const SECTION = new RegExp(`^\\s*\\\\(${LEVELS.join('|')})\\*?\\s*[[{]`);
const VERBATIM = /\\begin\{((?:[BL]?[Vv]erbatim|lstlisting|minted|comment|filecontents|alltt)\*?)\}/;
/** A % behind an odd number of backslashes is written out. */
const COMMENT = /^(?:[^%\\]|\\.)*%/;
const COMMENT_ONLY = /^\s*%/;
const END = /^\s*\\end\{document\}/;

export class LatexBlocks extends BlockList implements BlockFinder {
  /** The line that ends what is typeset as it is. */
  #closes: string | undefined;
  #ended = false;

  add(line: string): void {
    if (this.#closes !== undefined) this.#addVerbatim(line);
    else if (line.trim() === '') this.endRun();
    else this.#addText(line);
    this.line++;
  }

  #addVerbatim(line: string): void {
    this.isFresh = false;
    if (this.#closes !== undefined && line.includes(this.#closes)) this.#closes = undefined;
  }

  #addText(line: string): void {
    const section = this.#ended ? undefined : SECTION.exec(line)?.[1];
    if (section !== undefined) this.addHeading(LEVELS.indexOf(section) + 1);
    // Behind \end{document} no line is what it would be before: nothing there can be read by itself.
    else this.continueRun(!this.#ended);
    if (END.test(line)) this.#ended = true;
    const begins = COMMENT_ONLY.test(line) ? null : VERBATIM.exec(withoutComment(line));
    if (begins && !line.includes(`\\end{${begins[1]}}`, begins.index)) this.#closes = `\\end{${begins[1]}}`;
  }
}

function withoutComment(line: string): string {
  return COMMENT.exec(line)?.[0] ?? line;
}
