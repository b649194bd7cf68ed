// What two files of one model differ in: worked by hand, and beside the weights from which a file was quantised.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { readFloats } from '../../../src/checkpoint/safetensors.ts';
import { differencesOf } from '../../../src/inspection/inspection.ts';
import { modelTensors } from '../../../src/inspection/modelTensors.ts';
import { Distance, type NamedTensors, tensorDifferences } from '../../../src/inspection/tensorDifferences.ts';

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures');
const fixture = (name: string) => join(FIXTURES, name);
const QUANTISED = fixture('gguf-llama-q4_0/model.gguf');
const DEQUANTISED = fixture('gguf-llama-q4_0/dequantised.safetensors');

function options(onProgress: (done: number, of: number) => void = () => {}, signal = new AbortController().signal) {
  return { signal, onProgress };
}

test('the relative error is the distance over the length of the reference', () => {
  const distance = new Distance();
  // a - b = [3, 0, 4], of length 5; b = [0, 6, 8], of length 10
  distance.add(Float32Array.of(3, 6, 12), Float32Array.of(0, 6, 8));
  assert.equal(distance.relativeError, 0.5);
  assert.equal(distance.rootMeanSquare, Math.sqrt(25 / 3));
  assert.equal(distance.largest, 4);
});

test('nothing beside nothing is no error, and something beside zeros is without bounds', () => {
  const none = new Distance();
  assert.equal(none.relativeError, undefined);
  none.add(Float32Array.of(0, 0), Float32Array.of(0, 0));
  assert.equal(none.relativeError, 0);
  none.add(Float32Array.of(1), Float32Array.of(0));
  assert.equal(none.relativeError, Number.POSITIVE_INFINITY);
});

test('a file beside itself differs in nothing', async () => {
  const { tensors, relativeError, onlyOurs, onlyReference, complete } = await differencesOf(
    [QUANTISED, QUANTISED],
    options(),
  );
  assert.ok(tensors.length > 20 && tensors.every((tensor) => tensor.relativeError === 0));
  assert.deepEqual([relativeError, onlyOurs, onlyReference, complete], [0, [], [], true]);
});

test('tensors of two formats meet under the names of the model, rows in the order of the model', async () => {
  // The folder of the other fixture has the same model's shape and other weights: only what is compared matters here.
  const [ours, theirs] = await modelTensors([QUANTISED, fixture('llama/model.safetensors')]);
  assert.ok(ours.has('model.layers.0.self_attn.q_proj.weight') && theirs.has('model.layers.0.self_attn.q_proj.weight'));
});

test('what is quantised differs from what it was made of as computed by hand, the largest error first', async () => {
  const [ours] = await modelTensors([QUANTISED, QUANTISED]);
  const name = 'model.layers.0.mlp.down_proj.weight';
  const quantised = await readFloats(need(ours, name));
  const reference = need(ours, 'model.layers.1.mlp.down_proj.weight');
  const other = await readFloats(reference);
  const pair = new Map([[name, need(ours, name)]]);
  const { tensors } = await tensorDifferences(pair, new Map([[name, reference]]), options());
  const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  const expected = Math.sqrt(squares(quantised.map((value, i) => value - other[i])) / squares(other));
  assert.ok(Math.abs((tensors[0].relativeError ?? 0) - expected) < 1e-6);
});

test('the largest error comes first; what has another shape or cannot be read is named behind it', async () => {
  const [all] = await modelTensors([QUANTISED, QUANTISED]);
  const [down, up] = ['model.layers.0.mlp.down_proj.weight', 'model.layers.0.mlp.up_proj.weight'];
  const norm = 'model.layers.0.input_layernorm.weight';
  const [same, other, shape] = [need(all, norm), need(all, down), need(all, up)];
  const ours = new Map([
    ['norm', same],
    ['down', other],
    ['shape', shape],
    ['mine', same],
  ]);
  const reference = new Map([
    ['norm', same],
    ['down', need(all, 'model.layers.1.mlp.down_proj.weight')],
    ['shape', same],
    ['theirs', same],
  ]);
  const found = await tensorDifferences(ours, reference, options());
  assert.deepEqual(
    found.tensors.map(({ name }) => name),
    ['down', 'norm', 'shape'],
  );
  assert.equal(found.tensors[2].problem?.kind, 'shape');
  assert.deepEqual([found.onlyOurs, found.onlyReference], [['mine'], ['theirs']]);
});

test('quantised tensors are those that the package gguf makes of the file, by the names of the file', async () => {
  // The second file has no config.json beside it: neither is then named by the model.
  const { tensors, onlyOurs, relativeError } = await differencesOf([QUANTISED, DEQUANTISED], options());
  assert.ok(tensors.some(({ types }) => types[0] === 'Q4_0'));
  assert.ok(tensors.every(({ problem }) => problem === undefined));
  assert.deepEqual([onlyOurs, relativeError], [[], 0]);
});

test('what was compared until it was cancelled is kept, and progress reaches the whole', async () => {
  const controller = new AbortController();
  const told: number[] = [];
  const stopping = options((done) => {
    told.push(done);
    if (told.length === 3) controller.abort();
  }, controller.signal);
  const { tensors, complete } = await differencesOf([QUANTISED, QUANTISED], stopping);
  assert.deepEqual([tensors.length, complete], [3, false]);
  let last = [0, 1];
  await differencesOf(
    [QUANTISED, QUANTISED],
    options((done, of) => (last = [done, of])),
  );
  assert.equal(last[0], last[1]);
});

function need(tensors: NamedTensors, name: string) {
  return tensors.get(name) ?? assert.fail(`${name} is missing`);
}
