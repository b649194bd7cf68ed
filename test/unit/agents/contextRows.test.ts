// Which parts of a context are listed, and which would have to go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alwaysLoaded, contextRows, partsToCut } from '../../../src/agents/contextRows.ts';
import type { ContextNode } from '../../../src/contract/contextReport.ts';

type Tree = readonly [label: string, tokens: number, children?: readonly Tree[], when?: 'always' | 'asked'];

function node([label, tokens, children = [], when]: Tree): ContextNode {
  const kind = label.endsWith('/') ? 'folder' : label.startsWith('#') ? 'section' : 'file';
  const common = {
    id: label,
    label,
    kind,
    category: 'documents',
    tokens,
    before: undefined,
    place: undefined,
  } as const;
  return { ...common, ...(when && { loading: { when } }), children: children.map(node) };
}

const lines = (trees: readonly Tree[], most: number) =>
  contextRows(trees.map(node), most).map(
    ({ node: { label, tokens }, depth, others }) =>
      `${' '.repeat(depth)}${label} ${tokens}${others ? ` +${others.parts}: ${others.tokens}` : ''}`,
  );

const PROJECT: Tree = [
  'app/',
  100,
  [
    [
      'a.md',
      60,
      [
        ['#1', 40],
        ['#2', 20],
      ],
    ],
    [
      'src/',
      30,
      [
        ['b.ts', 20],
        ['c.ts', 10],
      ],
    ],
    ['d.md', 10],
  ],
];

test('rows go to where the tokens are', () => {
  assert.deepEqual(lines([PROJECT], 1), ['app/ 100']);
  assert.deepEqual(lines([PROJECT], 4), ['app/ 100', ' a.md 60', ' src/ 30', ' d.md 10']);
  assert.deepEqual(lines([PROJECT], 6), ['app/ 100', ' a.md 60', '  #1 40', '  #2 20', ' src/ 30', ' d.md 10']);
  assert.equal(lines([PROJECT], 100).length, 8);
});

test('of many parts the largest twelve are listed, the others summed', () => {
  const files = Array.from({ length: 20 }, (_, i): Tree => [`${i}.md`, i + 1]);
  const [first, second] = lines([['app/', 210, files]], 30);
  assert.equal(first, 'app/ 210 +8: 36');
  assert.equal(second, ' 19.md 20');
});

test('what is all of what it is in has no row of its own', () => {
  assert.deepEqual(lines([['a/', 5, [['b/', 5, [['c.md', 5, [['#1', 5, [['#2', 3]]]]]]]]]], 9), ['c.md 5', ' #2 3']);
});

test('a file without a token, and no file at all', () => {
  assert.deepEqual(lines([['empty.md', 0]], 5), ['empty.md 0']);
  assert.deepEqual(lines([], 5), []);
});

test('the fewest parts whose tokens are enough', () => {
  const cut = (save: number) => partsToCut([node(PROJECT)], save).map(({ label }) => label);
  assert.deepEqual(cut(0), []);
  assert.deepEqual(cut(40), ['#1']);
  assert.deepEqual(cut(41), ['#1', '#2']);
  assert.equal(cut(1000).length, 5);
});

test('what is always loaded: a skill with the part that is', () => {
  const files: readonly Tree[] = [
    ['AGENTS.md', 10, [['#1', 10]], 'always'],
    [
      'SKILL.md',
      20,
      [
        ['front', 5, [], 'always'],
        ['text', 15, [], 'asked'],
      ],
    ],
    ['x.prompt.md', 7, [], 'asked'],
  ];
  assert.equal(alwaysLoaded([node(['app/', 37, files])]), 15);
});
