// What interventions mean, beside the golden numbers: several on one place, the same whatever the chunks, what changes
// nothing, and places that are not there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Intervention } from '../../../src/transformer/intervention.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FOLDER = join(import.meta.dirname, '../../golden/fixtures/gpt2'); // 3 layers, 4 heads, d = 48
const SAME = 2e-5;
const IDS = Array.from({ length: 20 }, (_, i) => (i * 37 + 11) % 320);

let model: Transformer;
before(async () => {
  model = await Transformer.load(FOLDER, { runtime: localCpu });
});
after(() => model.release());

const head = (gain: number): Intervention => ({ kind: 'head', layer: 1, head: 2, gain });
const patch: Intervention = { kind: 'residual', layer: 1, position: 13, residual: new Float32Array(48).fill(0.5) };

test('gains on the same place multiply', async () => {
  assert.equal(largestDifference(await logits([head(0.5), head(3)]), await logits([head(1.5)])), 0);
  assert.ok(largestDifference(await logits([head(1.5)]), await logits([])) > 1e-3);
});

test('a gain of 1 changes nothing', async () => {
  assert.equal(largestDifference(await logits([head(1)]), await logits([])), 0);
});

test('what is changed holds in all chunks and with the cache', async () => {
  const whole = await logits([head(0), patch]);
  assert.ok(largestDifference(await logits([head(0), patch], 6), whole) <= SAME);
  assert.ok(largestDifference(await logits([head(0), patch], 1), whole) <= SAME);
});

test('no token before a patched one sees the patch', async () => {
  const [clean, patched] = [await logits([]), await logits([patch])];
  assert.equal(largestDifference(patched.subarray(0, 13 * 320), clean.subarray(0, 13 * 320)), 0);
  assert.ok(largestDifference(patched.subarray(13 * 320, 14 * 320), clean.subarray(13 * 320, 14 * 320)) > 1e-3);
});

test('a block that is run again is changed alike', async () => {
  const sequence = model.newSequence([{ kind: 'attention', layer: 1, gain: 0 }]);
  await model.forward(sequence, IDS);
  const { attention_out } = await model.recomputeBlock(sequence, 1, 0, 20, ['attention_out']);
  assert.ok(attention_out.every((value) => value === 0));
});

test('parts are changed one after another, at all positions or at one', async () => {
  const offset = new Float32Array(12).fill(0.25);
  const moved: Intervention = { kind: 'head', layer: 1, head: 2, gain: 1, offset };
  const both: Intervention = { kind: 'head', layer: 1, head: 2, gain: 2, offset: offset.map((value) => 2 * value) };
  assert.equal(largestDifference(await logits([moved, head(2)]), await logits([both])), 0);
  const at = (position: number): Intervention => ({ kind: 'mlp', layer: 0, gain: 0, position });
  const everywhere = await logits(IDS.map((_, position) => at(position)));
  assert.equal(largestDifference(everywhere, await logits([{ kind: 'mlp', layer: 0, gain: 0 }])), 0);
  const [clean, changed] = [await logits([]), await logits([at(7)])];
  assert.equal(largestDifference(changed.subarray(0, 7 * 320), clean.subarray(0, 7 * 320)), 0);
  assert.ok(largestDifference(changed.subarray(7 * 320, 8 * 320), clean.subarray(7 * 320, 8 * 320)) > 1e-3);
});

test('what is replaced by itself changes nothing', async () => {
  const sequence = model.newSequence();
  await model.forward(sequence, IDS);
  const { found, attention_out, mlp_out } = await model.recomputeBlock(sequence, 1, 0, 20, [
    'found',
    'attention_out',
    'mlp_out',
  ]);
  const row = (values: Float32Array, at: number, width: number) => values.slice(at * width, (at + 1) * width);
  const place = { layer: 1, position: 13, gain: 0 };
  const changes: Intervention[] = [
    { kind: 'residual', layer: 1, position: 13, residual: sequence.residual(1, 13, 14).slice() },
    { kind: 'head', head: 2, ...place, offset: row(found, 2 * 20 + 13, 12) },
    { kind: 'attention', ...place, offset: row(attention_out, 13, 48) },
    { kind: 'mlp', ...place, offset: row(mlp_out, 13, 48) },
  ];
  const clean = await logits([]);
  for (const change of changes) assert.equal(largestDifference(await logits([change]), clean), 0, change.kind);
});

