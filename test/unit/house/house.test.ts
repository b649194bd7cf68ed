// The rooms of the house: nobody imports upwards, nobody imports in a circle, and the linter has the same rules.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { circles, readSources, type SourceFile, sourceFile } from '../../../scripts/house/importGraph.ts';
import { LINT_FILE, lintRules } from '../../../scripts/house/lintRules.ts';
import { misplacedImports } from '../../../scripts/house/misplacedImports.ts';
import { picture } from '../../../scripts/house/picture.ts';
import { type Room, roomOf, SOURCE_ROOMS, WEBVIEW_ROOMS } from '../../../scripts/house/rooms.ts';

const FILES = readSources(resolve(import.meta.dirname, '../../..'), ['src', 'webview']);

test('every folder is a room of the table, and every room a folder', () => {
  const found = new Set(FILES.map(({ path }) => roomOf(path)).filter((room) => !room.endsWith('.ts')));
  const webview = Object.keys(WEBVIEW_ROOMS).filter((name) => name !== 'contract');
  const known = [...Object.keys(SOURCE_ROOMS), ...webview.map((name) => `webview/${name}`)];
  assert.deepEqual([...found].sort(), known.sort());
});

for (const [top, rooms] of Object.entries({ src: SOURCE_ROOMS, webview: WEBVIEW_ROOMS })) {
  test(`the rooms of ${top}/ are listed from the ground up: none knows one that comes later`, () => {
    const upward = Object.entries(rooms).flatMap(([name, { knows }], floor) =>
      knows.filter((other) => Object.keys(rooms).indexOf(other) >= floor).map((other) => `${name} → ${other}`),
    );
    assert.deepEqual(upward, []);
  });

  test(`the rooms of ${top}/ know no more than they import`, () => {
    const imported = (name: string, other: string) =>
      FILES.some(({ path, imports }) => inRoom(path, top, name) && imports.some((one) => inRoom(one, top, other)));
    const unused = Object.entries(rooms).flatMap(([name, { knows }]: [string, Room]) =>
      knows.filter((other) => !imported(name, other)).map((other) => `${name} → ${other}`),
    );
    assert.deepEqual(unused, []);
  });
}

test('events of our elements keep a detail that is undefined, which CustomEvent makes null', () => {
  const own = FILES.map(({ path }) => path).filter((path) =>
    readFileSync(resolve(import.meta.dirname, '../../..', path), 'utf8').includes('new CustomEvent'),
  );
  assert.deepEqual(own, ['webview/events/detailEvent.ts']);
});

test('nobody imports from a room that it does not know, or a package that is not its own', (t) => {
  t.diagnostic(`\n${picture(FILES)}`);
  assert.deepEqual(misplacedImports(FILES), []);
});

test('an import upwards, one of another room’s package and one of VS Code are found', () => {
  const planted: readonly SourceFile[] = [
    sourceFile(
      'src/hub/store.ts',
      "import type { Panel } from '../views/panel.ts';\nimport * as vscode from 'vscode';\n",
    ),
    sourceFile('src/explain/pca.ts', "const { OnnxSession } = await import('../runtime/onnxSession.ts');\n"),
    sourceFile('webview/charts/arcs.ts', "import '../stops/section.ts';\nimport '../../src/hub/lock.ts';\n"),
    sourceFile('src/engine/run.ts', "import { Tensor } from 'onnxruntime-node/backend';\nimport './models.ts';\n"),
  ];
  assert.deepEqual(misplacedImports(planted), [
    'src/hub/store.ts → src/views/panel.ts',
    'src/hub/store.ts → vscode',
    'src/explain/pca.ts → src/runtime/onnxSession.ts',
    'webview/charts/arcs.ts → webview/stops/section.ts',
    'webview/charts/arcs.ts → src/hub/lock.ts',
    'src/engine/run.ts → onnxruntime-node/backend',
  ]);
});

test('no files import one another in a circle, types included', () => {
  assert.deepEqual(circles(new Map(FILES.map(({ path, imports }) => [path, imports]))), []);
  const planted = { a: ['b'], b: ['c', 'd'], c: ['a'], d: [] };
  assert.deepEqual(circles(new Map(Object.entries(planted))), [['a', 'b', 'c']]);
});

test('the linter has the rules of the table: npm run rooms -- --lint', () => {
  assert.equal(readFileSync(LINT_FILE, 'utf8'), lintRules());
});

function inRoom(path: string, top: string, name: string): boolean {
  return roomOf(path) === (top === 'src' || name === 'contract' ? name : `${top}/${name}`);
}
