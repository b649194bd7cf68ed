// What the real child says of layers without attention: effective weights in all their forms, the state's course, taps.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { HeadRef } from '../../../src/contract/readings.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { explained, startEngine } from './engineProcess.ts';
import { WORDS, withWords } from './withWords.ts';

const TEXT = Array.from({ length: 40 }, (_, i) => WORDS[(i * 5 + (i >> 3)) % WORDS.length]).join(' ');
const N = 40;

const engine = startEngine();
/** Another process, since one keeps one model at a time. */
const other = startEngine();
const folders: string[] = [];
/** Layers 0 and 2 keep a state, with 5 heads; layer 1 has attention. */
let hybrid: RunSummary;
/** Layers 0, 1 and 3 are convolutions of 3 taps. */
let convolutions: RunSummary;
before(async () => {
  for (const fixture of ['granitemoehybrid', 'lfm2']) folders.push(await withWords(fixture));
  hybrid = await explained(engine, TEXT, folders[0]);
  convolutions = await explained(other, TEXT, folders[1]);
});
after(async () => {
  engine.dispose();
  other.dispose();
  for (const folder of folders) await rm(folder, { recursive: true });
});

const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
const weights = async (head: HeadRef['head'], rows = span(0, N), columns = span(0, N)) =>
  (await engine.stateWeights(hybrid.run, { layer: 2, head }, rows, columns)).values;

test('a row of weights is that of the query written out, and of the window that is cut around it', async () => {
  const all = await weights(3);
  const {
    products,
    left,
    weights: row,
    written,
  } = await engine.stateDetail(hybrid.run, { layer: 2, head: 3 }, 17 as TokenIndex);
  assert.deepEqual([products.length, left.length, row.length, written.length], [18, 18, 18, 18]);
  assert.equal(left[17], 1);
  for (let key = 0; key < N; key++) near(all[17 * N + key], row[key] ?? 0);
  for (const [key, weight] of row.entries()) near(weight, products[key] * left[key]);
  const part = await weights(3, span(15, 20), span(10, 18));
  for (let i = 0; i < part.length; i++) near(part[i], all[(15 + Math.floor(i / 8)) * N + 10 + (i % 8)]);
});

test('maps have the weights of all heads, their mean and the strongest, pooled by what is furthest from 0', async () => {
  const { heads, size, values, most } = await engine.stateMaps(hybrid.run, 2, 256);
  assert.deepEqual([heads, size, most.length, values.length], [5, N, 7, 7 * N * N]);
  for (const [map, head] of ([0, 1, 2, 3, 4, 'mean', 'max'] as const).entries()) {
    const exact = await weights(head);
    const largest = exact.reduce((max, weight) => Math.max(max, Math.abs(weight)), 0);
    near(most[map], largest);
    for (let i = 0; i < N * N; i++) {
      const level = (values[map * N * N + i] - 128) / 127;
      assert.ok(Math.abs(level - Math.sign(exact[i]) * Math.sqrt(Math.abs(exact[i]) / largest)) < 0.5 / 127 + 1e-3);
    }
  }
  const small = await engine.stateMaps(hybrid.run, 2, 8);
  assert.deepEqual([small.size, ...small.most], [8, ...most]);
});

test('the overview has the layers that keep a state', async () => {
  const overview = await engine.stateOverview(hybrid.run, 8);
  assert.deepEqual(
    overview.map(({ layer, heads, size }) => [layer, heads, size]),
    [
      [0, 5, 8],
      [2, 5, 8],
    ],
  );
  assert.deepEqual(overview[1], await engine.stateMaps(hybrid.run, 2, 8));
  assert.deepEqual(await other.stateOverview(convolutions.run, 8), []);
});

