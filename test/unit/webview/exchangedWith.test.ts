import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { exchangedWith } from '../../../webview/stops/position/exchangedWith.ts';

for (const [selected, chosen, tokens, other] of [
  [2, undefined, 3, 0],
  [0, undefined, 3, 1],
  [2, 1, 3, 1],
  [1, 1, 3, 0], // the chosen one was selected since
  [0, 0, 3, 1],
  [0, undefined, 1, 0], // nothing to change places with
] as const)
  test(`token ${selected} of ${tokens}, with ${chosen} chosen, changes places with ${other}`, () => {
    assert.equal(exchangedWith(selected as TokenIndex, chosen as TokenIndex | undefined, tokens), other);
  });
