// Whether a continuation ends in a proper sentence. This measures form, not sense: it catches what small models do when
// they fail, which is to loop, to never stop, and to leave brackets and quotes open. Knows text, no model.

export type Fault = 'no sentence end' | 'no whole sentence' | 'left open' | 'unfinished' | 'repeats itself';

export interface Ending {
  /** The continuation up to the sentence end at which it is judged; undefined where there is none. */
  readonly kept: string | undefined;
  /** Undefined where the ending is proper. */
  readonly fault: Fault | undefined;
}

/** The fewest words of a whole sentence, or ideographs where it has no words. */
const FEWEST_WORDS = 3;
const FEWEST_IDEOGRAPHS = 4;
/**
 * So many words in the same order three times are a loop, or twice as many ideographs, since a word has two or more of
 * them.
 */
const LOOP_WORDS = 4;
const LOOP_IDEOGRAPHS = 8;
const LOOP_TIMES = 3;

/**
 * The end of a sentence. A full stop inside a number, a name or a path is none, so that white space or the end of the
 * text must follow; nor is one before a lower-case letter: "e.g. this", "Come!" said she.
 */
const SENTENCE_END = /(?:[.!?…]+[)\]}"'”’»*_]*(?=\s+[^\p{Ll}\s]|\s*$)|[。！？…]+[」』）】》”’]*)/gu;
const PAIRS: readonly (readonly [string, string])[] = [
  '()',
  '[]',
  '{}',
  '“”',
  '「」',
  '『』',
  '（）',
  '《》',
  '【】',
].map((pair) => [pair[0], pair[1]]);
const UNIT = /\p{Script=Han}|[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const IDEOGRAPH = /^\p{Script=Han}$/u;

/**
 * Cuts the continuation at its last sentence end (. ! ? … 。 ！ ？ and the quotes and brackets that close after it) at
 * which no quote or bracket is open, including those of the prompt: generation stops at any place, and the sentence
 * that it began last may be left out. The ending is proper if
 * - what is kept is at least half of it, so that a quote which never closes is a fault, unlike a last, unfinished
 *   sentence,
 * - the first sentence of at least 3 words or 4 ideographs is whole within what is kept,
 * - nothing is closed that was not opened,
 * - no line occurs three times in the whole continuation, nor any 4 words or 8 ideographs in the same order.
 */
export function endingOf(prompt: string, continuation: string): Ending {
  const ends = sentenceEnds(continuation);
  if (ends.length === 0) return { kept: undefined, fault: 'no sentence end' };
  const end = ends.findLast((at) => isBalanced(prompt + continuation.slice(0, at)));
  if (end === undefined) return { kept: undefined, fault: 'left open' };
  if (end < continuation.trimEnd().length / 2) return { kept: undefined, fault: 'unfinished' };
  const kept = continuation.slice(0, end);
  if (repeats(continuation)) return { kept, fault: 'repeats itself' };
  const sentences = ends
    .filter((at) => at <= end)
    .map((at, i, all) => continuation.slice(i === 0 ? 0 : all[i - 1], at));
  return { kept, fault: sentences.some(isWhole) ? undefined : 'no whole sentence' };
}

/**
 * The same for the continuation up to its first sentence end at which nothing is open, whatever comes after it. A
 * continuation without one is judged as a whole.
 */
export function firstEndingOf(prompt: string, continuation: string): Ending {
  const first = sentenceEnds(continuation).find((at) => isBalanced(prompt + continuation.slice(0, at)));
  return endingOf(prompt, continuation.slice(0, first));
}

function sentenceEnds(text: string): number[] {
  return [...text.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length);
}

function isWhole(sentence: string): boolean {
  const units = unitsOf(sentence);
  const ideographs = units.filter((unit) => IDEOGRAPH.test(unit)).length;
  return ideographs >= FEWEST_IDEOGRAPHS || units.length - ideographs >= FEWEST_WORDS;
}

/** Whether brackets and quotes are properly nested, and straight double quotes come in pairs. */
export function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    if (character === '"' && open.at(-1) === '"') open.pop();
    else if (character === '"') open.push('"');
    else if (PAIRS.some(([opening]) => opening === character)) open.push(character);
    const pair = PAIRS.find(([, closing]) => closing === character);
    if (pair && open.pop() !== pair[0]) return false;
  }
  return open.length === 0;
}

export function repeats(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  return (
    mostOften(lines.filter((line) => line !== '')) >= LOOP_TIMES ||
    mostOften(runsOf(text, LOOP_WORDS).filter((run) => !/\p{Script=Han}/u.test(run))) >= LOOP_TIMES ||
    mostOften(runsOf(text, LOOP_IDEOGRAPHS)) >= LOOP_TIMES
  );
}

/** Every run of `length` neighbouring words or ideographs. */
function runsOf(text: string, length: number): string[] {
  const units = unitsOf(text);
  return units.slice(length - 1).map((_, i) => units.slice(i, i + length).join(' '));
}

function unitsOf(text: string): string[] {
  return text.toLowerCase().match(UNIT) ?? [];
}

function mostOften(values: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
