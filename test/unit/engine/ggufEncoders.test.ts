// GGUF files of encoders, which have no head, in the real engine: both ends of a text, what the model does not answer, and sentence
// vectors as the file pools them. The files are llama.cpp's own (test/golden/fixtures/ggml/convertEncoders.py).
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { explained, SAMPLING, startEngine } from './engineProcess.ts';

const FILES = join(import.meta.dirname, '../../golden/fixtures/ggml/convertedEncoders');
const engine = startEngine();
after(() => engine.dispose());

test('a text is read whole, between the tokens that the metadata names, and predicts no words', async () => {
  const { run, tokens, model } = await explained(engine, 'The cats sat.', join(FILES, 'bert.gguf'));
  assert.deepEqual(
    tokens.map(({ id }) => id),
    [2, 5, 6, 13, 7, 14, 3],
  );
  assert.partialDeepStrictEqual(model, { bidirectional: true, predicts: 'nothing', architecture: 'bert' });
  const { rows, columns, values } = await engine.attention(
    run,
    { layer: 0, head: 1 },
    { start: 0 as TokenIndex, end: 1 as TokenIndex },
    { start: 0 as TokenIndex, end: 7 as TokenIndex },
  );
  assert.deepEqual([rows, columns], [1, 7]);
  assert.ok(values.every((weight) => weight > 0)); // of the first token, on all behind it
  await assert.rejects(engine.nextTokens(run, 2 as TokenIndex, 5, SAMPLING), { code: 'predicts-no-word' });
});

for (const [name, expected] of Object.entries({
  bert: { pooling: 'mean', width: 40, maps: 0 },
  'gemma3_text-both-ways': { pooling: 'mean', width: 40, maps: 2 },
  modernbert: { pooling: 'cls', width: 40, maps: 0 },
  qwen3: { pooling: 'last', width: 48, maps: 0 },
} as const))
  test(`${name}: vectors are pooled as the file says, and a mean is split into shares, maps and all`, async () => {
    const { run } = await explained(engine, 'the cat sat', join(FILES, `${name}.gguf`));
    const { shares, cosine, ...pair } = await engine.sentences(run, { other: 'the dog ran on' });
    assert.partialDeepStrictEqual(pair, { ...expected, ownPooling: expected.pooling });
    assert.ok(cosine < 0.9999);
    if (expected.pooling === 'mean') {
      const sum = shares?.values.reduce((all, share) => all + share, 0) ?? Number.NaN;
      assert.ok(Math.abs(sum - cosine) < 1e-5, `${sum} for ${cosine}`);
    } else {
      assert.equal(shares, undefined);
    }
  });
