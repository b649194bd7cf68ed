// Words of Cyrillic, Greek or Armenian letters alone that look like Latin words, as in the address аррӏе.com of 2017. In a
// text of that script they are ordinary: there are other letters then. Knows one text, line by line.
import { latinLookalike } from './lookalikes.ts';
import type { Mark } from './mark.ts';
import { wholeLookalike } from './mixedScripts.ts';

const LETTERS = /[\u0370-\u052f\u0531-\u0587]+/g;

export class WholeWords {
  /** Whether letters have been seen that look like no Latin ones. Words are not looked for any longer then. */
  #isOfThatScript = false;

  get areOrdinary(): boolean {
    return this.#isOfThatScript;
  }

  /** Words of a line that look like Latin ones; they are ordinary after all where areOrdinary turns true later. */
  read(line: string): readonly Mark[] {
    if (this.#isOfThatScript) return [];
    const words = [...line.matchAll(LETTERS)];
    this.#isOfThatScript = words.some(([word]) => ![...word].every(latinLookalike));
    if (this.#isOfThatScript) return [];
    return words.flatMap(({ 0: word, index }): Mark[] => {
      const says = isWhole(line, index, index + word.length) ? wholeLookalike(word) : undefined;
      return says ? [{ start: index, end: index + word.length, kind: 'whole-homoglyph', says }] : [];
    });
  }
}

/** Whether no letter of another script stands beside it: what mixes scripts is found without this. */
function isWhole(line: string, start: number, end: number): boolean {
  return !/\p{L}$/u.test(line.slice(Math.max(0, start - 2), start)) && !/^\p{L}/u.test(line.slice(end, end + 2));
}
