// Cuts where the script changes (tokenizers library, pre_tokenizers/unicode_scripts). A character of any script, such as a
// space, belongs to what is before it; in front of all others it is left out, as the library does.
import type { AlignedText } from '../alignedText.ts';
import { cutBefore } from './cut.ts';
import { scriptOf } from './scriptOf.ts';

/** 'Apples are りんご' → 'Apples are ', 'りんご'; digits and punctuation are Common, a script of its own. */
export function unicodeScripts(part: AlignedText): readonly AlignedText[] {
  const begins: number[] = [];
  let current: string | undefined;
  let at = 0;
  for (const character of part.text) {
    const script = scriptOf(character);
    if (script !== undefined && script !== current) {
      begins.push(at);
      current = script;
    }
    at += character.length;
  }
  return cutBefore(part, begins);
}
