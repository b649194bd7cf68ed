import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { openEvaluatedModel } from '../../../scripts/eval/evaluatedModel.ts';
import { parseProbes, rightShare } from '../../../scripts/eval/probes.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const rows = (n: number) => Array.from({ length: n }, (_, i) => [`Cats ${i}`, ' are', ' is']);
const parse = (all: readonly (readonly string[])[]) => parseProbes(JSON.stringify({ group: all }));

test('the probes that are measured with are sound', () => {
  const groups = parseProbes(readFileSync(`${ROOT}/scripts/eval/probes.json`, 'utf8'));
  assert.ok(groups.length >= 6);
  // A model that always chooses the same side is right half of the time, since the sides alternate.
  const agreement = groups.filter(({ name }) => ['it/they', 'is/are', 'he/she'].includes(name));
  assert.equal(agreement.length, 3);
  for (const { name, probes } of agreement) {
    const same = probes.filter(({ right }) => right === probes[0].right).length;
    assert.equal(same, probes.length / 2, name);
  }
});

test('reads rows as prompt, right and wrong', () => {
  const [{ name, probes }] = parse(rows(20));
  assert.equal(name, 'group');
  assert.deepEqual(probes[3], { prompt: 'Cats 3', right: ' are', wrong: ' is' });
});

test('refuses groups that are too small, by different probes', () => {
  assert.throws(() => parse(rows(19)), /group: 19 different/);
  assert.throws(() => parse([...rows(19), ...rows(5)]), /group: 19 different/);
});

for (const [row, problem] of [
  [['Cats', ' are', ' are'], /the same/],
  [['', ' are', ' is'], /are needed/],
  [['Cats', ' are'], /are needed/],
] as const) {
  test(`refuses ${JSON.stringify(row)}`, () => assert.throws(() => parse([...rows(20), row]), problem));
}

// The first embedded model's tokenizer joins ?": to the model a text that was cut between them was improbable.
test('prompt and continuation are read in one piece', async () => {
  const model = await openEvaluatedModel(`${ROOT}/media/model`);
  const share = await rightShare(model, {
    name: 'quotes',
    probes: [{ prompt: '"Who are you?', right: '" said the boy.', wrong: ' said the boy.' }],
  });
  await model.transformer.release();
  assert.equal(share, 1);
});
