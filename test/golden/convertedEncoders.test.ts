// GGUF files of encoders, and of a decoder as an embedding model, that llama.cpp's own converter wrote of fixtures
// (fixtures/ggml/convertEncoders.py) against Hugging Face's numbers for the fixtures, and the vector of a whole text against
// llama.cpp's.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readBytes, readFloats, readSafetensorsHeader } from '../../src/checkpoint/safetensors.ts';
import { pooled } from '../../src/explain/sentences.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { ggufSentenceHead } from '../../src/transformer/ggufSentenceHead.ts';
import { mapped } from '../../src/transformer/sentenceHead.ts';
import { type LoadOptions, Transformer } from '../../src/transformer/transformer.ts';
import { LlamaCpp, noLlamaCpp } from '../llama/llamaCpp.ts';
import { GOLDEN_TOLERANCE, goldenErrors, largestDifference, withinTolerance } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const CONVERTED = join(FIXTURES, 'ggml/convertedEncoders');
/** The fixture of each file, and what modules.json said when it was converted. */
const FILES = {
  bert: { fixture: 'bert', pooling: 'mean' },
  distilbert: { fixture: 'distilbert', pooling: 'mean' },
  'gemma3_text-both-ways': { fixture: 'variants/gemma3_text-both-ways', pooling: 'mean' },
  modernbert: { fixture: 'modernbert', pooling: 'cls' },
  'nomic_bert-hub': { fixture: 'variants/nomic_bert-hub', pooling: 'mean' },
  qwen3: { fixture: 'qwen3', pooling: 'last' },
  roberta: { fixture: 'roberta', pooling: 'cls' },
} as const;
/** It begins and ends with the tokens that llama.cpp would else put there. */
const IDS = [2, 9, 31, 44, 7, 8, 20, 3];
/** llama.cpp looks GELU and SiLU up in half precision, and takes the approximation of GELU where the models have it exact. */
const LLAMA_TOLERANCE = 1e-3;

for (const [name, { fixture, pooling }] of Object.entries(FILES)) {
  const file = join(CONVERTED, `${name}.gguf`);

  test(`${name} as llama.cpp's converter writes it computes what Hugging Face's code computes`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'converted-'));
    try {
      await copyFile(file, join(folder, 'model.gguf'));
      for (const expected of await readdir(join(FIXTURES, fixture)))
        if (expected.startsWith('expected.')) await copyFile(join(FIXTURES, fixture, expected), join(folder, expected));
      const errors = await goldenErrors(folder, { precision: 'auto' });
      assert.ok(withinTolerance(errors), JSON.stringify(errors));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test(`${name} makes llama.cpp's vector of a text`, { skip: noLlamaCpp() }, async () => {
    const ours = await vectorOf(file, pooling);
    const theirs = await LlamaCpp.vectorOf(file, IDS);
    const difference = largestDifference(normalised(ours), normalised(theirs));
    assert.ok(difference <= LLAMA_TOLERANCE, `the vectors of length 1 differ by ${difference}`);
  });
}

for (const precision of ['auto', 'float32'] as const)
  test(`a BERT in Q8_0 makes the vectors of its blocks' own numbers, kept as ${precision}`, async () => {
    const reference = await readSafetensorsHeader(join(CONVERTED, 'bert-q8_0.safetensors'));
    const tensor = (name: string) => reference.get(name) ?? assert.fail(name);
    const { offset, bytes, file } = tensor('input_ids');
    const ids = Array.from(new BigInt64Array(await readBytes(file, offset, bytes)), Number);
    const ours = await lastVectors(join(CONVERTED, 'bert-q8_0.gguf'), ids, precision);
    const difference = largestDifference(ours.values, await readFloats(tensor('last_hidden_state')));
    assert.ok(difference <= GOLDEN_TOLERANCE, `vectors differ by ${difference}`);
  });

test('every file that the converter wrote is tested', async () => {
  const written = (await readdir(CONVERTED)).filter((file) => file.endsWith('.gguf'));
  assert.deepEqual(written.toSorted(), ['bert-q8_0', ...Object.keys(FILES)].map((name) => `${name}.gguf`).toSorted());
});

/** Pooled and mapped as the file says. [width] */
async function vectorOf(file: string, expectedPooling: string): Promise<Float32Array> {
  const { values, width, checkpoint } = await lastVectors(file, IDS, 'auto');
  const { pooling, maps } = await ggufSentenceHead(checkpoint, checkpoint.sentences ?? assert.fail(), width);
  assert.equal(pooling, expectedPooling);
  return maps.reduce(mapped, Float32Array.from(pooled({ values, width }, pooling ?? 'mean')));
}

/** What the last norm made of each token. [n, width] */
async function lastVectors(file: string, ids: readonly number[], precision: LoadOptions['precision']) {
  const model = await Transformer.load(file, { runtime: localCpu, precision });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, ids);
    const { layers } = model.shape;
    const others = sequence.otherStreams[layers].rows(0, ids.length);
    const values = await model.normed(sequence.residual(layers, 0, ids.length), others);
    return { values, width: values.length / ids.length, checkpoint: model.checkpoint };
  } finally {
    await model.release();
  }
}

function normalised(vector: Float32Array): Float32Array {
  return vector.map((component) => component / Math.hypot(...vector));
}
