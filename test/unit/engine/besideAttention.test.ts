// What stands beside attention is counted by itself: in what blocks add, and in votes.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import { blocks, logitLens } from '../../../src/engine/blockAnswers.ts';
import { interventionsOf } from '../../../src/engine/changes.ts';
import { modelInfo } from '../../../src/engine/modelInfo.ts';
import type { LoadedModel } from '../../../src/engine/models.ts';
import type { ExplainedText } from '../../../src/engine/run.ts';
import { Runs } from '../../../src/engine/runs.ts';
import { votes } from '../../../src/engine/voteAnswers.ts';
import { argmax } from '../../../src/explain/argmax.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { norm } from '../../../src/transformer/vectors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const IDS = [3, 1, 4, 1, 5, 9];
const LAST = (IDS.length - 1) as TokenIndex;
const NONE = new AbortController().signal;
const RUN = new Runs().begin('run');

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

test('the heads of the state of each layer vote, by the token that wrote, and all votes sum to the logit', async () => {
  const found = await votes(text, { position: LAST, target: 7 }, NONE);
  const beside = found.beside ?? assert.fail('nothing beside attention');
  assert.equal(beside.kind, 'state');
  const { layers, states } = text.model.info;
  const heads = states[0]?.heads ?? assert.fail('no state');
  assert.deepEqual([beside.heads.rows, beside.heads.columns], [layers, heads]);
  assert.deepEqual([beside.headsByKey.rows, beside.headsByKey.columns], [layers * heads, IDS.length]);
  for (const votes of [beside.heads.values, beside.headsByKey.values, beside.votes])
    assert.ok(votes.every((vote) => vote !== 0));
  const all = [...found.heads.values, ...found.mlps, ...found.attentionBiases, ...beside.votes, ...beside.heads.values];
  const sum = all.reduce((total, vote) => total + vote, found.tokenEmbedding);
  assert.ok(Math.abs(sum - found.logit) < 1e-4, `${sum} for ${found.logit}`);
});

function tokenAt(id: number, i: number) {
  const span = { start: 5 * i, end: 5 * i + 5 };
  return { id, text: 'word ', bytes: [...Buffer.from('word ')], special: false, span, byteSpan: span };
}

async function read(name: string): Promise<ExplainedText> {
  const transformer = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
  const sequence = transformer.newSequence();
  await transformer.forward(sequence, IDS);
  const info = modelInfo({}, transformer, { precision: undefined, provider: undefined });
  const tokenizer = { piece: () => ({ text: '?', bytes: [] }) };
  const words = { text: 'word '.repeat(IDS.length), tokens: IDS.map(tokenAt), promptLength: IDS.length };
  const model = { transformer, info, tokenizer } as unknown as LoadedModel;
  return { ...words, model, sequence } as unknown as ExplainedText;
}

test('a state is switched off and set to its mean by itself; attention beside it goes on', async () => {
  const { transformer } = text.model;
  const after = async (change: Change) => {
    const read = await transformer.rerun(text.sequence, await interventionsOf(text, RUN, [change], NONE));
    const outputs = ['state_out', 'attention_out'] as const;
    return await transformer.recomputeBlock(read, 1, LAST, LAST + 1, outputs);
  };
  const before = await transformer.recomputeBlock(text.sequence, 1, LAST, LAST + 1, ['attention_out']);
  const part = { kind: 'state', layer: 1 } as const;
  const off = await after({ kind: 'scale', part, factor: 0 });
  assert.ok(off.state_out.every((value) => value === 0));
  assert.deepEqual(off.attention_out, before.attention_out);
  const all = await transformer.recomputeBlock(text.sequence, 1, 0, IDS.length, ['state_out']);
  const mean = (await after({ kind: 'mean', part })).state_out;
  const d = transformer.shape.dModel;
  for (let i = 0; i < d; i++) {
    const ofAll = IDS.reduce((sum, _, token) => sum + all.state_out[token * d + i], 0) / IDS.length;
    assert.ok(Math.abs(mean[i] - ofAll) < 1e-5);
  }
});

test('a state of a model that has none beside attention is refused', async () => {
  const llama = await read('llama');
  const change: Change = { kind: 'scale', part: { kind: 'state', layer: 0 }, factor: 0 };
  await assert.rejects(interventionsOf(llama, RUN, [change], NONE), { code: 'question-invalid', question: 'changes' });
  await llama.model.transformer.release();
});

test('of several streams the lens and the norm are those of the model, and mixing is a part of its own', async () => {
  const streams = await read('gemma3n_text');
  const { transformer } = streams.model;
  for (const [layer, block] of (await blocks(streams, LAST)).entries()) {
    const outputs = ['prediction', 'streams_added'] as const;
    const ran = await transformer.recomputeBlock(streams.sequence, layer, LAST, LAST + 1, outputs);
    assert.deepEqual([block.normInput, block.mixing?.norm], [ran.prediction, norm(ran.streams_added)]);
    assert.equal(block.beside?.kind, 'laurel');
  }
  const span = { start: LAST, end: LAST + 1 } as Span<TokenIndex>;
  const { rows } = await logitLens(streams, span, NONE);
  const { layers } = transformer.shape;
  assert.equal(rows.length, layers + 1);
  assert.equal(rows[layers][0].id, argmax(await transformer.logits(streams.sequence)));
  await transformer.release();
});
