// Answers what mattered for a prediction: the text is read again without one part after another, and each answer says what
// is known so far. A question measures for a while and is asked again for more, so that a reader sees the first parts
// soon, may stop, and loses nothing when something else is asked in between. Knows one run.

import type { Mattered, MatteredPart, MatteredQuestion, Outcome } from '../contract/mattered.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { attentionShares } from '../explain/attentionShares.ts';
import { disagreement } from '../explain/disagreement.ts';
import { readFrom, surprisalBehind } from '../explain/outcomes.ts';
import { withHidden, withOtherIds } from '../explain/removals.ts';
import { SpanSearch } from '../explain/spanSearch.ts';
import { spanTree } from '../explain/spanTree.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { askedAt, checkReadsOn, maskId } from './maskedWord.ts';
import type { MatteredSearch } from './matteredSearch.ts';
import { checkIndex, checkSpan, invalid } from './questionChecks.ts';
import { type ExplainedText, type Run, stateOf } from './run.ts';
import { idsAround, idsWithout, textOf } from './textWithout.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** The most readings of a text: a few dozen parts, and those of the ones that matter. */
const MOST_READINGS = 200;
/** A first token with this share of all attention, and so many times that of any other token, is one where heads rest. */
const SINK = 0.1;
const SINK_TIMES = 2;

/**
 * Goes on measuring for about so many milliseconds, one part at least; 0 measures nothing and says what is to come. Fails
 * with question-invalid for an outcome that is not in the run.
 */
export async function mattered(
  text: ExplainedText,
  run: Run,
  question: MatteredQuestion,
  ms: number,
  signal: AbortSignal,
): Promise<Mattered> {
  checkOutcome(text, question);
  const key = JSON.stringify([question, stateOf(text)]);
  if (run.matteredSearch?.key !== key) run.matteredSearch = await begin(text, run, question, { key, signal });
  const found = run.matteredSearch;
  const until = performance.now() + ms;
  while (ms > 0) {
    throwIfCancelled(signal);
    const at = found.search.next();
    if (at === undefined) break;
    const span = found.search.spans[at];
    span.bits = await bitsWithout(text, found, question, span.node.span, signal);
    if (performance.now() >= until) break;
  }
  return answerOf(text, found);
}

/** Behind a mask stands one token. */
function checkOutcome({ sequence, model }: ExplainedText, { outcome }: MatteredQuestion): void {
  if (outcome.kind !== 'next') checkReadsOn({ model });
  if (outcome.kind === 'next') {
    checkIndex('outcome.after', outcome.after, sequence.length);
    checkIndex('outcome.id', outcome.id, model.info.vocabSize);
    return;
  }
  checkSpan('outcome.span', outcome.span, sequence.length);
  if (outcome.span.start === 0) throw invalid('outcome.span', 'nothing predicts the first token');
}

async function begin(
  text: ExplainedText,
  run: Run,
  { outcome, mode }: MatteredQuestion,
  { key, signal }: { readonly key: string; readonly signal: AbortSignal },
): Promise<MatteredSearch> {
  const { transformer, info } = text.model;
  const { first, end } = readFrom(outcome);
  const sequence = info.bidirectional
    ? await askedAt(text, run, first as TokenIndex, signal)
    : end === text.sequence.length
      ? text.sequence
      : await transformer.fork(text.sequence, end);
  const { tokens, words, promptLength } = text;
  const generated = tokens.slice(promptLength).map((_, i) => ({ start: promptLength + i, end: promptLength + i + 1 }));
  const tokenized = { text: textOf(text), tokens, words: [...words, ...(generated as unknown as typeof words)] };
  const attention = await attentionShares(transformer, sequence, [first, end], { signal });
  // Left out, the first token makes another one the first; hidden, it leaves the heads that rest on it nowhere to go.
  const hasSink = mode === 'hide' && !info.bidirectional && first > 0 && isSink(attention);
  const seen = info.bidirectional ? sequence.length : first + 1;
  const search = new SpanSearch(spanTree(tokenized, seen, hasSink ? 1 : 0), MOST_READINGS);
  return {
    key,
    sequence,
    search,
    bits: await surprisalBehind(transformer, sequence, first, outcomeIds(text, outcome)),
    attention,
    hasSink,
    into: transformer.newSequence(),
  };
}

function isSink([first, ...others]: Float64Array): boolean {
  return first >= SINK && others.every((share) => first >= SINK_TIMES * share);
}

function outcomeIds({ sequence }: ExplainedText, outcome: Outcome): readonly number[] {
  return outcome.kind === 'next' ? [outcome.id] : sequence.ids.slice(outcome.span.start, outcome.span.end);
}

/** By how many bits the outcome is more surprising without the span; null where it cannot be measured. */
async function bitsWithout(
  text: ExplainedText,
  { sequence, bits, into }: MatteredSearch,
  { outcome, mode }: MatteredQuestion,
  span: MatteredPart['span'],
  signal: AbortSignal,
): Promise<number | null> {
  const { transformer } = text.model;
  const { first, end } = readFrom(outcome);
  const ids = outcomeIds(text, outcome);
  if (mode === 'hide') {
    const hidden = await withHidden(transformer, sequence, span, first, { signal, into });
    return hidden ? (await surprisalBehind(transformer, hidden, first, ids)) - bits : null;
  }
  if (text.model.info.bidirectional) {
    const read = await readAround(text, span, first, signal);
    return read ? (await surprisalBehind(transformer, read.sequence, read.at, ids)) - bits : null;
  }
  const left = await idsWithout(text, span, first + 1, signal);
  const shorter = await withOtherIds(transformer, sequence, [...left, ...sequence.ids.slice(first + 1, end)], {
    signal,
    into,
  });
  if (!shorter || left.length === 0) return null;
  return (await surprisalBehind(transformer, shorter, left.length - 1, ids)) - bits;
}

/** The text without the span, with the mask where the token that is asked about stands then; undefined where that is nowhere. */
async function readAround(
  text: ExplainedText,
  span: MatteredPart['span'],
  asked: number,
  signal: AbortSignal,
): Promise<{ readonly sequence: Sequence; readonly at: number } | undefined> {
  const left = await idsAround(text, span, asked, signal);
  if (!left) return undefined;
  const { transformer } = text.model;
  const sequence = transformer.newSequence();
  await transformer.forward(sequence, left.ids.with(left.at, maskId(text.model)), { signal });
  return { sequence, at: left.at };
}

function answerOf({ wholeMs, model }: ExplainedText, found: MatteredSearch): Mattered {
  const { search, bits, attention, hasSink, sequence } = found;
  const { spans, waiting } = search;
  const shares = spans.map(({ node: { span } }) => attention.subarray(span.start, span.end).reduce((a, b) => a + b, 0));
  const disagrees = disagreement(
    spans.map(({ parent, bits: change }, i) => ({ parent, bits: change, share: shares[i] })),
  );
  // The tokens before a part are not run again, unless they see it.
  const share = (at: number) =>
    model.info.bidirectional ? 1 : (sequence.length - spans[at].node.span.start) / sequence.length;
  return {
    bits,
    sink: hasSink ? attention[0] : undefined,
    parts: spans.map(({ node: { span, kind }, parent, bits: change }, i) => ({
      span,
      kind,
      parent,
      bits: change ?? undefined,
      attention: shares[i],
      disagrees: disagrees[i],
    })),
    readings: spans.length - waiting.length,
    left: waiting.length,
    leftMs: wholeMs * waiting.reduce((sum, at) => sum + share(at), 0),
  };
}
