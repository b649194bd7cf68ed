// A document is read in pieces, between which the extension host has its turn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { DocumentBlocks, type LinesOf } from '../../../src/editor/documentBlocks.ts';

/** What is read of a document of VS Code. */
function documentOf(lineCount: number, line: string) {
  return { version: 1, isClosed: false, lineCount, lineAt: () => ({ text: line }) } as unknown as {
    -readonly [name in keyof LinesOf]: LinesOf[name];
  };
}

test('others have their turn while a long document is read', async () => {
  const reading = new DocumentBlocks().of(documentOf(1_000_000, '# a'), 'markdown');
  let turns = 0;
  const done = reading.then(() => true);
  while (!(await Promise.race([done, setImmediate(false)]))) turns++;
  assert.ok(turns >= 5, `${turns} turns`);
  assert.equal((await reading)?.sections.length, 1_000_000);
});

test('a document that is edited or closed meanwhile is given up', async () => {
  const [edited, closed] = [documentOf(1_000_000, 'a'), documentOf(1_000_000, 'a')];
  const readings = [edited, closed].map((document) => new DocumentBlocks().of(document, 'plain'));
  edited.version = 2;
  closed.isClosed = true;
  assert.deepEqual(await Promise.all(readings), [undefined, undefined]);
});

test('a short document is read at once', async () => {
  const blocks = await new DocumentBlocks().of(documentOf(2, 'a'), 'plain');
  assert.deepEqual(blocks, { paragraphs: [{ first: 0, last: 1 }], sections: [] });
});

/** A document of these lines, and the lines that were asked for since somebody looked. */
function editable(lines: string[]) {
  const asked = new Set<number>();
  const document = {
    version: 1,
    isClosed: false,
    get lineCount() {
      return lines.length;
    },
    lineAt: (line: number) => {
      asked.add(line);
      return { text: lines[line] };
    },
  };
  return { document: document as unknown as LinesOf & { version: number }, asked };
}

/** Replaces lines, as VS Code would tell of it. */
function replace(
  lines: string[],
  { document }: ReturnType<typeof editable>,
  first: number,
  gone: number,
  by: string[],
) {
  lines.splice(first, gone, ...by);
  document.version++;
  const range = { start: { line: first, character: 0 }, end: { line: first + gone, character: 0 } };
  return { document, contentChanges: [{ range }] } as unknown as Parameters<DocumentBlocks['change']>[0];
}

test('after edits only what can have changed is read, and the blocks are those of the whole document', async () => {
  const lines = Array.from({ length: 9000 }, (_, i) => (i % 3 === 0 ? `# ${i}` : i % 3 === 1 ? 'text' : ''));
  const edited = editable(lines);
  const blocks = new DocumentBlocks();
  await blocks.of(edited.document, 'markdown');
  edited.asked.clear();
  blocks.change(replace(lines, edited, 3000, 1, ['more', 'lines', '# new']));
  blocks.change(replace(lines, edited, 3010, 2, []));
  const found = await blocks.of(edited.document, 'markdown');
  assert.ok(edited.asked.size < 30, `${edited.asked.size} lines`);
  assert.deepEqual(found, await new DocumentBlocks().of(edited.document, 'markdown'));
});

test('a document that did not change, and one that two ask for at once, is read once', async () => {
  const edited = editable(['# A', 'text']);
  const blocks = new DocumentBlocks();
  const [one, two] = await Promise.all([
    blocks.of(edited.document, 'markdown'),
    blocks.of(edited.document, 'markdown'),
  ]);
  assert.equal(one, two);
  edited.asked.clear();
  assert.equal(await blocks.of(edited.document, 'markdown'), one);
  assert.equal(edited.asked.size, 0);
  assert.deepEqual(await blocks.of(edited.document, 'plain'), { paragraphs: [{ first: 0, last: 1 }], sections: [] });
});
