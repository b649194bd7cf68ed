// The sections of a text, one inside another. Knows no tokens.
import { blocksOf } from '../blocks/blocksOf.ts';
import type { Markup } from '../blocks/markup.ts';
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

export function sectionsOf(text: string, markup: Markup): readonly Section[] {
  if (markup === 'plain') return [];
  const starts = lineStarts(text);
  const lineAt = (line: number) => text.slice(starts[line], starts[line + 1]).replace(/[\r\n]+$/, '');
  const found = blocksOf({ lineCount: starts.length, lineAt }, markup).sections.slice(0, MOST_SECTIONS);
  return nested(
    found.map(({ first, last }) => ({
      heading: headingIn(lineAt(first), markup, lineAt(Math.min(first + 1, last))),
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

/** What surrounds the words: # heading # and a line that is underlined, == heading, \section{heading}. */
const AROUND: Readonly<Record<Exclude<Markup, 'plain' | 'restructuredtext'>, RegExp>> = {
  markdown: /^#{1,6}[ \t]*|[ \t]+#+$/g,
  mdx: /^#{1,6}[ \t]*|[ \t]+#+$/g,
  asciidoc: /^=+[ \t]*|[ \t]+=+$/g,
  latex: /^\\[a-z]+\*?[ \t]*(?:\[[^\]]*\])?[ \t]*\{?|\}[^}]*$/g,
};
/** Of reStructuredText, a line above the title. */
const RULE = /^([!-/:-@[-`{-~])\1*$/;

/** The words of the heading that begins with this line. */
function headingIn(line: string, markup: Markup, next: string): string {
  const written = markup === 'restructuredtext' && RULE.test(line.trim()) ? next : line;
  const short = written.slice(0, 10 * LONGEST_HEADING).trim();
  const words = markup === 'restructuredtext' || markup === 'plain' ? short : short.replace(AROUND[markup], '');
  return words.length > LONGEST_HEADING ? `${words.slice(0, LONGEST_HEADING)}…` : words;
}
