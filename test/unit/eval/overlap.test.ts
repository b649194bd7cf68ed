import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overlapsOf } from '../../../scripts/eval/overlap.ts';
import { randomOf } from '../random.ts';

const count = (from: number, n: number) => Array.from({ length: n }, (_, i) => from + i);

test('counts what lies in runs of 13 that stood in the training text, each number once', () => {
  const training = [count(100, 20), count(200, 12)];
  const whole = count(100, 15); // three runs, overlapping: all 15
  const half = [...count(107, 13), ...count(300, 13)];
  const short = count(200, 12); // one too few
  const texts = [whole, half, short, [...whole, ...count(400, 30), ...half]];
  assert.deepEqual(overlapsOf(training, texts, 13), [1, 0.5, 0, 28 / 71]);
});

test('finds by hash what a search through the text finds', () => {
  const random = randomOf(3).next;
  const letters = (n: number) => Array.from({ length: n }, () => 'abcd'[Math.floor(random() * 4)]).join('');
  const [training, text] = [letters(600), letters(200)];
  const starts = Array.from({ length: 195 }, (_, at) => at).filter((at) => training.includes(text.slice(at, at + 6)));
  const covered = new Set(starts.flatMap((at) => count(at, 6)));
  assert.ok(covered.size > 50 && covered.size < 200, `${covered.size} tell nothing`);
  const [share] = overlapsOf([Buffer.from(training)], [Buffer.from(text)], 6);
  assert.equal(share, covered.size / 200);
});
