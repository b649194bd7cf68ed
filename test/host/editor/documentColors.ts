// Colours of whole documents: their steps, where they stand while the document is edited, and what is said where there are
// none.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ExplainedText } from '../../../src/editor/explainedText.ts';
import { FollowedText } from '../../../src/editor/followedText.ts';
import { closeEverything, opened } from '../explaining.ts';
import { coloring, count, edit, Reader, state, textsOf } from './coloring.ts';

suite('the colours of a document', () => {
  teardown(closeEverything);

  test('have the steps of its tokens, where they stand', async () => {
    const { document } = await opened('one two three four five six');
    await coloring(async ({ drawn, colors }) => {
      const { known } = await drawn(document, (ranges) => count(ranges.known) === 4);
      assert.deepEqual(textsOf(document, known), ['', '', 'two |six', '', '', 'three ', 'four ', '']);
      await state(colors, document, 'read');
    });
  });

  test('fade from the first edit on, move with the text, and are computed again on command', async () => {
    const editor = await opened('one two three four five six');
    const { document } = editor;
    await coloring(async ({ colors, drawn, reader }) => {
      await state(colors, document, 'read');
      const faded = drawn(document, (ranges) => count(ranges.faded) > 0);
      await edit(editor, 8, 5, 'ninety nine'); // three
      const ranges = await faded;
      assert.deepEqual(textsOf(document, ranges.known), ['', '', 'two ', '', '', '', '', '']);
      assert.deepEqual(textsOf(document, ranges.faded), ['', 'six', '', 'four ']);
      assert.deepEqual(colors.stateOf(document), { kind: 'stale', recomputes: false });
      const again = drawn(document, (one) => count(one.known) === 5 && count(one.faded) === 0);
      colors.recompute(document);
      await again;
      assert.deepEqual(reader.texts, ['one two three four five six', 'one two ninety nine four five six']);
    });
  });

  test('are computed again by themselves once nobody types', async () => {
    const editor = await opened('one two three four five six');
    await coloring(
      async ({ colors, drawn }) => {
        await state(colors, editor.document, 'read');
        const again = drawn(editor.document, (ranges) => count(ranges.known) === 3 && count(ranges.faded) === 0);
        await edit(editor, 22, 5, ' '); // five, six
        await again;
      },
      { recomputes: true },
    );
  });
});

suite('the colours of an edited document', () => {
  teardown(closeEverything);

  test('stay faded below those that are computed again, until these are there', async () => {
    const editor = await opened('one two three four');
    const { document } = editor;
    await coloring(async ({ colors, drawn, reader }) => {
      await state(colors, document, 'read');
      const faded = drawn(document, (ranges) => count(ranges.faded) === 3);
      await edit(editor, 0, 0, 'x');
      await faded;
      reader.hold();
      colors.recompute(document);
      const ranges = await drawn(document, () => true);
      assert.deepEqual([count(ranges.known), count(ranges.faded)], [0, 3]);
      const known = drawn(document, (one) => count(one.known) === 3 && count(one.faded) === 0);
      reader.release();
      await known;
    });
  });

  test('say what the model expected in the place of a token that is read, and of no faded one', async () => {
    const editor = await opened('one two three');
    const { document } = editor;
    await coloring(async ({ colors }) => {
      await state(colors, document, 'read');
      const own = colors.colorsOf(document) ?? assert.fail();
      const token = own.tokenAt(5) ?? assert.fail();
      assert.deepEqual([token.start, token.end, token.bits], [4, 8, 4]);
      assert.equal((await own.expected(token, 5))?.context, 1);
      await edit(editor, 0, 0, 'x');
      assert.equal(own.tokenAt(6)?.isFaded, true);
      assert.equal(await own.expected(own.tokenAt(6) ?? assert.fail(), 5), undefined);
    });
  });
});

