// What stands beside attention is counted by itself: in what blocks add, and in votes.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { blocks } from '../../../src/engine/blockAnswers.ts';
import { modelInfo } from '../../../src/engine/modelInfo.ts';
import type { LoadedModel } from '../../../src/engine/models.ts';
import type { ExplainedText } from '../../../src/engine/run.ts';
import { votes } from '../../../src/engine/voteAnswers.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { norm } from '../../../src/transformer/vectors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const IDS = [3, 1, 4, 1, 5, 9];
const LAST = (IDS.length - 1) as TokenIndex;
const NONE = new AbortController().signal;

let text: ExplainedText;
before(async () => {
  text = await read('falcon_h1');
});
after(() => text.model.transformer.release());

test('a block’s lengths are those of attention alone, and of the state beside it', async () => {
  const { transformer } = text.model;
  for (const [layer, block] of (await blocks(text, LAST)).entries()) {
    const outputs = ['attention_added', 'beside_added'] as const;
    const ran = await transformer.recomputeBlock(text.sequence, layer, LAST, LAST + 1, outputs);
    const alone = ran.attention_added.map((value, i) => value - ran.beside_added[i]);
    assert.equal(block.attentionNorm, norm(alone));
    assert.deepEqual([block.beside?.kind, block.beside?.norm], ['state', norm(ran.beside_added)]);
    assert.ok(norm(ran.beside_added) > 0);
  }
});

test('the state of each layer votes, and all votes sum to the logit', async () => {
  const found = await votes(text, { position: LAST, target: 7 }, NONE);
  assert.equal(found.beside?.kind, 'state');
  assert.ok(found.beside?.votes.every((vote) => vote !== 0));
  const all = [...found.heads.values, ...found.mlps, ...found.attentionBiases, ...(found.beside?.votes ?? [])];
  const sum = all.reduce((total, vote) => total + vote, found.tokenEmbedding);
  assert.ok(Math.abs(sum - found.logit) < 1e-4, `${sum} for ${found.logit}`);
});

async function read(name: string): Promise<ExplainedText> {
  const transformer = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
  const sequence = transformer.newSequence();
  await transformer.forward(sequence, IDS);
  const info = modelInfo({}, transformer, { precision: undefined, provider: undefined });
  const tokenizer = { piece: () => ({ text: '?', bytes: [] }) };
  return { model: { transformer, info, tokenizer } as unknown as LoadedModel, sequence } as unknown as ExplainedText;
}
