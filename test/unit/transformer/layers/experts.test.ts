// Mixtures of experts: an expert that is switched off is not chosen, both layouts and all precisions are the same model,
// and each token is as it would be alone.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import type { Intervention } from '../../../../src/transformer/intervention.ts';
import type { Sequence } from '../../../../src/transformer/sequence.ts';
import { type LoadOptions, Transformer } from '../../../../src/transformer/transformer.ts';
import { largestDifference } from '../../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../../golden/fixtures');
/** Sums in another order. */
const SAME = 2e-5;
const IDS = Array.from({ length: 12 }, (_, i) => (i * 37 + 11) % 90);
const LAYER = 1;
const PLACE = 5;

for (const name of ['mixtral', 'olmoe', 'qwen2_moe', 'granitemoe', 'phimoe', 'gpt_oss']) {
  test(`${name}: the next best is chosen for an expert that is switched off, at one token or at all`, async () => {
    await withModel(name, async (model) => {
      const chosen = model.shape.experts?.chosen ?? 0;
      const clean = await read(model);
      const before = await routing(model, clean);
      const expert = before.ids[PLACE * chosen];
      const everywhere = await read(model, [{ kind: 'expert', layer: LAYER, expert }]);
      const without = await routing(model, everywhere);
      assert.ok(!without.ids.includes(expert));
      assert.equal(largestDifference(without.logits, before.logits), 0); // what the router says, before that
      const others = (ids: Float32Array) => [...ids.subarray(PLACE * chosen, (PLACE + 1) * chosen)];
      const kept = others(before.ids).filter((id) => id !== expert);
      assert.ok(kept.every((id) => others(without.ids).includes(id)));
      const atOne = await read(model, [{ kind: 'expert', layer: LAYER, expert, position: PLACE }]);
      const there = await routing(model, atOne);
      assert.deepEqual(others(there.ids), others(without.ids));
      for (let token = 0; token < IDS.length; token++) {
        if (token === PLACE) continue;
        const row = (ids: Float32Array) => ids.subarray(token * chosen, (token + 1) * chosen);
        assert.deepEqual([...row(there.ids)], [...row(before.ids)]);
      }
      assert.ok(differ(atOne, clean, LAYER + 1, PLACE) > 0);
      assert.equal(differ(atOne, clean, LAYER + 1, PLACE - 1), 0);
    });
  });
}

test('a text read again with an expert switched off is the text read so from the beginning', async () => {
  await withModel('olmoe', async (model) => {
    const off: readonly Intervention[] = [{ kind: 'expert', layer: LAYER, expert: 4, position: PLACE }];
    const again = await model.rerun(await read(model), off);
    const fresh = await read(model, off);
    for (let layer = 0; layer <= model.shape.layers; layer++)
      for (let token = 0; token < IDS.length; token++) assert.ok(differ(again, fresh, layer, token) <= SAME);
  });
});

test('refuses to switch off what is not there, and more than a token can do without', async () => {
  await withModel('mixtral', async (model) => {
    const { experts = 0, chosen = 0 } = model.shape.experts ?? {};
    const off = (count: number) =>
      Array.from({ length: count }, (_, expert): Intervention => ({ kind: 'expert', layer: 0, expert }));
    const refused = (interventions: readonly Intervention[], problem: RegExp) =>
      assert.throws(
        () => model.newSequence(interventions),
        (failure: { code: string; problem: string }) => {
          assert.equal(failure.code, 'question-invalid');
          assert.match(failure.problem, problem);
          return true;
        },
      );
    refused([{ kind: 'expert', layer: 0, expert: experts }], /expert 6 is not from 0 to 5/);
    refused([{ kind: 'expert', layer: 3, expert: 0 }], /layer 3/);
    refused(off(experts - chosen + 1), /1 experts are left/);
    model.newSequence(off(experts - chosen));
    model.newSequence([...off(experts - chosen), { kind: 'expert', layer: 1, expert: 5 }]);
  });
  await withModel('variants/qwen2_moe-step', (model) => {
    assert.throws(() => model.newSequence([{ kind: 'expert', layer: 0, expert: 0 }]), {
      problem: 'layer 0 has no experts',
    });
  });
});

test('experts kept half, or in MXFP4, compute what they compute in float32', async () => {
  for (const name of ['variants/mixtral-stacked', 'variants/gpt_oss-mxfp4']) {
    const [whole, half] = [await logitsOf(name, 'float32'), await logitsOf(name, 'half')];
    assert.ok(largestDifference(half, whole) <= SAME, name);
  }
});

