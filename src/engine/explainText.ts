// Text → run: load, cut to the context, run the blocks. Knows no messages.

import type { ExplainRequest, RunSummary } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import type { Token, Utf16Offset } from '../contract/tokens.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { Models } from './models.ts';
import type { Run } from './run.ts';

/** Characters a token has at most in ordinary text; longer prefixes are tried where that is not enough. */
const CHARACTERS_PER_TOKEN = 16;

export interface ExplainOptions {
  readonly onBlock: (done: number, of: number) => void;
  readonly signal: AbortSignal;
}

export async function explainText(
  run: Run,
  request: ExplainRequest,
  models: Models,
  options: ExplainOptions,
): Promise<RunSummary> {
  if (request.text === '') throw { code: 'text-empty' } satisfies Failure;
  const loading = models.use(request.modelFolder, request.options);
  run.model = loading;
  const [model, loadMs] = await timed(() => orCancelled(loading, options.signal));
  const { context } = model.info;
  const [{ tokens, all }, tokenizeMs] = await timed(async () => firstTokens(model.tokenizer, request.text, context));
  if (tokens.length === 0) throw { code: 'text-empty' } satisfies Failure; // nothing but what the tokenizer drops
  options.onBlock(0, model.info.layers);
  const sequence = model.transformer.newSequence();
  const ids = tokens.map((token) => token.id);
  const [, prefillMs] = await timed(() => model.transformer.forward(sequence, ids, options));
  run.text = { model, sequence, tokens: [...tokens], promptLength: tokens.length };
  const textLength = request.text.length as Utf16Offset;
  const explainedTo = all ? textLength : tokens[tokens.length - 1].span.end;
  return { run: request.run, model: model.info, tokens, explainedTo, textLength, loadMs, tokenizeMs, prefillMs };
}

/** The load goes on for whoever asks next; a server that says nothing keeps nobody waiting. */
async function orCancelled<Loaded>(loading: Promise<Loaded>, signal: AbortSignal): Promise<Loaded> {
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject({ code: 'cancelled' } satisfies Failure);
    signal.addEventListener('abort', cancel);
  });
  return await Promise.race([loading, cancelled]).finally(() => signal.removeEventListener('abort', cancel));
}

interface FirstTokens {
  readonly tokens: readonly Token[];
  /** They are the whole text's. */
  readonly all: boolean;
}

/** The first `count` tokens, beginning with what the tokenizer puts in front (<s>) as models are trained to read, without reading all of a text that is far too long. */
function firstTokens(tokenizer: Tokenizer, text: string, count: number): FirstTokens {
  for (let characters = count * CHARACTERS_PER_TOKEN; ; characters *= 4) {
    const prefix = text.slice(0, characters);
    const tokens = tokenizer.encode(prefix, { special: true });
    // Where a text is cut its last word may come apart differently: only tokens far from the cut are used.
    if (prefix.length < text.length && tokens.length < 2 * count) continue;
    return { tokens: tokens.slice(0, count), all: prefix.length === text.length && tokens.length <= count };
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, ms: number]> {
  const start = performance.now();
  return [await work(), performance.now() - start];
}
