import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGgufName } from '../../../src/hub/ggufName.ts';

const MODELS: readonly [name: string, stem: string, quantisation?: string, part?: number, parts?: number][] = [
  ['Llama-3.2-1B-Instruct-Q4_K_M.gguf', 'Llama-3.2-1B-Instruct-Q4_K_M', 'Q4_K_M'],
  ['qwen2.5-0.5b-instruct-q8_0.gguf', 'qwen2.5-0.5b-instruct-q8_0', 'Q8_0'],
  ['SmolLM2-135M.Q6_K.gguf', 'SmolLM2-135M.Q6_K', 'Q6_K'],
  ['ggml-model-f16.gguf', 'ggml-model-f16', 'F16'],
  ['phi-2.fp16.gguf', 'phi-2.fp16', 'F16'],
  ['gemma-3-270m-it-BF16.gguf', 'gemma-3-270m-it-BF16', 'BF16'],
  ['Qwen3-0.6B-UD-Q4_K_XL.gguf', 'Qwen3-0.6B-UD-Q4_K_XL', 'UD-Q4_K_XL'],
  ['Qwen3-0.6B-IQ4_NL.gguf', 'Qwen3-0.6B-IQ4_NL', 'IQ4_NL'],
  ['gemma-2-2b-it-Q4_0_4_8.gguf', 'gemma-2-2b-it-Q4_0_4_8', 'Q4_0_4_8'],
  ['gpt-oss-20b-mxfp4.gguf', 'gpt-oss-20b-mxfp4', 'MXFP4'],
  ['a.Q2_K.from-F16.Q5_1.gguf', 'a.Q2_K.from-F16.Q5_1', 'Q5_1'],
  ['model.GGUF', 'model'],
  ['my model (1).gguf', 'my model (1)'],
  ['story-lora-merged.gguf', 'story-lora-merged'],
  ['NQ4_0.gguf', 'NQ4_0'],
  ['DeepSeek-Q4_K_M-00002-of-00009.gguf', 'DeepSeek-Q4_K_M', 'Q4_K_M', 2, 9],
];
for (const [name, stem, quantisation, part = 1, parts = 1] of MODELS) {
  test(`${name} is ${quantisation ?? 'of no known type'}, part ${part} of ${parts}`, () => {
    assert.deepEqual(parseGgufName(name), { stem, quantisation, part, parts });
  });
}

const OTHERS = [
  'mmproj-model-f16.gguf',
  'gemma-3-4b-it-mmproj-BF16.gguf',
  'lora-F16.gguf',
  'imatrix.gguf',
  'model.gguf.part',
  'a/b.gguf',
  'a\\b.gguf',
  'C:b.gguf',
  '.gguf',
  'a-00004-of-00003.gguf',
  'a-00000-of-00003.gguf',
  `${'a'.repeat(300)}.gguf`,
];
for (const name of OTHERS) {
  test(`${JSON.stringify(name).slice(0, 40)} is no model`, () => assert.equal(parseGgufName(name), undefined));
}
