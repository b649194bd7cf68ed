// The two sides of a comparison: the run, and what it is held against, with their tokens aligned. Knows one run, and another
// one that its asker has found.

import type { Compared, Comparison } from '../contract/compared.ts';
import type { Token } from '../contract/tokens.ts';
import {
  alignedByIndex,
  alignedTexts,
  alignedTokens,
  type CutText,
  commonPlaces,
  type Piece,
} from '../explain/alignment.ts';
import type { LoadedModel } from './models.ts';
import { readTokens, tokensOf } from './otherTexts.ts';
import { type ExplainedText, type Reading, type Run, stateOf } from './run.ts';
import { changedText } from './whatIfAnswers.ts';

interface Aligned {
  readonly by: Comparison['alignedBy'];
  readonly pieces: readonly Piece[];
}

export interface Sides extends Aligned {
  readonly ours: Reading;
  readonly theirs: Reading;
}

/** `otherRun` is the run that is named, where one is. Fails with question-invalid, and with cancelled. */
export async function sidesOf(
  text: ExplainedText,
  run: Run,
  { other, otherRun }: { readonly other: Compared; readonly otherRun: ExplainedText },
  signal: AbortSignal,
): Promise<Sides> {
  const theirs = other.kind === 'run' ? otherRun : await readingOf(text, run, other, signal);
  const key = JSON.stringify([stateOf(text), other, theirs.sequence.ids]);
  if (run.alignment?.key !== key) run.alignment = { key, ...alignedReadings(text, theirs) };
  return { ours: text, theirs, by: run.alignment.by, pieces: run.alignment.pieces };
}

async function readingOf(
  text: ExplainedText,
  run: Run,
  other: Exclude<Compared, { readonly kind: 'run' }>,
  signal: AbortSignal,
): Promise<Reading> {
  const { model } = text;
  if (other.kind === 'changes') {
    const { sequence } = await changedText(text, run, other.changes, signal);
    return { model, sequence, tokens: replacedTokens(text, sequence.ids) };
  }
  if (run.comparedText?.text !== other.text) {
    run.comparedText = undefined; // its memory is free before the next one is read
    const tokens = await tokensOf(model, other.text, signal);
    const sequence = await readTokens(text, run, tokens, signal);
    run.comparedText = { text: other.text, reading: { model, sequence, tokens: [...tokens] } };
  }
  return run.comparedText.reading;
}

/** A token that was replaced stands where the one before it stood. */
function replacedTokens({ tokens, model }: ExplainedText, ids: readonly number[]): Token[] {
  return tokens.map((token, i) =>
    ids[i] === token.id ? token : { ...token, ...model.tokenizer.piece(ids[i]), id: ids[i] },
  );
}

/** Texts of as many tokens by index, unless more of them meet their like in another way: something was moved then. */
function howAligned(ours: Reading, theirs: Reading): Comparison['alignedBy'] {
  if (!haveSameVocabulary(ours.model, theirs.model)) return 'text';
  const [a, b] = [ours.sequence.ids, theirs.sequence.ids];
  if (a.length !== b.length) return 'tokens';
  const same = a.filter((id, i) => id === b[i]).length;
  return same >= commonPlaces(a, b).length ? 'index' : 'tokens';
}

function alignedReadings(ours: Reading, theirs: Reading): Aligned {
  const by = howAligned(ours, theirs);
  if (by === 'text') return { by, pieces: alignedTexts(cutText(ours), cutText(theirs)) };
  const align = by === 'index' ? alignedByIndex : alignedTokens;
  return { by, pieces: align(ours.sequence.ids, theirs.sequence.ids) };
}

/** What the tokens stand for in the text; what a tokenizer drops between two of them belongs to the later one. */
function cutText({ tokens }: Reading): CutText {
  const ends = tokens.map(({ byteSpan }) => Number(byteSpan.end));
  const bytes = new Uint8Array(ends.at(-1) ?? 0);
  for (const { bytes: own, byteSpan } of tokens) {
    const room = byteSpan.end - byteSpan.start;
    bytes.set(own.slice(Math.max(0, own.length - room)), byteSpan.start); // without a space of the tokenizer's own
  }
  return { bytes, ends };
}

/** Known pairs: comparing two vocabularies takes a tenth of a second. */
const compared = new WeakMap<LoadedModel, WeakMap<LoadedModel, boolean>>();

/** Whether all ids stand for the same bytes. */
export function haveSameVocabulary(ours: LoadedModel, theirs: LoadedModel): boolean {
  if (ours === theirs) return true;
  const known = compared.get(ours) ?? new WeakMap<LoadedModel, boolean>();
  compared.set(ours, known);
  const same = known.get(theirs) ?? haveSamePieces(ours.tokenizer, theirs.tokenizer);
  known.set(theirs, same);
  return same;
}

function haveSamePieces(ours: LoadedModel['tokenizer'], theirs: LoadedModel['tokenizer']): boolean {
  if (ours.size !== theirs.size) return false;
  for (let id = 0; id < ours.size; id++) {
    const [a, b] = [ours.piece(id), theirs.piece(id)];
    if (a.special !== b.special || a.bytes.length !== b.bytes.length) return false;
    if (a.bytes.some((byte, i) => byte !== b.bytes[i])) return false;
  }
  return true;
}
