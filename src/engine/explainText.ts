// Makes a run of a text: loads the model, tokenizes as much as fits the context, and has it read. Knows no
// messages.

import type { ExplainRequest, RunSummary } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import type { Span, Token, TokenIndex, Utf16Offset } from '../contract/tokens.ts';
import type { OpenedListener } from '../transformer/openGraphs.ts';
import { cutWords } from './cutText.ts';
import type { LoadedModel, Models } from './models.ts';
import { type OnBlock, type ReadTexts, readText } from './readText.ts';
import type { Run } from './run.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';
import { checkRows } from './tokenRows.ts';

/** The characters that a token has at most in ordinary text; longer prefixes are tried where that is not enough. */
const CHARACTERS_PER_TOKEN = 16;

export interface ExplainOptions {
  readonly onOpened: OpenedListener;
  readonly onBlock: OnBlock;
  readonly signal: AbortSignal;
  /** What the model has read by then is looked for in these. */
  readonly runs: {
    releasedReadings(model: Promise<LoadedModel>): Promise<void>;
    textsReadBy(model: Promise<LoadedModel>): ReadTexts;
  };
}

/** Fails with text-empty, text-beyond-context, token-beyond-table, cancelled, and what loading and running a model fail with. */
export async function explainText(
  run: Run,
  request: ExplainRequest,
  models: Models,
  options: ExplainOptions,
): Promise<RunSummary> {
  if (request.text === '') throw { code: 'text-empty' } satisfies Failure;
  const loading = models.use(request.modelFolder, request.options, options);
  run.model = loading;
  const [model, loadMs] = await timed(() => orCancelled(loading, options.signal));
  const { context } = model.info;
  const [{ tokens, words, all }, tokenizeMs] = await timed(() => firstTokens(model, request.text, options.signal));
  if (model.info.bidirectional && !all) throw { code: 'text-beyond-context', context } satisfies Failure;
  if (tokens.length === 0) throw { code: 'text-empty' } satisfies Failure; // the text has only characters that the tokenizer drops
  checkRows(tokens, model.info.vocabSize);
  options.onBlock(0, model.info.layers, tokens.length);
  const ids = tokens.map((token) => token.id);
  throwIfCancelled(options.signal);
  await options.runs.releasedReadings(loading);
  throwIfCancelled(options.signal);
  const texts = options.runs.textsReadBy(loading); // nobody else takes one of them before this one does
  const [{ sequence, wholeMs, known }, prefillMs] = await timed(() => readText(model, ids, texts, options));
  const textLength = request.text.length as Utf16Offset;
  const explainedTo = all ? textLength : tokens[tokens.length - 1].span.end;
  const text = request.text.slice(0, explainedTo);
  run.text = { model, sequence, text, tokens: [...tokens], words, promptLength: tokens.length, wholeMs };
  const took = { loadMs, tokenizeMs, prefillMs };
  return { run: request.run, model: model.info, tokens, known, explainedTo, textLength, ...took };
}

/**
 * Waits for the model or for the cancellation, so that a server which does not answer cannot block the run.
 */
export async function orCancelled<Loaded>(loading: Promise<Loaded>, signal: AbortSignal): Promise<Loaded> {
  throwIfCancelled(signal);
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject({ code: 'cancelled' } satisfies Failure);
    signal.addEventListener('abort', cancel);
  });
  return await Promise.race([loading, cancelled]).finally(() => signal.removeEventListener('abort', cancel));
}

interface FirstTokens {
  readonly tokens: readonly Token[];
  readonly words: readonly Span<TokenIndex>[];
  /** Whether they are all tokens of the text. */
  readonly all: boolean;
}

/**
 * The first `count` tokens, without reading all of a text that is far too long. They begin with those that the
 * tokenizer puts in front (<s>), since models are trained with them.
 */
async function firstTokens(model: LoadedModel, text: string, signal: AbortSignal): Promise<FirstTokens> {
  const { context: count, bidirectional: closed } = model.info;
  for (let characters = count * CHARACTERS_PER_TOKEN; ; characters *= 4) {
    const prefix = text.slice(0, characters);
    const cut = await cutWords(model, prefix, { special: true, closed, enough: count }, signal);
    const { words } = cut;
    const tokens = words.flat();
    // The last word of a prefix may be tokenized differently from the same word in the text: tokens near the cut are
    // not used.
    if (cut.all && prefix.length < text.length && tokens.length < 2 * count) continue;
    const all = cut.all && prefix.length === text.length && tokens.length <= count;
    return { tokens: tokens.slice(0, count), words: spansOf(words, count), all };
  }
}

/** Where the words are among the first `count` tokens; the last one may be cut off. */
function spansOf(words: readonly (readonly Token[])[], count: number): readonly Span<TokenIndex>[] {
  const spans: Span<TokenIndex>[] = [];
  let start = 0;
  for (const { length } of words) {
    if (start >= count) break;
    const end = Math.min(start + length, count);
    spans.push({ start, end } as Span<TokenIndex>);
    start = end;
  }
  return spans;
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, ms: number]> {
  const start = performance.now();
  return [await work(), performance.now() - start];
}
