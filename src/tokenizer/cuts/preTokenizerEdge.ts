// What the pre-tokenizer of tokenizer.json makes of a place between two characters: whether a word ends there, and what
// stands beside it then. Knows no text.
import { unchangedText } from '../alignedText.ts';
import { byteLevelText } from '../byteLevelText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { metaspaceFields } from '../metaspaceFields.ts';
import { literal } from '../pattern.ts';
import { WORD as BYTE_LEVEL_WORD } from '../preTokenizers/byteLevel.ts';
import type { Behavior } from '../preTokenizers/cut.ts';
import { PUNCTUATION } from '../preTokenizers/punctuation.ts';
import { scriptOf } from '../preTokenizers/scriptOf.ts';
import { behaviorOf } from '../preTokenizers/split.ts';
import { WHITE, WORD } from '../preTokenizers/whitespace.ts';
import { everyPair, mappedEdge, type WordEdge } from './edge.ts';
import { type Matched, type PatternReach, patternReach, reachOf } from './patternReach.ts';

interface StepPlace {
  /** The step sees parts of the text, not words of another step. */
  readonly isFirst: boolean;
  /** No step follows, and the model writes words in GPT-2's alphabet by itself. */
  readonly modelWritesBytes: boolean;
}

const [WHITE_REACH, PUNCTUATION_REACH, WORD_REACH, BYTE_LEVEL_WORD_REACH, DIGIT_REACH] = [
  WHITE,
  PUNCTUATION,
  WORD,
  BYTE_LEVEL_WORD,
  /\p{N}/gu,
].map(patternReach);

type EdgeStep = (fields: JsonFields, edge: WordEdge, place: StepPlace) => WordEdge | undefined;

const STEPS: Readonly<Record<string, EdgeStep>> = {
  BertPreTokenizer: (_, edge) =>
    then(cutEdge(edge, WHITE_REACH, 'Removed'), (cut) => cutEdge(cut, PUNCTUATION_REACH, 'Isolated')),
  ByteLevel: byteLevelEdge,
  CharDelimiterSplit: (fields, edge) => cutEdge(edge, patternReach(literal(fields.text('delimiter'))), 'Removed'),
  Digits: (fields, edge) =>
    cutEdge(edge, DIGIT_REACH, fields.flag('individual_digits', false) ? 'Isolated' : 'Contiguous'),
  Metaspace: metaspaceEdge,
  Punctuation: (fields, edge) => cutEdge(edge, PUNCTUATION_REACH, behaviorOf(fields, 'Isolated')),
  Sequence: (fields, edge, { isFirst, modelWritesBytes }) => {
    const steps = fields.parts('pretokenizers');
    return steps.reduce<WordEdge | undefined>((before, step, i) => {
      const place = { isFirst: isFirst && i === 0, modelWritesBytes: modelWritesBytes && i === steps.length - 1 };
      return before && stepEdge(step, before, place);
    }, edge);
  },
  Split: (fields, edge) =>
    cutEdge(edge, reachOf(fields, 'pattern'), behaviorOf(fields, 'Isolated'), fields.flag('invert', false)),
  UnicodeScripts: (_, edge) => scriptEdge(edge),
  Whitespace: (_, edge) => cutEdge(edge, WORD_REACH, 'Removed', true),
  WhitespaceSplit: (_, edge) => cutEdge(edge, WHITE_REACH, 'Removed'),
};

/** The edge behind the pre-tokenizer; undefined where what it makes of one side may depend on the other. */
export function preTokenizerEdge(
  fields: JsonFields | undefined,
  edge: WordEdge,
  modelWritesBytes: boolean,
): WordEdge | undefined {
  return fields ? stepEdge(fields, edge, { isFirst: true, modelWritesBytes }) : edge;
}

function stepEdge(fields: JsonFields, edge: WordEdge, place: StepPlace): WordEdge | undefined {
  const type = fields.text('type');
  if (Object.hasOwn(STEPS, type)) return STEPS[type](fields, edge, place);
  return edge.endsWord ? edge : undefined; // it sees words one by one
}

function then(edge: WordEdge | undefined, step: (edge: WordEdge) => WordEdge | undefined): WordEdge | undefined {
  return edge && step(edge);
}

/** The pre-tokenizer cut.ts: the parts between and at the matches of a pattern. */
function cutEdge(
  edge: WordEdge,
  reach: PatternReach | undefined,
  behavior: Behavior,
  invert = false,
): WordEdge | undefined {
  if (edge.endsWord) return edge;
  if (!reach || !everyPair(edge, (left, right) => !reach.couples(left, right))) return undefined;
  const endsWord = everyPair(edge, (left, right) =>
    CHANCES[reach.matched(left)].every((leftMatched) =>
      CHANCES[reach.matched(right)].every((rightMatched) => ends(behavior, invert, leftMatched, rightMatched)),
    ),
  );
  return { ...edge, endsWord };
}

const CHANCES: Readonly<Record<Matched, readonly boolean[]>> = {
  always: [true],
  never: [false],
  maybe: [true, false],
};

/** Whether a word ends between two characters, of which either is in a match or not; no match has both. */
function ends(behavior: Behavior, invert: boolean, leftMatched: boolean, rightMatched: boolean): boolean {
  const [left, right] = [leftMatched !== invert, rightMatched !== invert];
  if (behavior === 'Removed' && (left || right)) return true;
  if (!leftMatched && !rightMatched) return false; // the same stretch
  if (behavior === 'Contiguous') return left !== right;
  if (behavior === 'MergedWithPrevious') return left || !right;
  if (behavior === 'MergedWithNext') return !left || right;
  return true;
}

/** A space in front of a word is put there because of what is before it only where the word may have begun elsewhere. */
function mayPutInFront(edge: WordEdge, { isFirst }: StepPlace): boolean {
  return isFirst || edge.endsWord;
}

function byteLevelEdge(fields: JsonFields, edge: WordEdge, place: StepPlace): WordEdge | undefined {
  if (fields.flag('add_prefix_space', false) && !mayPutInFront(edge, place)) return undefined;
  const cut = fields.flag('use_regex', true) ? cutEdge(edge, BYTE_LEVEL_WORD_REACH, 'Isolated') : edge;
  if (!cut || place.modelWritesBytes) return cut;
  const written = mappedEdge(cut, (character) => byteLevelText(unchangedText(character)).text);
  return written && { ...written, endsWord: cut.endsWord };
}

function metaspaceEdge(fields: JsonFields, edge: WordEdge, place: StepPlace): WordEdge | undefined {
  const { mark, scheme } = metaspaceFields(fields);
  if (mark === '' || (scheme === 'always' && !mayPutInFront(edge, place))) return undefined;
  const written = mappedEdge(edge, (character) => (character === ' ' ? mark : character));
  const marked = written && { ...written, endsWord: edge.endsWord };
  return marked && fields.flag('split', true) ? cutEdge(marked, patternReach(literal(mark)), 'MergedWithNext') : marked;
}

/** A character of any script belongs to what is before it, which is the character on the left. */
function scriptEdge(edge: WordEdge): WordEdge | undefined {
  if (edge.endsWord) return edge;
  const scripts = new Set(edge.lefts.map(scriptOf));
  const [script] = scripts;
  if (scripts.size > 1 || script === undefined) return undefined;
  const others = edge.rights.map(scriptOf);
  return { ...edge, endsWord: others.every((other) => other !== undefined && other !== script) };
}