suite('a document that is edited while it is read', () => {
  teardown(closeEverything);

  test('is not read on until nobody types, since what was begun is of a text that is gone', async () => {
    const editor = await opened('one two three four');
    const { document } = editor;
    const reader = new Reader();
    reader.hold();
    await coloring(
      async ({ colors, drawn }) => {
        await state(colors, document, 'reading');
        const again = drawn(document, (ranges) => count(ranges.known) === 3 && count(ranges.faded) === 0);
        const stale = state(colors, document, 'stale');
        const typed = vscode.workspace.onDidChangeTextDocument(() => reader.release());
        await Promise.all([edit(editor, document.getText().length, 0, 's'), stale]);
        typed.dispose();
        assert.deepEqual(colors.stateOf(document), { kind: 'stale', recomputes: true });
        assert.deepEqual(reader.texts, ['one two three four']);
        assert.equal(reader.left, 3);
        await again;
        assert.deepEqual(reader.texts, ['one two three four', 'one two three fours']);
      },
      { reader, recomputes: true },
    );
  });
});

suite('a document that cannot be read', () => {
  teardown(closeEverything);

  const ended = { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' } as const;

  test('an engine that has ended is asked once more', async () => {
    const { document } = await opened('one two');
    const reader = new Reader();
    reader.failures.push(ended);
    await coloring(
      async ({ colors }) => {
        await state(colors, document, 'read');
        assert.deepEqual(reader.texts, ['one two', 'one two']);
      },
      { reader },
    );
  });

  test('a reader that fails again is said in words, and asked again on command', async () => {
    const { document } = await opened('one two');
    const reader = new Reader();
    reader.failures.push(ended, ended);
    await coloring(
      async ({ colors }) => {
        await state(colors, document, 'failed');
        assert.deepEqual(colors.stateOf(document), { kind: 'failed', message: 'said: engine-stopped' });
        colors.recompute(document);
        await state(colors, document, 'read');
      },
      { reader },
    );
  });

  test('another model that took the place of the one that was reading: the document is read once more', async () => {
    const { document } = await opened('one two');
    const reader = new Reader();
    reader.failures.push({ code: 'run-unknown', run: 'x' });
    await coloring(
      async ({ colors }) => {
        await state(colors, document, 'read');
        assert.equal(reader.texts.length, 2);
      },
      { reader },
    );
  });

  test('a document that is closed while it is read is forgotten', async () => {
    const { document } = await opened('one two');
    await coloring(async ({ colors, reader }) => {
      reader.hold();
      await closeEverything();
      while (!document.isClosed)
        await new Promise<void>((resolve) => {
          const watch = vscode.workspace.onDidCloseTextDocument(() => {
            watch.dispose();
            resolve();
          });
        });
      assert.equal(colors.colorsOf(document), undefined);
      assert.equal(reader.forgotten.length, 1);
      reader.release();
    });
  });

  test('an empty document and one that is too long say so, and are not read', async () => {
    const empty = (await opened('')).document;
    await coloring(async ({ colors, reader }) => {
      assert.deepEqual(colors.stateOf(empty), { kind: 'empty' });
      const long = (await opened('a'.repeat(2_000_001))).document;
      await state(colors, long, 'too-long');
      assert.deepEqual(reader.texts, []);
    });
  });
});

suite('the modes of colour', () => {
  teardown(closeEverything);

  test('are there in one mode at a time', async () => {
    const { document } = await opened('one two three four');
    const place = new FollowedText({ document, start: 0, text: 'one two three four' });
    const text = new ExplainedText(place, []);
    await coloring(
      async ({ colors, set, drawn }) => {
        const [panel, side] = [colors.tintOf('panel'), colors.tintOf('side')];
        assert.equal(colors.isColored(document), false);
        side.show(text, [1]);
        assert.deepEqual([colors.drawnIn(document), colors.isColored(document)], ['attention', true]);
        panel.show(text, [1], 'effect');
        assert.equal(colors.drawnIn(document), 'effect');
        panel.clear();
        assert.equal(colors.drawnIn(document), 'attention');
        const there = drawn(document, (ranges) => count(ranges.known) === 3);
        set('surprisal');
        await there;
        assert.equal(colors.drawnIn(document), 'surprisal');
        const gone = drawn(document, (ranges) => count(ranges.known) === 0);
        set('off');
        await gone;
        assert.equal(colors.isColored(document), false);
      },
      { mode: 'attention' },
    );
    place.dispose();
  });
});
