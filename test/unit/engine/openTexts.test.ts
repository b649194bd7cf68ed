// Texts that the engine keeps open, in a real process: counts after edits, and what happens to them when the process ends,
// when there are too many, or when an edit comes in between.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Span, TokenizerRef, Utf16Offset } from '../../../src/contract/tokens.ts';
import { openTextQuestions } from '../../../src/engine/openTextQuestions.ts';
import { OpenTexts } from '../../../src/engine/openTexts.ts';
import { randomOf } from '../random.ts';
import { EMBEDDED, startEngine } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

const TOKENIZER: TokenizerRef = { kind: 'folder', folder: EMBEDDED };
const TEXT = 'The cat sat on the mat.\nIt looked at the dog.\n'.repeat(200);
const span = (start: number, end: number) => ({ start, end }) as Span<Utf16Offset>;
const unknown = (text: string) => ({ code: 'text-unknown', text });

async function counted(...texts: string[]): Promise<readonly number[]> {
  return await engine.count(texts, TOKENIZER);
}

test('an edited text has the counts of the text that it became', async () => {
  await engine.openText('a', TEXT);
  await engine.editText('a', 1, [
    { start: 4, removed: 3, inserted: 'dog and the cat' },
    { start: TEXT.length, removed: 0, inserted: 'x' },
  ]);
  const edited = `The dog and the cat${TEXT.slice(7, -12)}x${TEXT.slice(-12)}`;
  const now = { text: 'a', version: 1 };
  assert.equal(await engine.countText(now, TOKENIZER), (await counted(edited))[0]);
  assert.deepEqual(
    await engine.countSpans(now, [span(0, 19), span(100, 5_000), span(7, 7)], TOKENIZER),
    await counted(edited.slice(0, 19), edited.slice(100, 5_000), ''),
  );
  const [tokens] = await counted(edited.slice(0, edited.indexOf('\n', 3_000)));
  assert.equal(await engine.lineEndBeyond(now, tokens - 1, TOKENIZER), edited.indexOf('\n', 3_000));
  assert.equal(await engine.lineEndBeyond(now, 1e9, TOKENIZER), undefined);
  const inside = (await engine.tokenize(edited, TOKENIZER)).filter(
    (one) => one.span.end > 3_000 && one.span.start < 3_020,
  );
  assert.deepEqual(
    await engine.tokensIn(now, span(3_000, 3_020), TOKENIZER),
    inside.map(({ byteSpan: _, ...token }) => token),
  );
});

test('edits of one message are made one after the other, in whatever order they stand', async () => {
  const random = randomOf(5);
  const questions = openTextQuestions(new OpenTexts());
  let [text, version] = [TEXT, 0];
  await questions.openText('h', text);
  for (let message = 0; message < 60; message++) {
    const places = Array.from({ length: 1 + random.below(30) }, () => random.below(text.length));
    if (random.below(3) > 0) places.sort((a, b) => b - a); // as VS Code tells them
    const edits = places.map((place) => {
      const start = Math.min(place, text.length);
      const removed = Math.min(random.below(9), text.length - start);
      const inserted = random.of(['', 'x', ' a dog', '.\n']);
      text = text.slice(0, start) + inserted + text.slice(start + removed);
      return { start, removed, inserted };
    });
    await questions.editText('h', ++version, edits);
    if (random.below(2) === 0) continue;
    const [all] = await counted(text);
    assert.equal(await questions.countText({ text: 'h', version }, TOKENIZER), all);
    const spans = [span(0, text.length >> 1), span(text.length >> 1, text.length)];
    const parts = await counted(...spans.map(({ start, end }) => text.slice(start, end)));
    assert.deepEqual(await questions.countSpans({ text: 'h', version }, spans, TOKENIZER), parts);
  }
});

