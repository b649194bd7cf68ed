// What the parts of a text are called: paragraphs, headings, and the sections that headings begin. Pure; knows no language,
// no editor and no tokens.

/** The lines from `first` to `last`, both included, 0-based. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** A heading, or a paragraph: a run of lines that are neither empty nor headings nor rules. */
export interface TextBlock extends LineSpan {
  /**
   * Of headings: the level, of which a smaller one is higher; or the style, where a level is what the order of the styles'
   * first uses makes it (reStructuredText). Paragraphs have none.
   */
  readonly heading?: number | string;
  /** From its first line on the text has the same blocks whatever stands before: reading may begin here. */
  readonly fresh: boolean;
}

export interface TextBlocks {
  /**
   * A fenced code block, a block of HTML and the front matter are in one of them with their empty lines.
   */
  readonly paragraphs: readonly LineSpan[];
  /** Each heading with all lines up to the next heading of its level or a higher one. */
  readonly sections: readonly LineSpan[];
}

/** Takes the lines of a text one after the other, without their line breaks. */
export interface BlockFinder {
  add(line: string): void;
  /** Whether a fresh block begins with the line that was added last. */
  readonly isFresh: boolean;
  /** The blocks of all lines that were added, in their order. */
  finish(): readonly TextBlock[];
}

/** Yields after so many blocks, which take well below a millisecond. */
const PIECE = 2_000;

/** Takes time in proportion to the number of blocks: a log of 50 MB may have millions. */
export function textBlocks(blocks: readonly TextBlock[], lineCount: number): TextBlocks {
  const steps = textBlocksInSteps(blocks, lineCount);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

export function* textBlocksInSteps(blocks: readonly TextBlock[], lineCount: number): Generator<void, TextBlocks> {
  const paragraphs: LineSpan[] = [];
  const sections: { first: number; last: number }[] = [];
  /** The sections that have not ended, each of a deeper level than the one before. */
  const open: { readonly section: { last: number }; readonly level: number }[] = [];
  const styles = new Map<string, number>();
  /** Each section is opened and ended once: all take linear time. */
  const end = (level: number, next: number) => {
    for (let deepest = open.at(-1); deepest && deepest.level >= level; deepest = open.at(-1)) {
      deepest.section.last = next - 1;
      open.pop();
    }
  };
  for (const [i, block] of blocks.entries()) {
    if (i % PIECE === PIECE - 1) yield;
    const { first, last, heading } = block;
    if (heading === undefined) {
      paragraphs.push({ first, last });
      continue;
    }
    const level = typeof heading === 'number' ? heading : rank(styles, heading);
    end(level, first);
    const section = { first, last: first };
    sections.push(section);
    open.push({ section, level });
  }
  end(Number.NEGATIVE_INFINITY, lineCount);
  return { paragraphs, sections };
}

function rank(styles: Map<string, number>, style: string): number {
  const known = styles.get(style) ?? styles.size;
  styles.set(style, known);
  return known;
}
