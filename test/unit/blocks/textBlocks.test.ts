import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, readText } from '../../../src/blocks/blocksOf.ts';
import { type TextBlocks, textBlocksInSteps } from '../../../src/blocks/textBlocks.ts';

const lines = (text: string) => text.split('\n');
function textBlocks(all: readonly string[], markdown: boolean): TextBlocks {
  return blocksOf({ lineCount: all.length, lineAt: (line) => all[line] }, markdown ? 'markdown' : 'plain');
}
const spans = (blocks: readonly { first: number; last: number }[]) => blocks.map(({ first, last }) => [first, last]);

test('paragraphs are runs of lines between empty ones', () => {
  const { paragraphs, sections } = textBlocks(lines('a\nb\n\n  \nc'), false);
  assert.deepEqual(spans(paragraphs), [
    [0, 1],
    [4, 4],
  ]);
  assert.deepEqual(sections, []);
});

test('a long text is put together in pieces, as it is after an edit that moves all of it', () => {
  const piecesOf = (steps: Generator<void, unknown>) => {
    let pieces = 1;
    while (!steps.next().done) pieces++;
    return pieces;
  };
  const text = (lineCount: number) => ({ lineCount, lineAt: (line: number) => (line % 2 === 0 ? 'a' : '') });
  const reading = readText(text(200_000), 'plain');
  let step = reading.next();
  while (!step.done) step = reading.next();
  const read = step.value;
  assert.ok(piecesOf(textBlocksInSteps(read.blocks, 200_000)) >= 50);
  const edited = readText(text(200_002), 'plain', { read, head: 10, tail: 199_980 });
  assert.ok(piecesOf(edited) >= 20);
});

test('a section reaches to the next heading of its level or above', () => {
  const { paragraphs, sections } = textBlocks(lines('# A\ntext\n## B\ntext\n# C\ntext'), true);
  assert.deepEqual(spans(sections), [
    [0, 3],
    [2, 3],
    [4, 5],
  ]);
  assert.deepEqual(spans(paragraphs), [
    [1, 1],
    [3, 3],
    [5, 5],
  ]);
});

test('a fenced block is one paragraph, with empty lines and what looks like a heading', () => {
  const { paragraphs, sections } = textBlocks(lines('```py\n# no heading\n\nx = 1\n```\nafter\n\nnext'), true);
  assert.deepEqual(sections, []);
  assert.deepEqual(spans(paragraphs), [
    [0, 5],
    [7, 7],
  ]);
});

test('a fence ends only with as many of its own marks', () => {
  const { paragraphs } = textBlocks(lines('````\n```\n\n~~~~\n````\n\nend'), true);
  assert.deepEqual(spans(paragraphs), [
    [0, 4],
    [6, 6],
  ]);
});

test('in plain text # is no heading', () => {
  const { paragraphs, sections } = textBlocks(lines('# a\n\nb'), false);
  assert.deepEqual(
    [spans(paragraphs), sections],
    [
      [
        [0, 0],
        [2, 2],
      ],
      [],
    ],
  );
});

test('#hashtag is no heading, and neither is ####### seven', () => {
  assert.deepEqual(textBlocks(lines('#hashtag\n####### seven'), true).sections, []);
});

test('an empty text has nothing to count', () => {
  assert.deepEqual(textBlocks([''], true), { paragraphs: [], sections: [] });
});

