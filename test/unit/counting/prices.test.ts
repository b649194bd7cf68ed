// Prices as a user writes them, and what a text costs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costText, pricesIn } from '../../../src/counting/prices.ts';

const USD = { name: 'a', input: 1.25, currency: 'USD' };

test('prices are read in their order, without currency where there is none', () => {
  const setting = { b: { input: 0.5 }, a: { input: 1.25, currency: ' USD ' }, free: { input: 0, currency: 'EUR' } };
  assert.deepEqual(pricesIn(setting), [
    { name: 'b', input: 0.5, currency: '' },
    USD,
    { name: 'free', input: 0, currency: 'EUR' },
  ]);
});

for (const setting of [undefined, null, 1.25, 'USD', [USD], { a: 1.25 }, { a: null }, { a: { input: '1.25' } }]) {
  test(`${JSON.stringify(setting)} has no price`, () => assert.deepEqual(pricesIn(setting), []));
}

test('what is no amount is no price', () => {
  for (const input of [-1, Number.NaN, Number.POSITIVE_INFINITY]) assert.deepEqual(pricesIn({ a: { input } }), []);
});

test('a long list ends, and a long name too', () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}`.repeat(500), { input: 1 }]));
  const read = pricesIn(many);
  assert.equal(read.length, 50);
  assert.ok(read.every(({ name }) => name.length <= 100));
});

for (const [tokens, price, text] of [
  [1_000_000, USD, '$1.25'],
  [1234, USD, '$0.0015'],
  [0, USD, '$0'],
  [2_000_000_000, USD, '$2,500'],
  [1_000_000, { ...USD, currency: 'TWD' }, 'NT$1.25'],
  [1_000_000, { ...USD, currency: '' }, '1.25'],
  [1_000_000, { ...USD, currency: 'credits' }, '1.25 credits'],
  [1_000_000, { ...USD, currency: 'xyz' }, 'XYZ 1.25'],
] as const) {
  test(`${tokens} tokens at ${price.input} ${price.currency}: ${text}`, () => {
    assert.equal(costText(tokens, price, 'en').replaceAll('\u00a0', ' '), text);
  });
}
