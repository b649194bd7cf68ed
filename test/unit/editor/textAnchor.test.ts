import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterChange, type TextChange } from '../../../src/editor/textAnchor.ts';

const anchor = { start: 10, end: 20, stale: false };
const TABLE: [name: string, change: TextChange, after: object][] = [
  [
    'text typed before it pushes it along',
    { rangeOffset: 3, rangeLength: 0, text: 'ab' },
    { start: 12, end: 22, stale: false },
  ],
  [
    'text deleted before it pulls it back',
    { rangeOffset: 0, rangeLength: 5, text: '' },
    { start: 5, end: 15, stale: false },
  ],
  [
    'an edit that ends where it begins is before it',
    { rangeOffset: 8, rangeLength: 2, text: 'x' },
    { start: 9, end: 19, stale: false },
  ],
  ['an edit behind it changes nothing', { rangeOffset: 20, rangeLength: 0, text: 'ab' }, anchor],
  ['an edit inside makes it stale', { rangeOffset: 12, rangeLength: 3, text: '' }, { start: 10, end: 17, stale: true }],
  [
    'an edit across its beginning makes it stale',
    { rangeOffset: 8, rangeLength: 4, text: '' },
    { start: 10, end: 16, stale: true },
  ],
  [
    'replacing everything makes it stale and never turns it round',
    { rangeOffset: 0, rangeLength: 100, text: '' },
    { start: 10, end: 10, stale: true },
  ],
];
for (const [name, change, after] of TABLE) {
  test(name, () => assert.deepEqual(afterChange(anchor, change), after));
}