/** The first lines of sections of each Markdown text. */
const HEADINGS: Readonly<Record<string, readonly number[]>> = {
  '---\ntitle: a\n# comment\ntags: b\n---\n\n# Real\n\ntext': [6],
  '---\ntitle: a\n...\n# Real': [3],
  '---\n\n# after a rule, no front matter': [2],
  'Title\n=====\n\npara\n\nSub\n---\n\npara': [0, 5],
  'Two lines\nof title\n===': [0],
  'text\n\n---\n\n# A': [4],
  '- item\n---\n# A': [2],
  '- item\nlazy\n---': [],
  '> quote\n---': [],
  '1. one\n===': [],
  '***\nTitle\n---': [1],
  '    code\n---': [],
  '```\ncode\n```\nTitle\n---': [3],
  '``` no `fence`\n# A': [1],
  '~~~ a ` b\n# no heading\n~~~': [],
  '<!-- # no\n# no\n\n# no -->\n# A': [4],
  '<!-- one line -->\n# A': [1],
  '<div>\n# no\n\n# A\n</div>': [3],
  '<pre>\n# no\n\n# no\n</pre>\n# A': [5],
  '| a |\n|---|\n\nb\n--': [3],
  '+++\ntitle = "a"\n# comment\n+++\n# Real': [4],
  '+++\n# never closed': [1],
  '> # in a quote\n\n- # in an item\n\n# A': [4],
  '- item\n\n  # in the item\n\n# A': [4],
  '```\r\n# no\r\n```\r\n# A\r\nTitle\r\n---\r': [3, 4],
  '[a]: /url\nTitle\n===': [1],
  '[a]: /url\n===': [],
};
for (const [text, firsts] of Object.entries(HEADINGS)) {
  test(`headings of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(
      textBlocks(lines(text), true).sections.map(({ first }) => first),
      firsts,
    );
  });
}

test('a title that is underlined is no paragraph, and neither is a rule', () => {
  const { paragraphs } = textBlocks(lines('- item\n\nTitle\n===\ntext\n***\nmore'), true);
  assert.deepEqual(spans(paragraphs), [
    [0, 0],
    [4, 4],
    [6, 6],
  ]);
});

test('two hundred thousand headings are done in linear time', () => {
  const count = 200_000;
  const { sections } = textBlocks(
    Array.from({ length: count }, (_, i) => `${'#'.repeat(1 + (i % 6))} ${i}`),
    true,
  );
  assert.equal(sections.length, count);
  assert.deepEqual(sections.at(0), { first: 0, last: 5 });
  assert.deepEqual(sections.at(-1), { first: count - 1, last: count - 1 });
});

test('a million marks and one behind a word are no fence, and are looked through once', () => {
  const line = `${'`'.repeat(1_000_000)}x\``;
  assert.deepEqual(textBlocks([line, '# A', line, '```', '# no', '```'], true).sections, [{ first: 1, last: 5 }]);
});

test('a line of 10 MB is what its beginning says', () => {
  const long = 'x '.repeat(5_000_000);
  const { paragraphs, sections } = textBlocks([`# ${long}`, long, '', `~~~ ${long}`, '# no', '~~~'], true);
  assert.deepEqual(sections, [{ first: 0, last: 5 }]);
  assert.deepEqual(paragraphs, [
    { first: 1, last: 1 },
    { first: 3, last: 5 },
  ]);
});

/** What a parser could be kept busy with for long; none takes more than in proportion to its length. */
const HARD: Readonly<Record<string, readonly string[]>> = {
  'references that are underlined': [...Array(100_000).fill('[a]: /b'), '==='],
  'quotes in quotes': [...Array(200).fill('>'.repeat(50_000)), ...Array(1000).fill('text')],
  'lists in lists': Array.from({ length: 1000 }, (_, i) => `${' '.repeat(2 * i)}- a`),
  'items in one line': [...Array(100).fill('- '.repeat(30_000).concat('a')), ''],
  'one paragraph': [...Array(100_000).fill('word'), '---'],
  'one list': Array.from({ length: 100_000 }, (_, i) => (i % 2 ? '' : '- a')),
  'an open fence': ['```', ...Array(200_000).fill('code')],
  'open brackets': ['[', ...Array(50_000).fill('[')],
  'spaces behind a heading': Array(100).fill(`# a${' '.repeat(20_000)}b`),
};
for (const [name, lines] of Object.entries(HARD))
  test(`${name}: read in pieces, and to the end`, { timeout: 60_000 }, () => {
    const { paragraphs, sections } = textBlocks(lines, true);
    assert.ok(paragraphs.length + sections.length > 0);
  });
