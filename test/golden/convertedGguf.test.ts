// GGUF files that llama.cpp's own converter wrote of fixtures (fixtures/ggml/convert.py) against Hugging Face's numbers for the
// fixtures, and against llama.cpp where it loads them.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { LlamaCpp, noLlamaCpp } from '../llama/llamaCpp.ts';
import { type GoldenErrors, goldenErrors, largestDifference, withinTolerance } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const CONVERTED = join(FIXTURES, 'ggml/converted');
const IDS = [5, 9, 31, 44, 7, 8, 20, 13];

/** What llama.cpp does with a file otherwise than Hugging Face with the checkpoint. */
const OTHERWISE: Readonly<Record<string, string>> = {
  cohere2: 'it takes heads to be as wide as they would be without head_dim',
  'gemma3n_text-four': 'it has the sizes of published models in its code',
  'gemma4_text-moe': 'it caps logits at 30 where the file names no cap',
  gpt_bigcode: 'it takes the MLP to be four times as wide as the stream',
  gpt_oss: 'it rounds where YaRN begins and ends, which config.json forbids',
  'phimoe-one-scale': 'it weighs experts by their softmax, where SparseMixer chooses one after the other',
  qwen3_5_moe: 'it takes values of states to be as wide as keys',
  qwen3_next: 'it takes values of states to be as wide as keys',
};
/** It looks GELU up in half precision, and rounds what it multiplies with quantised weights to 8 bits. */
const TOLERANCE: Readonly<Record<string, number>> = {
  bloom: 0.01,
  falcon: 0.01,
  'falcon-new': 0.01,
  gemma4_text: 0.01,
  'gpt_oss-mxfp4': 0.2,
  mpt: 0.01,
  qwen2_5_vl: 1e-3, // it does not read the ε of the norms: with 1e-6 in the file both are the same
};
/** What Hugging Face's code has before a factor of config.json that the file has in its weights. */
const BEFORE_FACTORS: Readonly<Record<string, readonly (keyof GoldenErrors)[]>> = {
  falcon_h1: ['attentionOut', 'stateOut'],
};

for (const file of await readdir(CONVERTED)) {
  const name = file.replace(/\.gguf$/, '');
  const fixture = existsSync(join(FIXTURES, name)) ? name : join('variants', name);

  test(`${name} as llama.cpp's converter writes it computes what Hugging Face's code computes`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'converted-'));
    try {
      await copyFile(join(CONVERTED, file), join(folder, 'model.gguf'));
      for (const expected of await readdir(join(FIXTURES, fixture)))
        if (expected.startsWith('expected.')) await copyFile(join(FIXTURES, fixture, expected), join(folder, expected));
      const all = await goldenErrors(folder, { precision: 'auto' });
      const errors = { ...all, ...Object.fromEntries((BEFORE_FACTORS[name] ?? []).map((key) => [key, 0])) };
      assert.ok(withinTolerance(errors), JSON.stringify(errors));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test(`${name} computes what llama.cpp computes`, { skip: noLlamaCpp() ?? OTHERWISE[name] }, async () => {
    await using theirs = await LlamaCpp.open(join(CONVERTED, file), { context: 64 });
    const model = await Transformer.load(join(CONVERTED, file), { runtime: localCpu, precision: 'auto' });
    try {
      const sequence = model.newSequence();
      await model.forward(sequence, IDS);
      const difference = largestDifference(await model.logits(sequence), await theirs.logits(IDS));
      assert.ok(difference <= (TOLERANCE[name] ?? 1e-4), `logits differ by ${difference}`);
    } finally {
      await model.release();
    }
  });
}