test('quantised experts choose nearly as before: routers are not quantised', async () => {
  for (const name of ['mixtral', 'granitemoe', 'variants/mixtral-stacked', 'variants/gpt_oss-types']) {
    const whole = await logitsOf(name, 'float32');
    const root = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
    const error = root((await logitsOf(name, 'int8')).map((value, i) => value - whole[i])) / root(whole);
    assert.ok(error > 0 && error < 0.1, `${name}: ${error}`);
  }
});

test('weights count as they are stored: all experts, and two in each byte of MXFP4', async () => {
  // d = 32, 4 heads of 12 on 2: attention 32 · 12 · (2 · 4 + 2 · 2) and biases; 5 experts of 64; a router; norms; sinks
  const attention = 32 * 12 * 12 + 12 * (4 + 2 * 2) + 32 + 4;
  const experts = 5 * (3 * 32 * 64 + 2 * 64 + 32) + 5 * 33;
  await withModel('variants/gpt_oss-mxfp4', (model) => {
    assert.equal(model.parameters, 2 * (attention + experts + 2 * 32) + 32 + 2 * 96 * 32);
  });
});

const INVALID: [name: string, fixture: string, changes: object, key: string][] = [
  ['more chosen experts than there are', 'mixtral', { num_experts_per_tok: 7 }, 'num_experts_per_tok'],
  ['one expert for two choices', 'phimoe', { num_local_experts: 1 }, 'num_local_experts'],
  ['dense layers that are no list', 'qwen3_moe', { mlp_only_layers: 2 }, 'mlp_only_layers'],
  ['a tolerance below 0', 'phimoe', { router_jitter_noise: -0.1 }, 'router_jitter_noise'],
  [
    'LongRoPE without its scales',
    'phimoe',
    { rope_scaling: { type: 'linear', factor: 2 } },
    'rope_scaling.short_mscale',
  ],
  ['windows of no size', 'gpt_oss', { sliding_window: null }, 'sliding_window'],
  ['another clamp', 'gpt_oss', { swiglu_limit: 5 }, 'swiglu_limit'],
  ['another gate', 'gpt_oss', { hidden_act: 'gelu' }, 'hidden_act'],
  ['positions that are not rotated', 'granitemoe', { position_embedding_type: 'nope' }, 'position_embedding_type'],
  [
    'another quantisation',
    'gpt_oss',
    { quantization_config: { quant_method: 'awq', bits: 4, group_size: 64 } },
    'quantization_config.quant_method',
  ],
  ['MXFP4 where nobody has it', 'mixtral', { quantization_config: { quant_method: 'mxfp4' } }, 'quantization_config'],
];
for (const [name, fixture, changes, key] of INVALID) {
  test(`refuses ${name} by name`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'experts-'));
    const config = JSON.parse(await readFile(join(FIXTURES, fixture, 'config.json'), 'utf8'));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, ...changes }));
    await copyFile(join(FIXTURES, fixture, 'model.safetensors'), join(folder, 'model.safetensors'));
    await assert.rejects(Transformer.load(folder, { runtime: localCpu }), (failure: { code: string; key: string }) => {
      assert.match(failure.code, /^config-(invalid|unsupported)$/);
      assert.equal(failure.key, key);
      return true;
    });
    await rm(folder, { recursive: true });
  });
}

async function routing(model: Transformer, sequence: Sequence) {
  const outputs = ['router_logits', 'expert_ids', 'expert_weights'] as const;
  const ran = await model.recomputeBlock(sequence, LAYER, 0, IDS.length, outputs);
  return { logits: ran.router_logits, ids: ran.expert_ids, weights: ran.expert_weights };
}

function differ(a: Sequence, b: Sequence, layer: number, token: number): number {
  return largestDifference(a.residual(layer, token, token + 1), b.residual(layer, token, token + 1));
}

async function read(model: Transformer, interventions: readonly Intervention[] = []): Promise<Sequence> {
  const sequence = model.newSequence(interventions);
  await model.forward(sequence, IDS);
  return sequence;
}

async function logitsOf(name: string, precision: NonNullable<LoadOptions['precision']>): Promise<Float32Array> {
  let logits = new Float32Array();
  await withModel(
    name,
    async (model) => {
      logits = await model.logits(await read(model), 0, IDS.length);
    },
    { precision },
  );
  return logits;
}

async function withModel(
  name: string,
  use: (model: Transformer) => unknown,
  options: Pick<LoadOptions, 'precision'> = {},
): Promise<void> {
  const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu, ...options });
  try {
    await use(model);
  } finally {
    await model.release();
  }
}
