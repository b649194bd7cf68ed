// A text that was edited is read only where its blocks can have changed, and has the same blocks as when it is read anew.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type Earlier, type ReadText, readText } from '../../../src/blocks/blocksOf.ts';
import type { Markup } from '../../../src/blocks/markup.ts';
import { type Random, randomOf } from '../random.ts';

const WRITING = resolve(import.meta.dirname, '../../fixtures/writing');
const linesOf = (file: string) => readFileSync(resolve(WRITING, file), 'utf8').split('\n');
const MARKDOWN = [
  ...[
    '',
    '',
    'text',
    '# one',
    '## two',
    '===',
    '---',
    '***',
    '```',
    '````',
    '~~~',
    '    code',
    '- item',
    '  more',
    '1. one',
  ],
  ...[
    '> quote',
    '> # no',
    '<!--',
    '-->',
    '<div>',
    '</div>',
    '<script>',
    '</script>',
    '[a]: b',
    '+++',
    '   ',
    '\t- tab',
  ],
  ...['import a from "b"', 'export const a = {', '}', '<Tag a={', '}>', '{`', '`}', '<Tag>', 'Title'],
];
/** Lines of which edits are made, and a document that they are made in. */
const TEXTS: Readonly<Record<Markup, readonly (readonly [pieces: readonly string[], document: readonly string[]])[]>> =
  {
    plain: [
      [
        ['', ' ', 'text'],
        ['a', '', 'b', 'c', '', 'd'],
      ],
    ],
    markdown: [
      [MARKDOWN, linesOf('README.heron.md')],
      [MARKDOWN, linesOf('CLAUDE.md')],
      [MARKDOWN, []],
    ],
    mdx: [
      [MARKDOWN, linesOf('changelog-card.mdx')],
      [MARKDOWN, []],
    ],
    restructuredtext: [
      [
        ['', '', 'Title', '=====', '-----', '~~~~~', '==', '.. note::', '   text', '- item', '::', ':a: b'],
        linesOf('retrying.rst'),
      ],
    ],
    asciidoc: [
      [
        ['', '', '= A', '== B', '=== C', '----', '====', '|===', '--', '```', '[a]', '.Title', 'text', '// no', '////'],
        linesOf('brewing.adoc'),
      ],
    ],
    latex: [
      [
        [
          '',
          '',
          '\\section{A}',
          '\\subsection{B}',
          '\\begin{verbatim}',
          '\\end{verbatim}',
          'text',
          '% no',
          '\\end{document}',
        ],
        linesOf('paper.tex'),
      ],
    ],
  };

for (const [markup, texts] of Object.entries(TEXTS) as [Markup, (typeof TEXTS)[Markup]][])
  for (const [index, [pieces, document]] of texts.entries())
    test(`${markup} ${index}: after any edits the blocks are those of the whole text`, () => {
      for (let seed = 0; seed < 40; seed++) {
        const random = randomOf(seed);
        const lines = [...document];
        let read = readAll(lines, markup);
        for (let round = 0; round < 50; round++) {
          const before = [...lines];
          const earlier = edited(lines, pieces, random, read);
          read = readAll(lines, markup, earlier);
          const expected = readAll(lines, markup);
          const said = `seed ${seed}, round ${round}: ${JSON.stringify({ before, lines, ...earlier, read: 0 })}`;
          assert.deepEqual(read.blocks, expected.blocks, said);
        }
      }
    });

test('an edit of a long text reads some lines of it', () => {
  const lines = Array.from({ length: 5000 }, () => ['# A', 'text', '', '- item', '', '- item', '']).flat();
  const read = readAll(lines, 'markdown');
  const seen: number[] = [];
  const lineAt = (line: number) => {
    seen.push(line);
    return lines[line];
  };
  lines[20_001] = 'longer text';
  const again = finished(
    readText({ lineCount: lines.length, lineAt }, 'markdown', { read, head: 20_001, tail: 14_998 }),
  );
  assert.deepEqual(again, readAll(lines, 'markdown'));
  assert.ok(seen.length < 20, `${seen.length} lines`);
});

test('front matter that begins or ends is noticed', () => {
  const lines = ['---', 'a: b', '', '# no', '', 'text', '', '# A'];
  const read = readAll(lines, 'markdown');
  lines.splice(5, 0, '---');
  const again = readAll(lines, 'markdown', { read, head: 5, tail: 3 });
  assert.deepEqual(again, readAll(lines, 'markdown'));
  assert.notEqual(again.frontMatter, read.frontMatter);
});

/** Changes the lines in place: some in one place, or in two places at once. */
function edited(lines: string[], pieces: readonly string[], random: Random, read: ReadText): Earlier {
  let [head, tail] = [lines.length, lines.length];
  for (let places = random.below(4) === 0 ? 2 : 1; places > 0; places--) {
    const at = random.below(lines.length + 1);
    const gone = Math.min(lines.length - at, random.below(4));
    head = Math.min(head, at);
    tail = Math.min(tail, lines.length - at - gone);
    lines.splice(at, gone, ...Array.from({ length: random.below(4) }, () => random.of(pieces)));
  }
  return { read, head: Math.min(head, lines.length), tail };
}

function readAll(lines: readonly string[], markup: Markup, earlier?: Earlier): ReadText {
  return finished(readText({ lineCount: lines.length, lineAt: (line) => lines[line] }, markup, earlier));
}

function finished(reading: Generator<void, ReadText>): ReadText {
  for (let step = reading.next(); ; step = reading.next()) if (step.done) return step.value;
}
