// An explanation as text for people and as JSON for programs. Knows no engine.
import { escapedBytes } from '../contract/byteNames.ts';
import type { ModelInfo, RunSummary } from '../contract/engineApi.ts';
import type { GenerationStep, NextTokens, TokenVectors } from '../contract/readings.ts';
import type { Token } from '../contract/tokens.ts';

export interface Explanation {
  readonly summary: RunSummary;
  /** The next tokens after every position; or those in its place, behind a mask; none where the model predicts no words. */
  readonly next: readonly NextTokens[];
  readonly vectors: readonly TokenVectors[];
  readonly steps: readonly GenerationStep[];
}

export function textReport({ summary, next, steps }: Explanation): string {
  const { model, tokens, loadMs, tokenizeMs, prefillMs } = summary;
  const { name, architecture, layers, heads, dModel, context } = model;
  const cut =
    summary.explainedTo < summary.textLength
      ? `, cut after ${summary.explainedTo} of ${summary.textLength} characters`
      : '';
  const ms = `load ${loadMs.toFixed()} ms, tokenize ${tokenizeMs.toFixed()} ms, run ${prefillMs.toFixed()} ms`;
  return [
    `${name} (${architecture}): ${layers} layers × ${heads} heads, width ${dModel}, context ${context}`,
    ...keptLines(model),
    `${tokens.length} tokens${cut}; ${ms}`,
    '',
    '    #      id  probability  token',
    ...tokens.map((token, i) =>
      tokenLine(i, token, next[model.predicts === 'masked' ? i : i - 1]?.actual?.probability),
    ),
    '',
    ...predictedLines(model, next),
    ...(steps.length ? ['', `continued: ${tokensText(steps.map((step) => step.token))}`] : []),
    ...endLines(steps),
  ].join('\n');
}

function predictedLines({ predicts }: ModelInfo, next: readonly NextTokens[]): string[] {
  if (predicts === 'nothing') return ['the model makes vectors of texts and predicts no words'];
  if (predicts === 'masked') return ['probabilities are those of each token behind a mask, read from both sides'];
  const last = next[next.length - 1].candidates;
  return ['next:', ...last.map((token) => `  ${percent(token.probability)}  ${tokenText(token)}`)];
}

function endLines(steps: readonly GenerationStep[]): string[] {
  const last = steps.at(-1);
  return last?.endsText ? [`the model ends the text here, with ${tokenText(last.token)}`] : [];
}

function keptLines({ textOnly, precision, provider }: ModelInfo): string[] {
  const { kept, error } = precision ?? {};
  const cost = error
    ? `: logits differ by ${error.rms.toPrecision(2)} (root mean square), ${error.largest.toPrecision(2)} at most, on ${error.tokens} tokens`
    : '';
  return [
    ...(textOnly ? ['text only: what reads images is not run'] : []),
    ...(kept === undefined || kept === 'float32' ? [] : [`weights kept as ${kept}${cost}`]),
    ...(provider && provider.used !== 'cpu' ? [`on ${provider.used}`] : []),
  ];
}

/** Number, id and text of each token. */
export function tokenLines(tokens: readonly Token[]): readonly string[] {
  return [`${tokens.length} tokens`, '', '    #      id  token', ...tokens.map(plainLine)];
}

function plainLine(token: Token, index: number): string {
  return `${String(index).padStart(5)} ${String(token.id).padStart(7)}  ${tokenText(token)}`;
}

/** The explanation without attention, with typed arrays as lists. */
export function jsonReport({ summary, next, vectors, steps }: Explanation) {
  return {
    ...summary,
    next,
    vectors: vectors.map(({ embedding, position, residual }) => ({
      embedding: Array.from(embedding),
      position: position && Array.from(position),
      residual: { ...residual, values: Array.from(residual.values) },
    })),
    steps: steps.map(({ attention: _, ...step }) => step),
  };
}

function tokenLine(index: number, token: Token, probability: number | undefined): string {
  const number = String(index).padStart(5);
  return `${number} ${String(token.id).padStart(7)}  ${probability === undefined ? '           ' : percent(probability).padStart(11)}  ${tokenText(token)}`;
}

function percent(probability: number): string {
  return `${(probability * 100).toFixed(2).padStart(6)} %`;
}

/** The text as JSON writes it, or bytes that are not whole characters as \xE8. */
function tokenText({ text, bytes }: { readonly text: string | undefined; readonly bytes: readonly number[] }): string {
  return text === undefined ? escapedBytes(bytes) : JSON.stringify(text);
}

function tokensText(tokens: readonly Token[]): string {
  return JSON.stringify(new TextDecoder().decode(Uint8Array.from(tokens.flatMap((token) => token.bytes))));
}
