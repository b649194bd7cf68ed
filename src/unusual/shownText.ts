// Makes a text of unknown origin safe to show in one line: what is invisible, controls something or changes the direction
// of what stands around it is written as its abbreviation. Knows no Markdown.
import { abbreviation } from './characterNames.ts';

const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Letters from right to left would turn the sentence around them, which brackets and numbers stand in. */
const TURNS = /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const [ISOLATE, POP] = ['\u2068', '\u2069'];

/** At most so many characters, and … where there are more. 'a\u200bb' → 'a⟨ZWSP⟩b' */
export function shownText(text: string, most = 200): string {
  const start = text.slice(0, most * 2); // a character may be two units; the rest is not looked at
  const characters = Array.from(start);
  const cut = characters.length > most || start.length < text.length;
  const shown = characters.slice(0, most).join('').replaceAll(HIDDEN, shownCharacter);
  const safe = TURNS.test(shown) ? ISOLATE + shown + POP : shown;
  return cut ? `${safe}…` : safe;
}

function shownCharacter(character: string): string {
  if (character === '\n') return '⏎';
  if (character === '\t') return '⇥';
  return `⟨${abbreviation(character)}⟩`;
}
