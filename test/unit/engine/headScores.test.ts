// The scores of a model's heads are computed once, and again where that failed.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { headScores } from '../../../src/engine/headAnswers.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { GraphRunner, Runtime } from '../../../src/runtime/runtime.ts';
import { loadTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';

const FOLDER = join(import.meta.dirname, '../../golden/fixtures/gpt2');

let broken = false;
let runs = 0;
/** Every graph runs as ever, or fails as one on a server does that does not answer in time. */
const runtime: Runtime = {
  ...localCpu,
  open: async (...graph) => {
    const runner = await localCpu.open(...graph);
    const run: GraphRunner['run'] = async (...asked) => {
      runs++;
      if (broken) throw { code: 'remote-unreachable' };
      return await runner.run(...asked);
    };
    return { run, release: () => runner.release() };
  },
};

let transformer: Transformer;
before(async () => {
  transformer = await Transformer.load(FOLDER, { runtime });
});
after(() => transformer.release());

test('a failure is not kept, an answer is', async () => {
  const model = {
    info: {} as ModelInfo,
    transformer,
    tokenizer: await loadTokenizer(FOLDER),
    endIds: new Set<number>(),
  };
  const text = {
    model,
    sequence: transformer.newSequence(),
    text: '',
    tokens: [],
    words: [],
    promptLength: 0,
    wholeMs: 0,
  };
  broken = true;
  await assert.rejects(headScores(text), { code: 'remote-unreachable' });
  broken = false;
  const { heads, induction } = await headScores(text);
  assert.equal(induction.length, heads * transformer.shape.layers);
  const before = runs;
  await headScores(text);
  assert.equal(runs, before);
});
