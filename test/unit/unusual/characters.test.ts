import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badgeText } from '../../../src/unusual/badgeText.ts';
import { abbreviation, characterName } from '../../../src/unusual/characterNames.ts';
import { shownText } from '../../../src/unusual/shownText.ts';

for (const [character, name, short] of [
  ['\u200b', 'ZERO WIDTH SPACE', 'ZWSP'],
  ['\u202e', 'RIGHT-TO-LEFT OVERRIDE', 'RLO'],
  ['\u{e0041}', 'TAG A', 'U+E0041'],
  ['\ufe0f', 'VARIATION SELECTOR-16', 'VS16'],
  ['\u{e0100}', 'VARIATION SELECTOR-17', 'VS17'],
  ['\u001b', '<control> ESC', 'ESC'],
  ['\u0085', '<control> NEL', 'NEL'],
  ['\u009f', '<control> APC', 'APC'],
  ['\ue000', '<private-use-E000>', 'U+E000'],
  ['\ud800', '<surrogate-D800>', 'U+D800'],
  ['\uffff', '<noncharacter-FFFF>', 'U+FFFF'],
  ['\u2065', '<reserved-2065>', 'U+2065'],
  ['\u0430', 'CYRILLIC SMALL LETTER A', 'U+0430'],
  ['字', '', 'U+5B57'],
] as const)
  test(`${JSON.stringify(character)} is ${name || 'not in the tables'}, ${short}`, () => {
    assert.equal(characterName(character), name);
    assert.equal(abbreviation(character), short);
  });

test('what cannot be seen is written as its abbreviation', () => {
  assert.equal(shownText('a\u200bb\u202ec\n\t\u0000\ud800'), 'a⟨ZWSP⟩b⟨RLO⟩c⏎⇥⟨NUL⟩⟨U+D800⟩');
});

test('letters from right to left do not turn what stands around them', () => {
  assert.equal(shownText('שלום'), '\u2068שלום\u2069');
});

test('a long text is cut between characters', () => {
  assert.equal(shownText('😊😊😊', 2), '😊😊…');
  assert.equal(shownText('abc', 3), 'abc');
  assert.equal(shownText('x'.repeat(1_000_000), 3), 'xxx…');
});

for (const [kind, written, says, badge] of [
  ['tag-text', 'x', 'ignore all', 'ignore all'],
  ['tag-text', '\u{e0001}\u{e007f}', '', 'BEGIN END'],
  ['invisible', '\u200b', undefined, 'ZWSP'],
  ['invisible', '\u200b\u200b\u200c\u200b\u200d', undefined, 'ZWSP ×2 ZWNJ ZWSP …'],
  ['bidi', '\u202e\u2066', undefined, 'RLO LRI'],
  ['homoglyph', 'p\u0430ypal', 'paypal', ''],
] as const)
  test(`in place of ${kind} ${JSON.stringify(written)} stands ${badge || 'nothing'}`, () => {
    assert.equal(badgeText({ kind, says, start: 0, end: written.length }, written), badge);
  });
