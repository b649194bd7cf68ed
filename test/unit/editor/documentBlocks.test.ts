// A document is read in pieces, between which the extension host has its turn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { findBlocks, type LinesOf } from '../../../src/editor/documentBlocks.ts';

/** What is read of a document of VS Code. */
function documentOf(lineCount: number, line: string) {
  return { version: 1, isClosed: false, lineCount, lineAt: () => ({ text: line }) } as unknown as {
    -readonly [name in keyof LinesOf]: LinesOf[name];
  };
}

test('others have their turn while a long document is read', async () => {
  const reading = findBlocks(documentOf(1_000_000, '# a'), true);
  let turns = 0;
  const done = reading.then(() => true);
  while (!(await Promise.race([done, setImmediate(false)]))) turns++;
  assert.ok(turns >= 5, `${turns} turns`);
  assert.equal((await reading)?.sections.length, 1_000_000);
});

test('a document that is edited or closed meanwhile is given up', async () => {
  const [edited, closed] = [documentOf(1_000_000, 'a'), documentOf(1_000_000, 'a')];
  const readings = [findBlocks(edited, false), findBlocks(closed, false)];
  edited.version = 2;
  closed.isClosed = true;
  assert.deepEqual(await Promise.all(readings), [undefined, undefined]);
});

test('a short document is read at once', async () => {
  const blocks = await findBlocks(documentOf(2, 'a'), false);
  assert.deepEqual(blocks, { paragraphs: [{ first: 0, last: 1 }], sections: [] });
});