test('the course of a head says what each token leaves, and of all heads what they leave together', async () => {
  const courses = [];
  for (const head of [0, 1, 2, 3, 4]) courses.push(await engine.stateCourse(hybrid.run, { layer: 2, head }));
  const { left } = await engine.stateDetail(hybrid.run, { layer: 2, head: 3 }, (N - 1) as TokenIndex);
  for (let token = 0; token < N - 1; token++) near(left[token + 1] * courses[3].decays[token + 1], left[token]);
  const mean = await engine.stateCourse(hybrid.run, { layer: 2, head: 'mean' });
  const max = await engine.stateCourse(hybrid.run, { layer: 2, head: 'max' });
  for (let token = 0; token < N; token++)
    for (const what of ['decays', 'norms'] as const) {
      const each = courses.map((course) => course[what][token]);
      near(mean[what][token], each.reduce((sum, value) => sum + value, 0) / 5);
      near(max[what][token], Math.max(...each));
    }
  assert.ok(courses.every(({ decays }) => decays.every((decay) => decay > 0 && decay <= 1)));
});

test('taps: a token has nothing from before the text, and something from itself', async () => {
  const { rows, columns, values } = await other.convolutionTaps(convolutions.run, 1);
  assert.deepEqual([rows, columns], [N, 3]);
  assert.deepEqual([values[1], values[2], values[5]], [0, 0, 0]);
  for (let token = 0; token < N; token++) assert.ok(values[token * 3] > 0);
  assert.equal((await engine.convolutionTaps(hybrid.run, 0)).columns, 4); // in front of the state
});

test('taps of a long text are those of its pieces, wherever these begin', async () => {
  const long = await explained(engine, Array(4).fill(TEXT).join(' ').slice(0, 480), folders[0]);
  assert.ok(long.tokens.length > 64 + 4);
  const { columns, values } = await engine.convolutionTaps(long.run, 0);
  // What is put in is the token's own in the first layer: the same word at the same distance gives the same part.
  for (let token = 3; token < long.tokens.length; token++)
    for (let distance = 0; distance < columns; distance++) {
      const word = long.tokens[token - distance].id;
      const same = long.tokens.findIndex(({ id }) => id === word);
      near(values[token * columns + distance], values[(same + distance) * columns + distance]);
    }
});

test('a text of one token has one weight', async () => {
  const { run } = await explained(engine, 'cat', folders[0]);
  const { size, values } = await engine.stateMaps(run, 0, 256);
  assert.deepEqual([size, values.length], [1, 7]);
  assert.equal((await engine.stateCourse(run, { layer: 0, head: 'mean' })).norms.length, 1);
});

test('what is not there is refused', async () => {
  const refused = async (answer: Promise<unknown>) => {
    await assert.rejects(answer, (failure: { code?: string }) => failure.code === 'question-invalid');
  };
  await refused(engine.stateWeights(hybrid.run, { layer: 1, head: 0 }, span(0, 1), span(0, 1)));
  await refused(engine.stateWeights(hybrid.run, { layer: 2, head: 5 }, span(0, 1), span(0, 1)));
  await refused(engine.stateWeights(hybrid.run, { layer: 2, head: 0 }, span(0, N + 1), span(0, 1)));
  await refused(engine.stateMaps(hybrid.run, 1, 8));
  await refused(engine.stateCourse(hybrid.run, { layer: 3, head: 'mean' }));
  await refused(engine.stateDetail(hybrid.run, { layer: 0, head: 0 }, N as TokenIndex));
  await refused(engine.convolutionTaps(hybrid.run, 1));
});

test('only under the delta rule it is said how strongly tokens write, of all heads together as of each', async () => {
  assert.equal((await engine.stateCourse(hybrid.run, { layer: 2, head: 0 })).strengths.length, 0);
  folders.push(await withWords('qwen3_next')); // layers 0 and 2 keep a state of 4 heads
  const { run } = await explained(other, TEXT, folders[2]);
  const of = async (head: HeadRef['head']) => (await other.stateCourse(run, { layer: 2, head })).strengths;
  const each = [await of(0), await of(1), await of(2), await of(3)];
  const [mean, max] = [await of('mean'), await of('max')];
  for (let token = 0; token < N; token++) {
    const strengths = each.map((ofHead) => ofHead[token]);
    assert.ok(strengths.every((strength) => strength > 0 && strength < 1));
    near(mean[token], strengths.reduce((sum, value) => sum + value, 0) / 4);
    near(max[token], Math.max(...strengths));
  }
  assert.ok(new Set(each.map(([first]) => first)).size === 4);
});

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) <= 2e-5 * (1 + Math.abs(expected)), `${found} for ${expected}`);
}
