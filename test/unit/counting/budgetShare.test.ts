// Shares of a budget: whole percents that never say that it is kept where it is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BudgetShare, budgetShare } from '../../../src/counting/budgetShare.ts';

const CASES: readonly [used: number, tokens: number, share: BudgetShare | undefined][] = [
  [0, 2000, { level: 'within', percent: 0, left: 2000 }],
  [1234, 2000, { level: 'within', percent: 61, left: 766 }],
  [1599, 2000, { level: 'within', percent: 79, left: 401 }],
  [1600, 2000, { level: 'near', percent: 80, left: 400 }],
  [1999, 2000, { level: 'near', percent: 99, left: 1 }],
  [2000, 2000, { level: 'near', percent: 100, left: 0 }],
  [2001, 2000, { level: 'beyond', percent: 101, left: -1 }],
  [9, 2, { level: 'beyond', percent: 450, left: -7 }],
  [9, 0, undefined],
  [9, -1, undefined],
  [9, Number.NaN, undefined],
];

for (const [used, tokens, share] of CASES) {
  test(`${used} of ${tokens}: ${share?.level ?? 'no budget'}`, () => {
    assert.deepEqual(budgetShare(used, { tokens, warnAt: 80 }), share);
  });
}

test('who wants no warning is warned when the budget is used up', () => {
  assert.equal(budgetShare(1999, { tokens: 2000, warnAt: 100 })?.level, 'within');
  assert.equal(budgetShare(2000, { tokens: 2000, warnAt: 100 })?.level, 'near');
  assert.equal(budgetShare(2001, { tokens: 2000, warnAt: 100 })?.level, 'beyond');
});
