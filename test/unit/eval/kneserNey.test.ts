import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Discounts, discountsOf, kneserNey } from '../../../scripts/eval/kneserNey.ts';
import { ngramTree } from '../../../scripts/eval/ngramTree.ts';
import { sortedPlaces } from '../../../scripts/eval/sortedPlaces.ts';
import { randomOf } from '../random.ts';

const close = (ours: number, expected: number) =>
  assert.ok(Math.abs(ours - expected) < 1e-12, `${ours} is not ${expected}`);

test('places in the order of what begins there, equal ones as they come', () => {
  // 0: 2 1 2   1: 1 2 1   2: 2 1 -   3: 1 - -   (- = 0, the end)
  assert.deepEqual([...sortedPlaces(Uint16Array.of(2, 1, 2, 1), 3)], [3, 1, 2, 0]);
});

/** Two documents, "1 2" and "1 3": 0 begins them and ends the last one. */
const TEXT = Uint16Array.of(0, 1, 2, 0, 1, 3, 0);

test('bigrams occur, unigrams follow so many different tokens', () => {
  const [unigrams, bigrams] = ngramTree(TEXT, 0, 2);
  assert.deepEqual([...unigrams.ids], [0, 1, 2, 3]);
  assert.deepEqual([...unigrams.counts], [2, 1, 1, 1]); // 0 after 2 and 3; 1 after 0 only; 2 and 3 after 1
  assert.deepEqual([...bigrams.firstChild], [0, 1, 3, 4, 5]);
  assert.deepEqual([...bigrams.ids], [1, 2, 3, 0, 0]); // 01, 12, 13, 20, 30
  assert.deepEqual([...bigrams.counts], [2, 1, 1, 1, 1]);
});

test('no n-gram reaches into the document before', () => {
  const [, bigrams, trigrams] = ngramTree(TEXT, 0, 3);
  assert.deepEqual([...trigrams.ids], [2, 3, 0, 0]); // 012, 013, 120, 130; not 201
  assert.deepEqual([...bigrams.counts], [2, 1, 1, 1, 1]); // 01 begins a document: twice; the others follow one token each
});

test('a bigram model by hand', () => {
  const model = kneserNey(TEXT, { vocabulary: 5, boundary: 0, depth: 2 });
  assert.deepEqual(model.discounts[0], [0.5, 1, 1.5]); // counts of 3 and 4 are missing
  // Unigrams: Σ counts = 5, taken off 1 + ½ + ½ + ½ = 2½: γ = ½, each id has ½ · 1/5 = 0.1 from below.
  // p(0) = (2 - 1)/5 + 0.1 = 0.3; p(1) = p(2) = p(3) = (1 - ½)/5 + 0.1 = 0.2; p(4) = 0.1, never seen
  for (const [id, expected] of [0.3, 0.2, 0.2, 0.2, 0.1].entries()) close(model.probability([], id), expected);
  // After 1: 2 and 3 once each, γ = (½ + ½)/2 = ½. p(2 | 1) = ½/2 + ½ · 0.2 = 0.35; p(4 | 1) = ½ · 0.1
  for (const [id, expected] of [0.15, 0.1, 0.35, 0.35, 0.05].entries()) close(model.probability([1], id), expected);
  // After 0: 1 twice, γ = 1/2. p(1 | 0) = (2 - 1)/2 + ½ · 0.2
  close(model.probability([3, 0], 1), 0.6);
  // After 4, which never was: as after nothing.
  close(model.probability([4], 0), 0.3);
});

test('discounts by hand: 4, 3, 2 and 1 n-grams seen once, twice, three and four times', () => {
  const counts = Uint32Array.of(1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 9);
  const y = 4 / (4 + 2 * 3);
  assert.deepEqual(discountsOf(counts), [1 - (2 * y * 3) / 4, 2 - (3 * y * 2) / 3, 3 - (4 * y * 1) / 2]);
});

