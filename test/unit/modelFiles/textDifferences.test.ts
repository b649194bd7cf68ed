// Two models that read one text, by a real engine: a model beside itself, beside another one, and what is given back.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { MOST_CHARACTERS, textDifferences } from '../../../src/modelFiles/textDifferences.ts';
import { startEngine } from '../engine/engineProcess.ts';

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures');
const GGUF = join(FIXTURES, 'gguf-qwen2-q4_k/model.gguf');
const LLAMA = join(FIXTURES, 'llama');
const TEXT = 'The cat sat on the mat.';

const engine = startEngine();
after(() => engine.dispose());

function watching(onProgress: (share: number) => void = () => {}, signal = new AbortController().signal) {
  return { signal, onProgress };
}

test('a model beside itself loses nothing, and progress goes from the first block to the last token', async () => {
  const shares: number[] = [];
  const models = { measured: GGUF, reference: GGUF, text: TEXT };
  const { tokens, sameVocabulary, isCut } = await textDifferences(
    engine,
    models,
    watching((share) => shares.push(share)),
  );
  assert.deepEqual([sameVocabulary, isCut], [true, false]);
  assert.equal(tokens.map(({ text }) => text).join(''), TEXT);
  assert.ok(tokens.every(({ divergence, measured, reference }) => divergence === 0 && measured?.id === reference?.id));
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => a - b),
  );
  assert.equal(shares.at(-1), 1);
});

test('models of two vocabularies have no divergence, and both their surprises', async () => {
  const { tokens, sameVocabulary } = await textDifferences(
    engine,
    { measured: LLAMA, reference: GGUF, text: TEXT },
    watching(),
  );
  assert.ok(!sameVocabulary && tokens.every(({ divergence }) => divergence === undefined));
  assert.ok(tokens.some(({ measuredBits, referenceBits }) => (measuredBits ?? 0) > 0 && (referenceBits ?? 0) > 0));
});

test('of a text that is longer than the models read, the beginning is compared', async () => {
  const models = { measured: GGUF, reference: GGUF, text: 'a '.repeat(MOST_CHARACTERS) };
  const { isCut, tokens } = await textDifferences(engine, models, watching());
  assert.ok(isCut && tokens.length > 0 && tokens.length <= 128);
});

test('what is cancelled fails with that, and leaves the engine free for another', async () => {
  const controller = new AbortController();
  const models = { measured: GGUF, reference: GGUF, text: TEXT };
  const asked = textDifferences(
    engine,
    models,
    watching(() => controller.abort(), controller.signal),
  );
  await assert.rejects(asked, { code: 'cancelled' });
  assert.equal((await textDifferences(engine, models, watching())).tokens.length > 0, true);
});

test('a model that cannot be opened says why', async () => {
  const models = { measured: GGUF, reference: FIXTURES, text: TEXT };
  await assert.rejects(textDifferences(engine, models, watching()), { code: 'file-missing' });
});
