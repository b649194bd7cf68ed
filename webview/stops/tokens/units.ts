// Joins tokens that share a character, as where a tokenizer knows only the bytes of م, so that the character is drawn once.
// Pure.
import type { Token } from '../../../src/contract/tokens.ts';
import { wholeCharacters } from '../../../src/contract/wholeCharacters.ts';
import { type TextPart, visibleParts } from '../../text/visibleText.ts';

/** What is drawn as one: a token, or several that share what a reader takes for one character. */
export interface Unit {
  /** Its tokens: start ≤ token < end. */
  readonly start: number;
  readonly end: number;
  /** undefined where bytes make no character. Joined over all units, the text that the tokens are made of. */
  readonly text: string | undefined;
  readonly shown: readonly TextPart[];
  /** How many characters each token holds: [D9] [85] are a half each. */
  readonly shares: readonly number[];
}

interface Character {
  /** Its bytes: from ≤ byte < to. */
  readonly from: number;
  readonly to: number;
  /** undefined for a byte that belongs to no character. */
  readonly text: string | undefined;
}

/** Bytes of several tokens. */
interface Bytes {
  readonly bytes: readonly number[];
  /** The token that each byte belongs to. */
  readonly owners: readonly number[];
}

export function unitsOf(tokens: readonly Token[]): readonly Unit[] {
  const units: Unit[] = [];
  for (let start = 0; start < tokens.length; ) {
    let end = start + 1;
    if (isPart(tokens[start])) {
      while (end < tokens.length && isPart(tokens[end])) end++;
      units.push(...joined(tokens, start, end));
    } else units.push(single(tokens, start));
    start = end;
  }
  return units;
}

/** A special token is no part of a character, whatever its bytes are. */
function isPart({ text, special }: Token): boolean {
  return text === undefined && !special;
}

function single(tokens: readonly Token[], start: number): Unit {
  return { start, end: start + 1, text: tokens[start].text, shown: visibleParts(tokens[start]), shares: [1] };
}

/** The units of tokens that all begin or end inside a character. */
function joined(tokens: readonly Token[], first: number, beyond: number): readonly Unit[] {
  const parts = tokens.slice(first, beyond);
  const owners = parts.flatMap(({ bytes }, i) => bytes.map(() => first + i));
  const bytes = parts.flatMap((token) => token.bytes);
  const characters = charactersOf(bytes);
  const units: Unit[] = [];
  let start = first;
  for (const cluster of clustersOf(characters, owners)) {
    const end = owners[cluster[cluster.length - 1].to - 1] + 1;
    units.push(end - start === 1 ? single(tokens, start) : several(cluster, start, end, { bytes, owners }));
    start = end;
  }
  return units;
}

function several(characters: readonly Character[], start: number, end: number, { bytes, owners }: Bytes): Unit {
  const shares = Array.from({ length: end - start }, () => 0);
  for (const { from, to } of characters)
    for (let byte = from; byte < to; byte++) shares[owners[byte] - start] += 1 / (to - from);
  const texts = characters.map(({ text }) => text);
  const text = texts.includes(undefined) ? undefined : texts.join('');
  return { start, end, text, shown: shownOf(characters, bytes), shares };
}

/** Bytes as characters, those that are none one by one. [D9 85 FF] → م, then a byte */
function charactersOf(bytes: readonly number[]): readonly Character[] {
  const characters: Character[] = [];
  for (let from = 0; from < bytes.length; ) {
    const first = bytes[from];
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const text = from + length > bytes.length ? undefined : wholeCharacters(bytes.slice(from, from + length));
    const to = text === undefined ? from + 1 : from + length;
    characters.push({ from, to, text });
    from = to;
  }
  return characters;
}

/** Neighbours stay together where a token holds bytes of both, and within what is seen as one character: न and ि. */
function clustersOf(characters: readonly Character[], owners: readonly number[]): readonly (readonly Character[])[] {
  const clusters: Character[][] = [];
  const begins = graphemeStarts(characters.map(({ text }) => text ?? '\uFFFD'));
  for (const [i, character] of characters.entries()) {
    const before = characters[i - 1];
    if (before && (owners[before.to - 1] === owners[character.from] || !begins[i])) clusters.at(-1)?.push(character);
    else clusters.push([character]);
  }
  return clusters;
}

/** Whether a new grapheme cluster begins with each character. */
function graphemeStarts(characters: readonly string[]): readonly boolean[] {
  const starts = new Set<number>();
  for (const { index } of segmenter.segment(characters.join(''))) starts.add(index);
  let at = 0;
  return characters.map((character) => {
    const begins = starts.has(at);
    at += character.length;
    return begins;
  });
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

function shownOf(characters: readonly Character[], bytes: readonly number[]): readonly TextPart[] {
  return characters.some(({ text }) => text === undefined)
    ? characters.flatMap(({ text, from }) => visibleParts({ text, bytes: bytes.slice(from, from + 1) }))
    : [...segmenter.segment(characters.map(({ text }) => text).join(''))].flatMap(({ segment }) => partsOf(segment));
}

/** Joiners and vowel signs belong to the character that they stand at, and have no signs of their own. */
function partsOf(grapheme: string): readonly TextPart[] {
  const parts = visibleParts({ text: grapheme, bytes: [] });
  return parts[0]?.kind === 'text' ? [{ text: grapheme, kind: 'text' }] : parts;
}
