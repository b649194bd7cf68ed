// Votes of a model that caps its logits: they are of what stands before the cap, and what it makes of that is told.
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { copyOf } from '../checkpoint/remadeFolder.ts';
import { explained, startEngine, TINY } from './engineProcess.ts';

/** final_logit_softcapping of the fixture's config.json */
const CAP = 3;
const engine = startEngine();
let folder: string;
before(async () => {
  folder = await copyOf('gemma2');
  await cp(join(TINY, 'tokenizer.json'), join(folder, 'tokenizer.json')); // its 320 ids are among the model's 360
});
after(() => engine.dispose());

test('the capped logit, or what is left of a difference, stands beside the votes', async () => {
  const { run, tokens } = await explained(engine, 'one two three', folder);
  const position = (tokens.length - 1) as TokenIndex;
  const votesFor = async (target: number, other?: number) => {
    const { logit, capped } = await engine.votes(run, { position, target, ...(other === undefined ? {} : { other }) });
    assert.equal(capped?.cap, CAP);
    return { logit, capped: capped.logit };
  };
  const [a, b, both] = [await votesFor(7), await votesFor(9), await votesFor(7, 9)];
  for (const { logit, capped } of [a, b]) assert.ok(Math.abs(capped - CAP * Math.tanh(logit / CAP)) < 1e-5);
  assert.ok(Math.abs(both.capped - (a.capped - b.capped)) < 1e-5);
});

test('of a model without a cap nothing is said', async () => {
  const { run } = await explained(engine, 'one two three');
  assert.equal((await engine.votes(run, { position: 1 as TokenIndex, target: 7 })).capped, undefined);
});
