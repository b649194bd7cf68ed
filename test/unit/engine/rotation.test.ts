// How rotary models rotate queries: rotating the unrotated query again gives the query that attention used.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, startEngine } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');

test('the unrotated query, turned by the position, is the query of the head', async () => {
  const { run, tokens } = await explained(engine, 'the cat sat on the mat', join(FIXTURES, 'llama'));
  for (const token of [0, 3, tokens.length - 1] as TokenIndex[]) {
    const head = { layer: 1, head: 2 };
    const { frequencies, unrotated } = (await engine.rotation(run, head, token)) ?? assert.fail('nothing is turned');
    const { query } = await engine.headDetail(run, head, token);
    const pairs = unrotated.columns;
    assert.equal(frequencies.length, pairs);
    for (let pair = 0; pair < pairs; pair++) {
      const [a, b] = [unrotated.values[pair], unrotated.values[pair + pairs]];
      const angle = token * frequencies[pair];
      const turned = [a * Math.cos(angle) - b * Math.sin(angle), b * Math.cos(angle) + a * Math.sin(angle)];
      assert.ok(Math.abs(turned[0] - query[pair]) < 1e-5 && Math.abs(turned[1] - query[pair + pairs]) < 1e-5);
    }
    // Su et al. 2021: θ^(-2i / d) for pair i of d components; the first is rotated by one radian per position.
    assert.ok(Math.abs(frequencies[0] - 1) < 1e-6 && frequencies[1] < frequencies[0]);
  }
});

test('a model with a table of positions turns nothing', async () => {
  const { run } = await explained(engine, 'the cat sat', EMBEDDED);
  assert.equal(await engine.rotation(run, { layer: 0, head: 0 }, 0 as TokenIndex), undefined);
});