test('a hidden token is not attended to, from all layers and heads or from one', async () => {
  const hidden = { kind: 'hide', start: 5, end: 6 } as const;
  for (const [hiding, isHidden] of [
    [hidden, () => true],
    [{ ...hidden, layer: 1 }, (layer: number) => layer === 1],
    [{ ...hidden, layer: 1, head: 2 }, (layer: number, one: number) => layer === 1 && one === 2],
    [
      { ...hidden, layer: 1, head: 2, query: 9 },
      (layer: number, one: number, query: number) => layer === 1 && one === 2 && query === 9,
    ],
  ] as const) {
    const sequence = model.newSequence([hiding]);
    await model.forward(sequence, IDS, { chunk: 8 }); // the key is new in the first chunk, and cached in the others
    for (let layer = 0; layer < 3; layer++) {
      const { attention } = await model.recomputeBlock(sequence, layer, 0, 20, ['attention']); // [4, 20, 20]
      for (let one = 0; one < 4; one++)
        for (let query = 6; query < 20; query++) {
          const row = attention.subarray((one * 20 + query) * 20, (one * 20 + query + 1) * 20);
          assert.equal(row[5] === 0, isHidden(layer, one, query), `layer ${layer}, head ${one}, query ${query}`);
          assert.ok(Math.abs(row.reduce((sum, weight) => sum + weight) - 1) < 1e-5);
        }
    }
  }
});

test('hiding what nobody reads changes nothing', async () => {
  assert.equal(largestDifference(await logits([{ kind: 'hide', start: 19, end: 20 }]), await logits([])), 0);
});

test('refuses to leave a token nothing that it attends to', async () => {
  const only: Intervention = { kind: 'hide', start: 0, end: 1, query: 0, layer: 2, head: 1 };
  await assert.rejects(logits([only]), { code: 'question-invalid', problem: /token 0 .* layer 2/ });
});

const REFUSED: [name: string, intervention: Intervention][] = [
  ['a state that no layer has', { kind: 'state', layer: 0, gain: 0 }],
  ['a head that is not there', { kind: 'head', layer: 0, head: 4, gain: 0 }],
  ['a layer that is not there', { kind: 'mlp', layer: 3, gain: 0 }],
  ['half a layer', { kind: 'attention', layer: 0.5, gain: 0 }],
  ['a gain that is no number', { kind: 'attention', layer: 0, gain: Number.NaN }],
  ['a position beyond the context', { kind: 'residual', layer: 0, position: 64, residual: new Float32Array(48) }],
  ['an offset of another width', { kind: 'mlp', layer: 0, gain: 0, offset: new Float32Array(12) }],
  ['a value that is no number', { kind: 'mlp', layer: 0, gain: 0, offset: new Float32Array(48).fill(Number.NaN) }],
  ['a key behind its query', { kind: 'hide', start: 4, end: 5, query: 3 }],
  ['an edge of a head of no layer', { kind: 'hide', start: 3, end: 4, query: 4, head: 0 }],
  ['a residual of another width', { kind: 'residual', layer: 0, position: 0, residual: new Float32Array(47) }],
];
for (const [name, intervention] of REFUSED) {
  test(`refuses ${name}`, () => {
    assert.throws(() => model.newSequence([intervention]), { code: 'question-invalid', question: 'interventions' });
  });
}

/** [20, 320] */
async function logits(interventions: readonly Intervention[], chunk?: number): Promise<Float32Array> {
  const sequence = model.newSequence(interventions);
  await model.forward(sequence, IDS, { chunk });
  return await model.logits(sequence, 0, IDS.length);
}
