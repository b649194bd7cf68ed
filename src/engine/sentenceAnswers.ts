// Answers how alike two texts are to the model, and which tokens made them so. Knows one run.
import type { Failure } from '../contract/failure.ts';
import { MOST_SENTENCE_TOKENS } from '../contract/limits.ts';
import type { Matrix } from '../contract/readings.ts';
import type { Pooling, SentencePair, SentenceQuestion } from '../contract/sentences.ts';
import type { Token } from '../contract/tokens.ts';
import { pairShares, pooled, type TokenVectors, tokenCosines } from '../explain/sentences.ts';
import { ggufSentenceHead } from '../transformer/ggufSentenceHead.ts';
import { mapped, type SentenceHead, type SentenceMap, sentenceHead } from '../transformer/sentenceHead.ts';
import { cosine } from '../transformer/vectors.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { cutText } from './cutText.ts';
import type { LoadedModel } from './models.ts';
import { readBeside } from './otherTexts.ts';
import type { ExplainedText, Run } from './run.ts';

/** Tokens that go through the maps at a time. */
const TOKENS_AT_A_TIME = 16;

/**
 * Both texts are read as embedding models are trained: with all that the tokenizer puts around them. Fails with text-empty,
 * sentence-too-long, text-beyond-context, and what reading the folder's modules fails with.
 */
export async function sentences(
  text: ExplainedText,
  run: Run,
  { other, pooling: asked }: SentenceQuestion,
  signal: AbortSignal,
): Promise<SentencePair> {
  const { model } = text;
  const [ours, theirs] = [await read(text, run, text.text, signal), await read(text, run, other, signal)];
  const width = ours.values.length / ours.tokens.length; // narrower than the stream where a map follows the last norm
  const head = await headOf(model, width);
  const pooling = asked ?? head.pooling ?? 'mean';
  // A map without an activation, bias and all, is the same before the mean and behind it.
  const isSum = pooling === 'mean' && head.maps.every(({ activation }) => activation === 'none');
  const before = isSum ? head.maps : [];
  const a = await allMapped({ values: ours.values, width }, before, signal);
  const b = await allMapped({ values: theirs.values, width }, before, signal);
  const behind = isSum ? [] : head.maps;
  const u = await sentenceVector(a, { pooling, behind }, signal);
  const w = await sentenceVector(b, { pooling, behind }, signal);
  const matrix = (values: Float32Array<ArrayBuffer>): Matrix => ({
    rows: ours.tokens.length,
    columns: theirs.tokens.length,
    values,
  });
  return {
    tokens: ours.tokens,
    otherTokens: theirs.tokens,
    pooling,
    ownPooling: head.pooling,
    width: head.maps.at(-1)?.to ?? width,
    maps: head.maps.length,
    cosine: cosine(u, w),
    cosines: matrix(tokenCosines(a, b)),
    shares: isSum ? matrix(pairShares(a, b)) : undefined,
  };
}

async function headOf({ transformer: { checkpoint } }: LoadedModel, width: number): Promise<SentenceHead> {
  const { folder, sentences } = checkpoint;
  return sentences ? await ggufSentenceHead(checkpoint, sentences, width) : await sentenceHead(folder, width);
}

interface ReadSentence {
  readonly tokens: readonly Token[];
  readonly values: Float32Array; // [tokens, d]
}

/** What the last norm made of every token. A text that the run has read so is not read again. */
async function read(
  { model, sequence, promptLength }: ExplainedText,
  run: Run,
  text: string,
  signal: AbortSignal,
): Promise<ReadSentence> {
  const { transformer, info } = model;
  const tokens = await cutText(model, text, { special: true, closed: true }, signal);
  checkLength(tokens, model);
  const ids = tokens.map(({ id }) => id);
  const isRun =
    ids.length === promptLength && sequence.length === promptLength && ids.every((id, i) => id === sequence.ids[i]);
  const reading = isRun ? sequence : await readBeside({ model }, run, ids, signal);
  const { layers } = info;
  const others = reading.otherStreams[layers].rows(0, ids.length);
  return { tokens, values: await transformer.normed(reading.residual(layers, 0, ids.length), others) };
}

function checkLength(tokens: readonly Token[], { info }: LoadedModel): void {
  if (tokens.length === 0) throw { code: 'text-empty' } satisfies Failure;
  if (tokens.length > info.context) throw { code: 'text-beyond-context', context: info.context } satisfies Failure;
  if (tokens.length > MOST_SENTENCE_TOKENS)
    throw { code: 'sentence-too-long', most: MOST_SENTENCE_TOKENS } satisfies Failure;
}

/** Some tokens at a time: a map of a large model takes milliseconds for each. */
async function allMapped(
  { values, width }: TokenVectors,
  maps: readonly SentenceMap[],
  signal: AbortSignal,
): Promise<TokenVectors> {
  if (maps.length === 0) return { values, width };
  const last = maps[maps.length - 1].to;
  const tokens = values.length / width;
  const made = new Float32Array(tokens * last);
  for (let first = 0; first < tokens; first += TOKENS_AT_A_TIME) {
    const some = values.subarray(first * width, (first + TOKENS_AT_A_TIME) * width);
    made.set(maps.reduce(mapped, some), first * last);
    await yieldToEventLoop(signal);
  }
  return { values: made, width: last };
}

async function sentenceVector(
  vectors: TokenVectors,
  { pooling, behind }: { readonly pooling: Pooling; readonly behind: readonly SentenceMap[] },
  signal: AbortSignal,
): Promise<ArrayLike<number>> {
  const one = pooled(vectors, pooling);
  if (behind.length === 0) return one; // in double precision
  return (await allMapped({ values: Float32Array.from(one), width: one.length }, behind, signal)).values;
}
