// What the normalizer of tokenizer.json makes of the characters beside a place, where it changes either side of the place as
// if the other was not there. Knows no text.
import { unchangedText } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { Normalizer } from '../normalizers/normalizer.ts';
import { normalizerOf } from '../normalizers/normalizerOf.ts';
import { type Edge, everyPair, mappedEdge } from './edge.ts';
import { reachOf } from './patternReach.ts';

/** undefined where nothing can be said. `isFirst`: no other step comes before it. */
type EdgeStep = (fields: JsonFields, edge: Edge, isFirst: boolean) => Edge | undefined;

/** Every step that is not in the list may change one side because of the other. */
const STEPS: Readonly<Record<string, EdgeStep>> = {
  // These write every character by itself, but for what is composed or changes places, which is excluded.
  BertNormalizer: decomposing,
  ByteLevel: characters,
  Lowercase: characters,
  NFC: composing,
  NFD: decomposing,
  NFKC: composing,
  NFKD: decomposing,
  Nmt: characters,
  StripAccents: characters,
  // It writes graphemes. The characters beside the place are graphemes by themselves (cutPoints.ts), before other steps.
  Precompiled: (fields, edge, isFirst) => (isFirst ? characters(fields, edge) : undefined),
  // It acts at the beginning of a part of the text, and the place is inside one.
  Prepend: (_, edge) => edge,
  // It drops white space at the ends of a part. What is left of the place is none. Where all that is right of it is dropped,
  // the part ends at the place, which no step may tell from its going on there (cutPoints.ts).
  Strip: (_, edge) => (edge.lefts.some((left) => /\p{White_Space}/u.test(left)) ? undefined : edge),
  Replace: replaceEdge,
  Sequence: (fields, edge, isFirst) =>
    fields
      .parts('normalizers')
      .reduce<Edge | undefined>((before, step, i) => before && stepEdge(step, before, isFirst && i === 0), edge),
};

/** The edge behind the normalizer, if there is one; undefined where the two sides may not be independent. */
export function normalizerEdge(fields: JsonFields | undefined, edge: Edge): Edge | undefined {
  return fields ? stepEdge(fields, edge, true) : edge;
}

function stepEdge(fields: JsonFields, edge: Edge, isFirst: boolean): Edge | undefined {
  const type = fields.text('type');
  return Object.hasOwn(STEPS, type) ? STEPS[type](fields, edge, isFirst) : undefined;
}

/** Made once for each step of a file, since a character map takes long to read. */
const normalizers = new WeakMap<object, Normalizer>();

function characters(fields: JsonFields, edge: Edge): Edge | undefined {
  const normalize = normalizers.get(fields.values) ?? normalizerOf(fields);
  normalizers.set(fields.values, normalize);
  const write = (text: string) => normalize(unchangedText(text)).text;
  // A CRLF is one grapheme, and may be written in another way than a CR.
  const rights = edge.rights.flatMap((right) => (right === '\r' ? [right, '\r\n'] : [right]));
  return mappedEdge({ ...edge, rights }, write);
}

function composing(fields: JsonFields, edge: Edge): Edge | undefined {
  return [...edge.lefts, ...edge.rights].some(composes) ? undefined : characters(fields, edge);
}

/** It only takes apart, so that the letters of a syllable stay as they are. */
function decomposing(fields: JsonFields, edge: Edge): Edge | undefined {
  const composesOnLeft = edge.lefts.some((left) => /^\p{M}/u.test(left));
  return composesOnLeft || edge.rights.some(composes) ? undefined : characters(fields, edge);
}

/**
 * Whether a character may be joined to what is before it by a Unicode form. Only marks and the vowels and final consonants
 * of Hangul stand second in a composition, and only marks change places (UAX #15; DerivedNormalizationProps.txt).
 */
function composes(character: string): boolean {
  return [character, character.normalize('NFKD')].some((text) => /^[\p{M}\u1160-\u11ff]/u.test(text));
}

/** A replaced character is the content's first or last one, unless the match goes on away from the place. */
function replaceEdge(fields: JsonFields, edge: Edge): Edge | undefined {
  const reach = reachOf(fields, 'pattern');
  if (!reach || !everyPair(edge, (left, right) => !reach.couples(left, right))) return undefined;
  const content = Array.from(fields.text('content'));
  const outcomes = (character: string, replaced: string | undefined): readonly (string | undefined)[] => {
    const matched = reach.matched(character);
    if (matched === 'never') return [character];
    return matched === 'always' && reach.isOneCharacter ? [replaced] : [character, replaced];
  };
  const lefts = edge.lefts.flatMap((left) => outcomes(left, content.at(-1)));
  const rights = edge.rights.flatMap((right) => outcomes(right, content[0]));
  if ([...lefts, ...rights].includes(undefined)) return undefined;
  return { lefts: lefts as string[], rights: rights as string[] };
}
