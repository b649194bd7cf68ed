// Sentence vectors of models that are no encoders, by the real engine: where a token is several streams, and where it is
// narrower behind the last norm than in the stream.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, test } from 'node:test';
import { explained, startEngine } from './engineProcess.ts';
import { withWords } from './withWords.ts';

const engine = startEngine();
after(() => engine.dispose());

for (const [fixture, expectedWidth] of [
  ['gemma3n_text', 32],
  ['variants/opt-post-norm', 16],
] as const)
  test(`${fixture}: a text is as alike to itself as can be, and less to another`, async (t) => {
    const folder = await withWords(fixture);
    t.after(() => rm(folder, { recursive: true }));
    const { run } = await explained(engine, 'the cat', folder);
    for (const pooling of ['cls', 'last', 'mean', 'max'] as const) {
      const { width, cosine, cosines } = await engine.sentences(run, { other: 'the cat', pooling });
      assert.equal(width, expectedWidth);
      assert.ok(Math.abs(cosine - 1) < 1e-5);
      assert.ok(Math.abs(cosines.values[3] - 1) < 1e-5);
      assert.ok((await engine.sentences(run, { other: 'dog', pooling })).cosine < 0.99);
    }
  });
