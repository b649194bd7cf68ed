// Which role of a head is named, and which is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeadScoreTable } from '../../../src/contract/readings.ts';
import { NAMED_FROM, roleOf, rolesOf } from '../../../webview/stops/attention/headRoles.ts';

/** Two layers of two heads; the last one copies what stood behind an earlier copy of the token. */
const table: HeadScoreTable = {
  layers: 2,
  heads: 2,
  previousToken: Float32Array.of(0.9, 0.1, 0.25, 0.125),
  firstToken: Float32Array.of(0.05, 0.1, 0.5, 0.25),
  sameToken: Float32Array.of(0, 0.1, 0, 0),
  induction: Float32Array.of(0, 0.1, 0, 0.625),
};

test('a head is named by what it does most', () => {
  assert.equal(roleOf(table, { layer: 0, head: 0 })?.name, 'previous token');
  assert.equal(roleOf(table, { layer: 1, head: 0 })?.name, 'first token');
  assert.deepEqual(roleOf(table, { layer: 1, head: 1 }), { name: 'induction', score: 0.625 });
});

test('a head that does nothing for a good part of its weight has no name', () => {
  assert.equal(roleOf(table, { layer: 0, head: 1 }), undefined);
  const [{ score }] = rolesOf(table, { layer: 0, head: 1 });
  assert.ok(score < NAMED_FROM);
});

test('a role is named from the threshold on', () => {
  const just = { ...table, induction: Float32Array.of(0, NAMED_FROM + 1e-6, 0, 0) };
  assert.equal(roleOf(just, { layer: 0, head: 1 })?.name, 'induction');
});

test('means, maxima and unknown tables have no roles', () => {
  assert.deepEqual(rolesOf(table, { layer: 0, head: 'mean' }), []);
  assert.deepEqual(rolesOf(undefined, { layer: 0, head: 0 }), []);
  assert.equal(roleOf(table, { layer: 1, head: 'max' }), undefined);
});
