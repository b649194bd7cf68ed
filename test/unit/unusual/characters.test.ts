import assert from 'node:assert/strict';
import { test } from 'node:test';
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
