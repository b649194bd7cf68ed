// The catalogue as it is written down, and as it is listed: only what runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  RUNNABLE_GGUF_ARCHITECTURES,
  RUNNABLE_MODEL_TYPES,
  runnableCatalogue,
  WHOLE_CATALOGUE,
} from '../../../src/hub/catalogue.ts';
import { isGgufName, quantisationIn } from '../../../src/hub/ggufName.ts';
import { parsePastedModel } from '../../../src/hub/pastedModel.ts';
import { isReadable } from '../../../src/hub/quantisation.ts';
import { parseRepoId, repoIdText } from '../../../src/hub/repoId.ts';

const ALL = WHOLE_CATALOGUE.flatMap(({ entries }) => entries);

test('the catalogue names models once, by valid names, each for a purpose of its own', () => {
  const repos = ALL.map(({ repo }) => repo);
  assert.equal(new Set(repos).size, repos.length);
  assert.equal(new Set(ALL.map(({ purpose }) => purpose)).size, ALL.length);
  for (const { repo } of ALL) assert.equal(repoIdText(parseRepoId(repo)), repo);
});

test('a GGUF file of the catalogue is found by its address, is of a type that is read, and is smaller than safetensors', () => {
  for (const { gguf, weightBytes = Number.POSITIVE_INFINITY } of ALL) {
    if (!gguf) continue;
    const address = `https://huggingface.co/${gguf.repo}/blob/main/${gguf.file}`;
    assert.deepEqual(parsePastedModel(address, 'https://huggingface.co'), {
      kind: 'repo',
      id: parseRepoId(gguf.repo),
      gguf: { kind: 'file', path: gguf.file },
    });
    const quantisation = quantisationIn(gguf.file);
    assert.ok(isGgufName(gguf.file) && quantisation !== undefined && isReadable(quantisation), gguf.file);
    assert.ok(gguf.bytes < weightBytes, gguf.file);
  }
});

test('what is listed runs, as a whole and as a GGUF file', () => {
  const listed = runnableCatalogue().flatMap(({ entries }) => entries);
  assert.ok(listed.length > 20);
  for (const { modelType, gguf, repo } of listed) {
    assert.ok(RUNNABLE_MODEL_TYPES.includes(modelType), repo);
    assert.ok(!gguf || RUNNABLE_GGUF_ARCHITECTURES.includes(gguf.architecture), repo);
  }
});

test('an entry comes with its type, its GGUF file with the architecture, and a group with its first entry', () => {
  const names = (types: readonly string[], architectures: readonly string[] = []) =>
    runnableCatalogue(types, architectures).map(({ name, entries }) => [name, entries.map(({ repo }) => repo)]);
  assert.deepEqual(names([]), []);
  assert.deepEqual(names(['modernbert', 'lfm2']), [
    ['special', ['LiquidAI/LFM2-350M']],
    ['encoders', ['answerdotai/ModernBERT-base']],
  ]);
  const [{ entries: without }] = runnableCatalogue(['lfm2'], ['llama']);
  assert.equal(without[0].gguf, undefined);
  const [{ entries: withFile }] = runnableCatalogue(['lfm2'], ['lfm2']);
  assert.equal(withFile[0].gguf?.file, 'LFM2-350M-Q8_0.gguf');
});
