// The sections of a Markdown text, one inside another. Knows no tokens.
import { frontMatterLines, TextBlockFinder } from '../blocks/textBlocks.ts';
import { lineStarts } from './lineStarts.ts';

export interface Section {
  readonly heading: string;
  /** 0-based. */
  readonly line: number;
  /** In UTF-16 code units; it ends where the next begins, with the line break. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly Section[];
}

/** More than anybody looks at. Those behind are part of what is around them. */
const MOST_SECTIONS = 2_000;
const LONGEST_HEADING = 120;

export function sectionsOf(text: string): readonly Section[] {
  const starts = lineStarts(text);
  const lineAt = (line: number) => text.slice(starts[line], starts[line + 1]).replace(/[\r\n]+$/, '');
  const finder = new TextBlockFinder({ markdown: true, frontMatter: frontMatterLines(starts.length, lineAt) });
  for (let line = 0; line < starts.length; line++) finder.add(lineAt(line));
  const found = finder.finish().sections.slice(0, MOST_SECTIONS);
  return nested(
    found.map(({ first, last }) => ({
      heading: headingIn(lineAt(first)),
      line: first,
      start: starts[first],
      end: starts[last + 1] ?? text.length,
    })),
  );
}

/** Sections come in order, each after the one that it is in. */
function nested(flat: readonly Omit<Section, 'children'>[]): readonly Section[] {
  const top: Section[] = [];
  const open: (Section & { readonly children: Section[] })[] = [];
  for (const section of flat) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= section.start) open.pop();
    const here = { ...section, children: [] };
    (open.at(-1)?.children ?? top).push(here);
    open.push(here);
  }
  return top;
}

/** The words of # heading # and of a line that is underlined. */
function headingIn(line: string): string {
  const words = line
    .slice(0, 10 * LONGEST_HEADING)
    .trim()
    .replace(/^#{1,6}[ \t]*/, '')
    .replace(/[ \t]+#+$/, '');
  return words.length > LONGEST_HEADING ? `${words.slice(0, LONGEST_HEADING)}…` : words;
}
