// What became of a text since it was read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterEdits, movedBy, UNEDITED } from '../../../src/editor/editedSpan.ts';
import type { TextChange } from '../../../src/editor/textAnchor.ts';
import { randomOf } from '../random.ts';

test('"abcdef" with c replaced by XY', () => {
  const edited = afterEdits(UNEDITED, [{ rangeOffset: 2, rangeLength: 1, text: 'XY' }]);
  assert.deepEqual(edited, { start: 2, end: 3, endNow: 4 });
  assert.deepEqual([movedBy(edited, 0, 2), movedBy(edited, 1, 3), movedBy(edited, 3, 6)], [0, undefined, 1]);
});

test('nothing has moved where nothing was edited', () => {
  assert.equal(movedBy(UNEDITED, 0, 5), 0);
});

test('whatever is edited, what is said to have moved is where that says', () => {
  const random = randomOf(11);
  for (let round = 0; round < 2000; round++) {
    const read = Array.from({ length: 30 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    let text = read;
    let edited = UNEDITED;
    for (let edits = random.below(6); edits >= 0; edits--) {
      const changes = twoChanges(text.length, random);
      edited = afterEdits(edited, changes);
      for (const { rangeOffset, rangeLength, text: by } of changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset))
        text = text.slice(0, rangeOffset) + by + text.slice(rangeOffset + rangeLength);
    }
    for (let from = 0; from + 2 <= read.length; from++) {
      const moved = movedBy(edited, from, from + 2);
      if (moved !== undefined)
        assert.equal(text.slice(from + moved, from + 2 + moved), read.slice(from, from + 2), `round ${round}`);
    }
    assert.equal(text.length - read.length, edited.endNow - edited.end);
  }
});

/** As of several carets: they do not overlap. */
function twoChanges(length: number, random: ReturnType<typeof randomOf>): readonly TextChange[] {
  const middle = random.below(length + 1);
  const within = (start: number, end: number): TextChange => {
    const rangeOffset = start + random.below(end - start + 1);
    return { rangeOffset, rangeLength: random.below(end - rangeOffset + 1), text: 'xyz'.slice(random.below(4)) };
  };
  return random.below(2) === 0 ? [within(0, length)] : [within(0, middle), within(middle, length)];
}
