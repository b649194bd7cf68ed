// Sections are named by the words of their headings, in every markup.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Markup } from '../../../src/blocks/markup.ts';
import { type Section, sectionsOf } from '../../../src/context/sections.ts';

type Outline = readonly (readonly [heading: string, line: number, children: Outline])[];

const TEXTS: readonly (readonly [Markup, string, Outline])[] = [
  ['markdown', '# One #\n\na\n\nTwo\n---\nb\n', [['One', 0, [['Two', 4, []]]]]],
  ['restructuredtext', '=======\nOne *1*\n=======\n\na\n\nTwo\n---\nb\n', [['One *1*', 0, [['Two', 6, []]]]]],
  ['asciidoc', '= One\n\na\n\n== Two ==\nb\n', [['One', 0, [['Two', 4, []]]]]],
  ['latex', '\\section[1]{One}\na\n\\subsection*{Two} % b\nc\n', [['One', 0, [['Two', 2, []]]]]],
  ['plain', '# One\n', []],
];

for (const [markup, text, expected] of TEXTS)
  test(`${markup}: headings and what is below them`, () => {
    assert.deepEqual(outline(sectionsOf(text, markup)), expected);
  });

function outline(sections: readonly Section[]): Outline {
  return sections.map(({ heading, line, children }) => [heading, line, outline(children)]);
}
