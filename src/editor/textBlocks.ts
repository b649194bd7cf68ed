// Finds the paragraphs and heading sections of a Markdown or plain text, by line. Pure; knows no editor and no tokens.

/** The lines from `first` to `last`, both included, 0-based. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

export interface TextBlocks {
  /** Runs of lines that are neither empty nor headings; a fenced code block is in one of them with its empty lines. */
  readonly paragraphs: readonly LineSpan[];
  /** Each heading with all lines up to the next heading of its level or a higher one. */
  readonly sections: readonly LineSpan[];
}

/** The patterns of CommonMark 0.31, §4.2 and §4.5: up to 3 spaces, then the marks. */
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** The blocks of a text in the order of their first lines. Plain text has paragraphs only. */
export function textBlocks(lines: readonly string[], markdown: boolean): TextBlocks {
  const paragraphs: LineSpan[] = [];
  const headings: { readonly line: number; readonly level: number }[] = [];
  let first: number | undefined;
  let fence: string | undefined;
  const close = (last: number) => {
    if (first !== undefined) paragraphs.push({ first, last });
    first = undefined;
  };
  for (const [line, text] of lines.entries()) {
    const mark = markdown ? FENCE.exec(text)?.[1] : undefined;
    const level = markdown && !fence ? HEADING.exec(text)?.[1].length : undefined;
    if (fence) {
      // A fence ends with at least as many of the same marks (CommonMark 0.31, §4.5).
      if (mark?.startsWith(fence) && text.trim() === mark) fence = undefined;
    } else if (level) {
      close(line - 1);
      headings.push({ line, level });
    } else if (text.trim() === '') {
      close(line - 1);
    } else {
      first ??= line;
      fence = mark;
    }
  }
  close(lines.length - 1);
  return { paragraphs, sections: sectionsOf(headings, lines.length) };
}

function sectionsOf(headings: readonly { line: number; level: number }[], lines: number): LineSpan[] {
  return headings.map(({ line, level }, i) => {
    const next = headings.slice(i + 1).find((heading) => heading.level <= level);
    return { first: line, last: (next?.line ?? lines) - 1 };
  });
}
