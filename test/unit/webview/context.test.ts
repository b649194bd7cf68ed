// The parts of a context without drawing: sums of what is checked, rows that are shown, cells of the map.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContextNode } from '../../../src/contract/contextReport.ts';
import { cellTowards, type TreemapPart, treemapLayout } from '../../../webview/charts/treemapLayout.ts';
import { checksOf, toggled } from '../../../webview/context/checks.ts';
import { begun, update } from '../../../webview/context/contextState.ts';
import { contextTree } from '../../../webview/context/contextTree.ts';
import { alwaysTokens, changeText, share } from '../../../webview/context/nodeWords.ts';
import { rowBeginningWith, rowsOf } from '../../../webview/context/rows.ts';
import { TypeAhead } from '../../../webview/context/typeAhead.ts';

function node(label: string, tokens: number, more: Partial<ContextNode> = {}): ContextNode {
  return {
    id: label,
    label,
    kind: 'file',
    category: 'code',
    tokens,
    before: undefined,
    place: undefined,
    children: [],
    ...more,
  };
}

/** The template of a chat has 5 tokens besides the messages, so to say. */
const CHAT = node('chat', 30, { children: [node('a', 10), node('b', 15)] });
const FOLDER = node('docs', 40, {
  kind: 'folder',
  before: 36,
  children: [
    node('AGENTS.md', 25, { category: 'instructions', before: 21 }),
    node('guide.md', 15, { category: 'documents', before: 15 }),
  ],
});

test('the sum loses what is unchecked, and what a part has besides its parts goes with the last of them', () => {
  const a = toggled(CHAT.children[0], new Set());
  assert.equal(checksOf([CHAT], a).kept, 20);
  assert.equal(checksOf([CHAT], a).stateOf('chat'), 'some');
  const both = toggled(CHAT.children[1], a);
  assert.equal(checksOf([CHAT], both).kept, 0);
  assert.equal(checksOf([CHAT], both).stateOf('chat'), 'none');
});

test('checking what is checked in part checks all of it, and once more unchecks all', () => {
  const some = toggled(CHAT.children[0], new Set());
  const all = toggled(CHAT, some);
  assert.equal(checksOf([CHAT], all).kept, 30);
  assert.deepEqual([...toggled(CHAT, all)], ['a', 'b']);
});

const VIEW = { expanded: new Set<string>(), filter: '', changedOnly: false, where: new Map(), order: 'given' } as const;
const shown = (roots: readonly ContextNode[], view: Parameters<typeof rowsOf>[1]) =>
  rowsOf(roots, view).map(({ node: { label }, level }) => `${level} ${label}`);

test('rows are what is open, and the filter opens what it finds', () => {
  assert.deepEqual(shown([FOLDER, CHAT], VIEW), ['1 docs', '1 chat']);
  assert.deepEqual(shown([FOLDER], { ...VIEW, expanded: new Set(['docs']) }), ['1 docs', '2 AGENTS.md', '2 guide.md']);
  assert.deepEqual(shown([FOLDER, CHAT], { ...VIEW, filter: 'GUIDE' }), ['1 docs', '2 guide.md']);
  assert.deepEqual(shown([FOLDER, CHAT], { ...VIEW, filter: 'nothing' }), []);
  // What is inside of something that is found is all there.
  const open = { ...VIEW, filter: 'docs', expanded: new Set(['docs']) };
  assert.deepEqual(shown([FOLDER, CHAT], open), ['1 docs', '2 AGENTS.md', '2 guide.md']);
});

test('only what changed is shown with what it is in', () => {
  assert.deepEqual(shown([CHAT, FOLDER], { ...VIEW, changedOnly: true }), ['1 docs', '2 AGENTS.md']);
});

test('a row knows its place among its siblings, by size or as given', () => {
  const rows = rowsOf([CHAT], { ...VIEW, expanded: new Set(['chat']), order: 'size' });
  assert.deepEqual(
    rows.map((row) => [row.node.label, row.position, row.siblings, row.expanded]),
    [
      ['chat', 1, 1, true],
      ['b', 1, 2, undefined],
      ['a', 2, 2, undefined],
    ],
  );
});

test('typing leads to the next row that begins so, around the end, and more letters stay', () => {
  const rows = rowsOf([node('beta', 1), node('alpha', 1), node('beet', 1)], VIEW);
  assert.equal(rowBeginningWith(rows, 'b', 0), 2);
  assert.equal(rowBeginningWith(rows, 'b', 2), 0);
  assert.equal(rowBeginningWith(rows, 'be', 2), 2);
  assert.equal(rowBeginningWith(rows, 'x', 0), undefined);
  const typed = new TypeAhead();
  assert.equal(typed.with('b', 0), 'b');
  assert.equal(typed.with('e', 500), 'be');
  assert.equal(typed.with('e', 2000), 'e');
});