test('sums to 1 over the vocabulary after every context, seen or not', () => {
  const random = randomOf(5).next;
  const vocabulary = 12;
  const text = Uint16Array.from({ length: 4000 }, () => Math.floor(random() ** 3 * (vocabulary - 1)));
  text[0] = text[text.length - 1] = 0; // skewed ids, many 0: short documents, some of them empty
  const model = kneserNey(text, { vocabulary, boundary: 0, depth: 5 });
  for (let i = 0; i < 300; i++) {
    const context = Array.from({ length: Math.floor(random() * 6) }, () => Math.floor(random() * vocabulary));
    let sum = 0;
    for (let id = 0; id < vocabulary; id++) {
      const probability = model.probability(context, id);
      assert.ok(probability > 0, `p(${id} | ${context}) = ${probability}`);
      sum += probability;
    }
    assert.ok(Math.abs(sum - 1) < 1e-9, `after ${context} the sum is ${sum}`);
  }
});

test('the tree counts what a table of strings counts', () => {
  const random = randomOf(9).next;
  const text = Uint16Array.from({ length: 500 }, () => Math.floor(random() * 6));
  text[0] = text[text.length - 1] = 3; // a boundary that is not the smallest id
  const levels = ngramTree(text, 3, 4);
  assert.deepEqual(pathsOf(levels), tableOf(text, 3, 4));
});

test('a 4-gram model is what the definition says, recursively, from a table of strings', () => {
  const random = randomOf(11).next;
  const vocabulary = 9;
  const text = Uint16Array.from({ length: 3000 }, () => Math.floor(random() ** 2 * (vocabulary - 1)));
  text[0] = text[text.length - 1] = 3;
  const model = kneserNey(text, { vocabulary, boundary: 3, depth: 4 });
  const table = tableOf(text, 3, 4);
  for (let i = 0; i < 400; i++) {
    const context = Array.from({ length: 3 }, () => Math.floor(random() ** 2 * vocabulary));
    const id = Math.floor(random() * vocabulary);
    const begun = context.slice(Math.max(0, context.lastIndexOf(3)));
    close(model.probability(context, id), defined(table, model.discounts, vocabulary, begun, id));
  }
});

/** Chen and Goodman 1998, eq. 24 and 25. */
function defined(
  table: Readonly<Record<string, number>>,
  discounts: readonly Discounts[],
  vocabulary: number,
  context: readonly number[],
  id: number,
): number {
  const counts = Array.from({ length: vocabulary }, (_, next) => table[[...context, next].join()] ?? 0);
  const shorter = () =>
    context.length === 0 ? 1 / vocabulary : defined(table, discounts, vocabulary, context.slice(1), id);
  const total = counts.reduce((a, b) => a + b);
  if (total === 0) return shorter();
  const [once, twice, more] = discounts[context.length];
  const of = (test: (count: number) => boolean) => counts.filter(test).length;
  const gamma = (once * of((c) => c === 1) + twice * of((c) => c === 2) + more * of((c) => c >= 3)) / total;
  const discount = [0, once, twice, more][Math.min(3, counts[id])];
  return Math.max(0, counts[id] - discount) / total + gamma * shorter();
}

/** 'id,id,…' → count, for all n-grams in the tree. */
function pathsOf(levels: ReturnType<typeof ngramTree>): Record<string, number> {
  const paths: Record<string, number> = {};
  const walk = (level: number, node: number, path: readonly number[]) => {
    if (level === levels.length) return;
    const { ids, firstChild, counts } = levels[level];
    for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
      const longer = [...path, ids[child]];
      paths[longer.join()] = counts[child];
      walk(level + 1, child, longer);
    }
  };
  walk(0, 0, []);
  return paths;
}

/** The same by the definition. */
function tableOf(text: Uint16Array, boundary: number, depth: number): Record<string, number> {
  const occurrences = new Map<string, number>();
  const predecessors = new Map<string, Set<number>>();
  const within = (ngram: readonly number[]) => !ngram.slice(1, -1).includes(boundary);
  for (let n = 1; n <= depth; n++) {
    for (let place = 0; place + n <= text.length; place++) {
      const ngram = [...text.subarray(place, place + n)];
      if (!within(ngram)) continue;
      occurrences.set(ngram.join(), (occurrences.get(ngram.join()) ?? 0) + 1);
      if (place === 0 || !within([text[place - 1], ...ngram])) continue;
      predecessors.set(ngram.join(), (predecessors.get(ngram.join()) ?? new Set()).add(text[place - 1]));
    }
  }
  const counted = [...occurrences].map(([key, count]) => {
    const ids = key.split(',').map(Number);
    const raw = ids.length === depth || (ids.length > 1 && ids[0] === boundary);
    return [key, raw ? count : (predecessors.get(key)?.size ?? 0)];
  });
  return Object.fromEntries(counted);
}
