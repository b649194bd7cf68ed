// How a model runs can be chosen: what is not available is reported and replaced, and what means nothing is refused.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import type { EngineOptions } from '../../../src/contract/engineOptions.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, SAMPLING, startEngine } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());
const TEXT = 'Once upon a time there was a little';

async function explain(options: EngineOptions) {
  const run = randomUUID();
  const { model, tokens } = await engine.explain({ run, modelFolder: EMBEDDED, options, text: TEXT });
  const { candidates } = await engine.nextTokens(run, (tokens.length - 1) as TokenIndex, 5, SAMPLING);
  return { model, candidates };
}

const usual = explain({});

/** The tolerance, since another processor adds in another order. */
const SAME = 1e-3;
for (const executionProvider of ['webgpu', 'coreml', 'dml', 'cuda'] as const) {
  test(`${executionProvider} runs the model, or the CPU does and says why: the numbers are the same`, async () => {
    const { candidates } = await usual;
    const other = await explain({ executionProvider });
    const { used, instead } = other.model.provider ?? assert.fail('nothing ran it');
    if (used !== executionProvider) {
      assert.equal(used, 'cpu');
      assert.equal(instead?.asked, executionProvider);
      assert.notEqual(instead?.problem, '');
    }
    for (const [i, { id, logit }] of candidates.entries()) {
      assert.equal(other.candidates[i].id, id);
      assert.ok(Math.abs(other.candidates[i].logit - logit) < SAME);
    }
  });
}

test('what this system never has falls back', async () => {
  const executionProvider = process.platform === 'darwin' ? 'dml' : 'coreml';
  const { provider } = (await explain({ executionProvider })).model;
  assert.deepEqual(provider, { used: 'cpu', instead: { asked: executionProvider, problem: undefined } });
});

test('auto is the CPU, in float32 for a file in float32, and nothing stood in', async () => {
  const { model, candidates } = await usual;
  const auto = await explain({ precision: 'auto', executionProvider: 'auto' });
  for (const { precision, provider } of [model, auto.model]) {
    assert.deepEqual(provider, { used: 'cpu', instead: undefined });
    assert.deepEqual(precision, { kept: 'float32', error: undefined });
  }
  assert.deepEqual(auto.candidates, candidates);
});

for (const [precision, most] of [
  ['int8', 0.1],
  ['int4', 0.6],
] as const) {
  test(`${precision}: says what it costs, and costs no more`, async () => {
    const { candidates } = await usual;
    const quantised = await explain({ precision });
    const { kept, error } = quantised.model.precision ?? assert.fail('not said');
    assert.equal(kept, precision);
    assert.ok(error && error.tokens > 20 && error.rms > 0 && error.rms < most && error.largest > error.rms);
    assert.ok(error.klBits > 0 && error.klBits < 0.1 && error.agreement > 0.8);
    const best = quantised.candidates.find(({ id }) => id === candidates[0].id) ?? assert.fail('no longer among them');
    assert.notEqual(best.logit, candidates[0].logit);
    assert.ok(Math.abs(best.logit - candidates[0].logit) <= 2 * error.largest);
  });
}

for (const options of [{ precision: 'int3' }, { executionProvider: 'tpu' }, { precision: null }, { precision: 8 }]) {
  test(`refuses ${JSON.stringify(options)}, naming what there is`, async () => {
    const [[name, value]] = Object.entries(options);
    const loading = engine.load(EMBEDDED, options as unknown as EngineOptions);
    await assert.rejects(loading, (thrown: Record<string, unknown>) => {
      assert.deepEqual([thrown.code, thrown.setting], ['setting-invalid', `tokenscope.${name}`]);
      assert.equal(thrown.value, JSON.stringify(value));
      assert.ok((thrown.supported as string[]).includes('auto'));
      return true;
    });
  });
}

test('package.json offers what the engine takes', async () => {
  const manifest = JSON.parse(await readFile(resolve(import.meta.dirname, '../../../package.json'), 'utf8'));
  for (const name of ['precision', 'executionProvider']) {
    const setting = manifest.contributes.configuration.properties[`tokenscope.${name}`];
    const loading = engine.load(EMBEDDED, { [name]: 'nothing' });
    await assert.rejects(loading, (thrown: Record<string, unknown>) => {
      assert.deepEqual(thrown.supported, setting.enum);
      assert.equal(setting.enumDescriptions.length, setting.enum.length);
      return true;
    });
  }
});