describe('a text is unknown', () => {
  test('in a version that is not the present one, before it is opened and after it is closed', async () => {
    await engine.openText('b', 'one');
    await assert.rejects(engine.countText({ text: 'b', version: 1 }, TOKENIZER), unknown('b'));
    await assert.rejects(engine.editText('b', 2, []), unknown('b'));
    assert.equal(await engine.countText({ text: 'b', version: 0 }, TOKENIZER), 1);
    await engine.closeText('b');
    await assert.rejects(engine.countText({ text: 'b', version: 0 }, TOKENIZER), unknown('b'));
  });

  test('after an edit behind its end', async () => {
    await engine.openText('c', 'one');
    const edit = engine.editText('c', 1, [{ start: 2, removed: 2, inserted: '' }]);
    await assert.rejects(edit, { code: 'question-invalid' });
    await assert.rejects(engine.countText({ text: 'c', version: 0 }, TOKENIZER), unknown('c'));
  });

  test('to a new process', async () => {
    const own = startEngine();
    await own.openText('d', 'one');
    own.stop();
    await assert.rejects(own.countText({ text: 'd', version: 0 }, TOKENIZER), unknown('d'));
    own.dispose();
  });

  test('when it was used the longest time ago and there is too much', async () => {
    const { openText, countText } = openTextQuestions(new OpenTexts({ mostCharacters: 10 }));
    for (const id of ['e', 'f']) await openText(id, 'xxxx');
    await countText({ text: 'e', version: 0 }, TOKENIZER);
    await openText('g', 'xxxx');
    await assert.rejects(countText({ text: 'f', version: 0 }, TOKENIZER), unknown('f'));
    await countText({ text: 'e', version: 0 }, TOKENIZER);
    await openText('h', 'longer than all that is kept');
    assert.ok((await countText({ text: 'h', version: 0 }, TOKENIZER)) > 0);
  });
});

test('counting a long text is given up for an edit, and others are answered meanwhile', async () => {
  const order: string[] = [];
  await engine.openText('long', 'Words of a text. '.repeat(400_000));
  await engine.openText('short', 'one');
  const long = engine.countText({ text: 'long', version: 0 }, TOKENIZER).finally(() => order.push('long'));
  assert.equal(await engine.countText({ text: 'short', version: 0 }, TOKENIZER), 1);
  order.push('short');
  const given = assert.rejects(long, { code: 'cancelled' });
  await engine.editText('long', 1, [{ start: 0, removed: 1, inserted: 'w' }]);
  await given;
  assert.deepEqual(order, ['short', 'long']);
});

test('a word of 10 MB is counted while others are answered, and given up for an edit', async () => {
  const order: string[] = [];
  await engine.openText('word', 'a'.repeat(10_000_000));
  await engine.openText('other', 'one');
  const ask = (version: number) => engine.countText({ text: 'word', version }, TOKENIZER);
  const given = assert.rejects(ask(0), { code: 'cancelled' }).then(() => order.push('given up'));
  assert.equal(await engine.countText({ text: 'other', version: 0 }, TOKENIZER), 1);
  order.push('other');
  await engine.editText('word', 1, [{ start: 400_000, removed: 9_600_000, inserted: '' }]);
  await given;
  assert.deepEqual(order, ['other', 'given up']);
  const [whole] = await counted('a'.repeat(400_000));
  assert.equal(await ask(1), whole);
  assert.deepEqual(await engine.countSpans({ text: 'word', version: 1 }, [span(0, 400_000)], TOKENIZER), [whole]);
  assert.deepEqual(await engine.tokensIn({ text: 'word', version: 1 }, span(0, 100), TOKENIZER), []);
});

test('a word that has no room in memory is refused in words', async () => {
  await engine.openText('words', 'a'.repeat(20_000_001));
  const refused = { code: 'word-too-long', characters: 20_000_001 };
  await assert.rejects(engine.countText({ text: 'words', version: 0 }, TOKENIZER), refused);
  await engine.closeText('words');
});

test('a text of 10 MB in one line is counted, <|endoftext|> in it as any text', async () => {
  const line = '{"key":"value",<|endoftext|>"n":[1,2,3]},'.repeat(250_000);
  await engine.openText('line', line);
  const now = { text: 'line', version: 0 };
  const o200k: TokenizerRef = { kind: 'openai', encoding: 'o200k_base' };
  const [one] = await engine.count([line.slice(0, 41 * 1000)], o200k);
  assert.equal(await engine.countText(now, o200k), one * 250);
});

test('a tokenizer whose expression comes to no end is refused in words', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'endless-'));
  const model = { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' };
  const split = { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated' };
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify({ model, pre_tokenizer: split }));
  await engine.openText('endless', `${'a'.repeat(60)}!`);
  await assert.rejects(engine.countText({ text: 'endless', version: 0 }, { kind: 'folder', folder }), {
    code: 'tokenizer-invalid',
    problem: /does not come to an end/,
  });
  await rm(folder, { recursive: true });
});
