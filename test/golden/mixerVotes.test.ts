// Laws of the votes of states and convolutions, on every fixture that has some: in any direction of the stream, those of heads
// and the rest sum to what the mixer returns, whatever is changed inside, hidden, cut or gone on with; and a token's vote is what
// is missing once it alone is hidden from the reader.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HeadVotes } from '../../src/explain/layerVotes.ts';
import { MIXER_OUTPUTS, mixerVotes } from '../../src/explain/mixerVotes.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { backThroughLinear } from '../../src/transformer/backwards.ts';
import type { Intervention } from '../../src/transformer/intervention.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { dot } from '../../src/transformer/vectors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const IDS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const LAST = IDS.length - 1;
const OUTPUTS = [...MIXER_OUTPUTS, 'attention_out', 'state_out', 'state_found'] as const;

const names = ['.', 'variants'].flatMap((folder) =>
  readdirSync(join(FIXTURES, folder))
    .map((name) => join(folder, name))
    .filter((name) => existsSync(join(FIXTURES, name, 'config.json'))),
);
const seen = { state: 0, corrected: 0, beside: 0, convolution: 0 };

for (const name of names) {
  test(`${name}: votes of heads and the rest sum to what a state or a convolution adds`, async () => {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    try {
      const layers = model.readout.blocks.flatMap(({ mixer }, layer) => (mixer ? [layer] : []));
      if (layers.length === 0) return;
      for (const interventions of [[], ...changes(model)]) {
        const sequence = model.newSequence(interventions);
        await model.forward(sequence, IDS.slice(0, 9));
        sequence.truncate(5);
        await model.forward(sequence, IDS.slice(5));
        for (const layer of layers)
          for (const position of [0, 2, 7, LAST]) await checkSum(model, sequence, { layer, position });
      }
      const sequence = model.newSequence();
      await model.forward(sequence, IDS);
      for (const layer of layers) {
        count(model, layer);
        if (!model.shape.states?.[layer]?.corrects) await checkToken(model, sequence, layer);
      }
    } finally {
      await model.release();
    }
  });
}

test('models of each kind were looked at', () => {
  for (const [kind, layers] of Object.entries(seen)) assert.ok(layers > 0, kind);
});

async function checkSum(model: Transformer, sequence: Sequence, place: { layer: number; position: number }) {
  const u = direction(model);
  const { found, ran } = await votesAt(model, sequence, place, u);
  const whole = dot(u, model.shape.beside === 'state' ? ran.state_out : ran.attention_out);
  near(total(found.heads) + found.rest, whole, `layer ${place.layer}, position ${place.position}`);
  for (const [head, keys] of found.headsByKey.entries()) {
    assert.equal(keys.length, place.position + 1);
    near(total(keys), found.heads[head], `layer ${place.layer}, head ${head}`);
  }
}

/** Under the delta rule a reader that does not see a token writes another correction, too. */
async function checkToken(model: Transformer, sequence: Sequence, layer: number) {
  const state = model.shape.states?.[layer];
  const { kernel = 1 } = model.shape.convolutions?.[layer] ?? {};
  const token = state ? LAST - kernel : LAST - 1; // the convolution in front of a state would not see it, either
  const u = direction(model);
  const hidden = await model.rerun(sequence, [{ kind: 'hide', start: token, end: token + 1, query: LAST, layer }]);
  const place = { layer, position: LAST };
  const { found, ran } = await votesAt(model, sequence, place, u);
  const without = await votesAt(model, hidden, place, u);
  const vote = found.headsByKey.map((keys) => keys[token]);
  for (const keys of without.found.headsByKey) assert.equal(keys[token], 0);
  if (!state) {
    near(total(vote), dot(u, ran.attention_out) - dot(u, without.ran.attention_out), `layer ${layer}`);
    return;
  }
  const { mixer } = model.readout.blocks[layer];
  const { vector } = await backThroughLinear(u, (mixer ?? assert.fail('no mixer')).output);
  const missing = vector.map((w, i) => w * ran.state_gates[i] * (ran.state_found[i] - without.ran.state_found[i]));
  for (const [head, one] of vote.entries())
    near(one, total(missing.subarray(head * state.dValue, (head + 1) * state.dValue)), `layer ${layer}, head ${head}`);
}

async function votesAt(
  model: Transformer,
  sequence: Sequence,
  place: { readonly layer: number; readonly position: number },
  u: Float64Array,
) {
  const { layer, position } = place;
  const ran = await model.recomputeBlock(sequence, layer, position, position + 1, OUTPUTS);
  const found: HeadVotes = await mixerVotes(model, sequence, place, u, ran);
  return { found, ran };
}

function changes({ shape: { layers, dModel, beside } }: Transformer): readonly Intervention[][] {
  const offset = Float32Array.from({ length: dModel }, (_, i) => Math.cos(i) / 2);
  const part = beside === 'state' ? ('state' as const) : ('attention' as const);
  return [
    [{ kind: part, layer: layers - 1, gain: 0.5, offset }],
    [{ kind: part, layer: 0, gain: -1, position: 7 }],
    [{ kind: 'hide', start: 2, end: 5 }],
    [{ kind: 'hide', start: 6, end: 8, query: LAST, layer: 0 }],
  ];
}

function count({ shape }: Transformer, layer: number): void {
  const state = shape.states?.[layer];
  if (!state) seen.convolution++;
  else if (shape.beside) seen.beside++;
  else if (state.corrects) seen.corrected++;
  else seen.state++;
}

function direction({ shape: { dModel } }: Transformer): Float64Array {
  return Float64Array.from({ length: dModel }, (_, i) => Math.sin(3 * i + 1));
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= 2e-5 * Math.max(1, Math.abs(expected)),
    `${what}: ${actual} for ${expected}`,
  );
}
