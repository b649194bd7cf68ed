import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { EndedTexts, type ReadText } from '../../../src/engine/endedTexts.ts';
import { type LoadedModel, Models } from '../../../src/engine/models.ts';
import { TINY } from './engineProcess.ts';

const models = new Models(async () => {});
const loading = models.use(TINY);
const model = await loading;
after(() => models.unload(TINY));

async function textOf(tokens: number): Promise<ReadText> {
  const sequence = model.transformer.newSequence();
  await model.transformer.forward(
    sequence,
    Array.from({ length: tokens }, (_, i) => i),
  );
  return { model, sequence, promptLength: tokens, wholeMs: 1 };
}

test('the last two are kept, as far as they fit together', async () => {
  const [a, b, c] = await Promise.all([textOf(10), textOf(10), textOf(10)]);
  const roomy = new EndedTexts(() => 2 * a.sequence.bytes);
  const narrow = new EndedTexts(() => 2 * a.sequence.bytes - 1);
  for (const texts of [roomy, narrow]) for (const text of [a, b, c]) texts.keep(loading, text);
  assert.deepEqual(roomy.of(loading), [b, c]);
  assert.deepEqual(narrow.of(loading), [c]);
});

test('one that is too large is not kept, nor is one without tokens', async () => {
  const text = await textOf(10);
  const narrow = new EndedTexts(() => text.sequence.bytes - 1);
  narrow.keep(loading, text);
  assert.deepEqual(narrow.of(loading), []);
  const roomy = new EndedTexts();
  roomy.keep(loading, { ...text, sequence: model.transformer.newSequence() });
  assert.deepEqual(roomy.of(loading), []);
});

test('none is kept of a model that is released, whenever its run ends; those of others stay', async () => {
  const text = await textOf(10);
  const other = Promise.resolve<LoadedModel>(model);
  const texts = new EndedTexts();
  texts.keep(loading, text);
  texts.keep(other, text);
  texts.release(loading);
  texts.keep(loading, text);
  assert.deepEqual([texts.of(loading), texts.of(other)], [[], [text]]);
});
