import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latest } from '../../../webview/state/latest.ts';

test('an answer that arrives late is dropped', async () => {
  const latest = new Latest<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  const done: string[] = [];
  latest.ask(
    'first',
    () => promise,
    () => done.push('first'),
  );
  latest.ask(
    'second',
    async () => 'two',
    () => done.push('second'),
  );
  await new Promise(setImmediate);
  resolve('one');
  await new Promise(setImmediate);
  assert.deepEqual([latest.value, done], ['two', ['second']]);
});

test('the same question is asked once, and again after forgetting', async () => {
  const latest = new Latest<number>();
  let asked = 0;
  const ask = () =>
    latest.ask(
      'same',
      async () => ++asked,
      () => {},
    );
  ask();
  ask();
  await new Promise(setImmediate);
  assert.deepEqual([latest.value, latest.isCurrent], [1, true]);
  latest.forget();
  assert.equal(latest.value, undefined);
  ask();
  await new Promise(setImmediate);
  assert.equal(latest.value, 2);
});

test('what was shown stays until the new answer is there, marked as not current', async () => {
  const latest = new Latest<number>();
  latest.ask(
    'a',
    async () => 1,
    () => {},
  );
  await new Promise(setImmediate);
  latest.ask(
    'b',
    () => new Promise(() => {}),
    () => {},
  );
  assert.deepEqual([latest.value, latest.isCurrent], [1, false]);
});

test('a question that was cancelled is asked again, and what was shown stays', async () => {
  const latest = new Latest<number>();
  const ask = (key: string, answer: () => Promise<number>) => latest.ask(key, answer, () => {});
  ask('a', async () => 1);
  await new Promise(setImmediate);
  ask('b', () => Promise.reject({ code: 'cancelled' }));
  await new Promise(setImmediate);
  assert.deepEqual([latest.value, latest.failure, latest.isCurrent], [1, undefined, false]);
  ask('b', async () => 2);
  await new Promise(setImmediate);
  assert.deepEqual([latest.value, latest.isCurrent], [2, true]);
});

test('what is expected and not asked yet is not current; asking for what is there makes it current', async () => {
  const latest = new Latest<number>();
  const ask = () =>
    latest.ask(
      'a',
      async () => 1,
      () => {},
    );
  ask();
  await new Promise(setImmediate);
  latest.expect('b');
  assert.deepEqual([latest.value, latest.isCurrent], [1, false]);
  ask();
  assert.equal(latest.isCurrent, true);
});

test('a question that is asked again, after another one, is answered though its first asking is cancelled', async () => {
  const latest = new Latest<string>();
  const first = Promise.withResolvers<string>();
  const again = Promise.withResolvers<string>();
  let isFirstLast = () => true;
  latest.ask(
    'a',
    (isLast) => {
      isFirstLast = isLast;
      return first.promise;
    },
    () => {},
  );
  latest.ask(
    'b',
    () => new Promise(() => {}),
    () => {},
  );
  latest.ask(
    'a',
    () => again.promise,
    () => {},
  );
  assert.equal(isFirstLast(), false);
  first.reject({ code: 'cancelled' });
  await new Promise(setImmediate);
  again.resolve('answer');
  await new Promise(setImmediate);
  assert.deepEqual([latest.value, latest.isCurrent], ['answer', true]);
});