test('by category, files stand without their folders, and say where they are', () => {
  const tree = contextTree([FOLDER, CHAT], 'categories');
  assert.deepEqual(
    tree.roots.map(({ id, tokens, before }) => [id, tokens, before]),
    [
      ['category:instructions', 25, 21],
      ['category:documents', 15, 15],
      ['category:code', 30, undefined],
    ],
  );
  assert.equal(tree.where.get('guide.md'), 'docs');
  assert.equal(tree.tokens, 70);
  assert.deepEqual(shown(tree.roots, { ...VIEW, where: tree.where, filter: 'docs/gui' }), [
    '1 Documents',
    '2 guide.md',
  ]);
});

test('shares and changes as people write them', () => {
  assert.deepEqual(
    [share(1, 8), share(1, 80), share(1, 80_000), share(0, 5), share(1, 0)],
    ['13 %', '1.3 %', '< 0.1 %', '0 %', '0 %'],
  );
  assert.equal(changeText(FOLDER), '▲ +4');
  assert.equal(changeText(node('gone', 0, { before: 1234 })), '▼ −1,234');
  assert.equal(changeText(FOLDER.children[1]), undefined);
});

test('what an agent has always is summed where the parts say when they are read', () => {
  const skill = node('SKILL.md', 50, {
    loading: { when: 'asked' },
    children: [
      node('front matter', 8, { loading: { when: 'always' } }),
      node('text', 42, { loading: { when: 'asked' } }),
    ],
  });
  const always = node('AGENTS.md', 30, { loading: { when: 'always' }, children: [node('Style', 30)] });
  const folder = node('repo', 90, {
    kind: 'folder',
    children: [skill, always, node('a.prompt.md', 10, { loading: { when: 'asked' } })],
  });
  assert.equal(alwaysTokens([folder]), 38);
});

test('what is left out stays so when the same is counted again, and another subject begins anew', () => {
  const report = { tokenizer: 'x', tokens: 40, nodes: [FOLDER], duplicates: [], leftOut: [], complete: true };
  const content = (paths: readonly string[]) =>
    ({
      kind: 'content',
      content: {
        kind: 'counted',
        title: '',
        subject: { kind: 'files', paths },
        report,
        budget: 0,
        chat: undefined,
        remarks: [],
      },
    }) as const;
  let state = update(begun([]), content(['/a']));
  assert.deepEqual([...state.expanded], ['docs']);
  for (const event of [
    { kind: 'check', id: 'guide.md' },
    { kind: 'filter', filter: 'g' },
    { kind: 'outdated' },
  ] as const)
    state = update(state, event);
  state = update(state, content(['/a']));
  assert.deepEqual([[...state.unchecked], state.filter, state.outdated], [['guide.md'], 'g', false]);
  assert.equal(update(state, content(['/b'])).filter, '');
});

/** Parts of equal size in so many levels. */
function part(id: string, value: number, parts: readonly TreemapPart[] = []): TreemapPart {
  return { id, label: id, value, group: 1, parts };
}

test('cells have areas as their values, and stand inside of the part that they belong to', () => {
  const inner = [part('b1', 30), part('b2', 30)];
  const cells = treemapLayout(part('', 100, [part('a', 40), part('b', 60, inner)]), 1000, 600);
  const cell = (id: string) => cells.find((one) => one.part.id === id) ?? assert.fail(id);
  const area = (id: string) => cell(id).width * cell(id).height;
  assert.ok(Math.abs(area('a') / area('b') - 40 / 60) < 0.02);
  assert.ok(cell('b').open && !cell('a').open);
  for (const id of ['b1', 'b2']) {
    const [outer, one] = [cell('b'), cell(id)];
    assert.ok(one.x >= outer.x && one.y > outer.y && one.x + one.width <= outer.x + outer.width, id);
    assert.ok(one.y + one.height <= outer.y + outer.height, id);
  }
});

test('a map of 20,000 parts has no more cells than a browser draws at once', () => {
  const many = Array.from({ length: 200 }, (_, i) =>
    part(
      `f${i}`,
      100,
      Array.from({ length: 100 }, (_, j) => part(`f${i}/${j}`, 1)),
    ),
  );
  const cells = treemapLayout(part('', 20_000, many), 1600, 1200);
  assert.equal(cells.length, 600);
  const flat = Array.from({ length: 5000 }, (_, i) => part(`${i}`, 1 + (i % 7)));
  const inOne = treemapLayout(part('', 20_000, flat), 1600, 1200);
  assert.equal(inOne.length, 600);
  assert.ok(
    inOne.every((cell) => cell.part.value === 7),
    'the largest',
  );
});

test('an arrow key leads to the cell that lies in its direction', () => {
  const cells = treemapLayout(part('', 100, [part('left', 50), part('right', 50)]), 800, 300);
  const [left, right] = cells;
  assert.equal(cellTowards(cells, left, 'ArrowRight'), right);
  assert.equal(cellTowards(cells, right, 'ArrowLeft'), left);
  assert.equal(cellTowards(cells, left, 'ArrowLeft'), undefined);
});
