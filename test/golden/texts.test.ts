// From a prompt to generated text through the whole engine, against Hugging Face: the ids of tokenizer(text) (including
// <s> in front), the logits after them, and what is generated greedily. The cases are in text.json and
// text.safetensors.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readFloats, readSafetensorsHeader } from '../../src/checkpoint/safetensors.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { GOLDEN_TOLERANCE, largestDifference } from './goldenErrors.ts';

interface Prompt {
  readonly text: string;
  readonly ids: readonly number[];
  readonly greedy_ids: readonly number[];
}

const GREEDY = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };

const GGUF = ['gguf-llama-q4_0', 'gguf-llama-q4_k', 'gguf-qwen2-f16', 'gguf-qwen2-q4_k'];

for (const name of ['gpt2', 'llama', 'qwen2', ...GGUF]) {
  const folder = join(import.meta.dirname, 'fixtures', name);
  const { cases } = JSON.parse(readFileSync(join(folder, 'text.json'), 'utf8')) as { cases: readonly Prompt[] };
  for (const [i, { text, ids, greedy_ids }] of cases.entries()) {
    test(`${name} reads and continues ${JSON.stringify(text)}`, async () => {
      const engine = createEngine({
        modelOpened: () => {},
        blockDone: () => {},
        contextProgress: () => {},
        inspectionProgress: () => {},
      });
      const { tokens, model, explainedTo } = await engine.explain({ run: 'text', modelFolder: folder, text });
      assert.deepEqual(
        tokens.map(({ id }) => id),
        ids,
      );
      assert.equal(explainedTo, text.length);
      const last = (tokens.length - 1) as TokenIndex;
      const { candidates } = await engine.nextTokens('text', last, model.vocabSize, GREEDY);
      const logits = Float32Array.from(candidates.toSorted((a, b) => a.id - b.id).map(({ logit }) => logit));
      const entry = (await readSafetensorsHeader(join(folder, 'text.safetensors'))).get(`${i}.last_logits`);
      const difference = largestDifference(logits, await readFloats(entry ?? assert.fail('no logits')));
      assert.ok(difference <= GOLDEN_TOLERANCE, `logits differ by ${difference}`);
      const generated: number[] = [];
      for (const _ of greedy_ids) generated.push((await engine.generate('text', GREEDY, 1)).token.id);
      assert.deepEqual(generated, greedy_ids);
      await engine.release('text');
    });
  }
}
