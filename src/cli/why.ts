// Why a token is predicted, as JSON for programs: the votes of the model's parts for it, and the information flow that made
// the place from which it is predicted.
import { FLOW_THRESHOLD } from '../contract/flow.ts';
import type { Matrix } from '../contract/readings.ts';
import type { TokenVotes, VotesBeside } from '../contract/votes.ts';
import type { EngineClient } from '../engine/client.ts';
import type { AskedText } from './askedText.ts';
import { UsageError } from './usageError.ts';

/** The source tokens that are printed for a head. */
const SOURCES = 5;

export async function whyReport({ engine, command, summary: { run, tokens }, after }: AskedText) {
  const target = await idOf(engine, command.model, '--why', command.why);
  const other = command.not === undefined ? undefined : await idOf(engine, command.model, '--not', command.not);
  const votes = await engine.votes(run, { position: after, target, other });
  const { threshold, parallel, edges } = await engine.flow(run, after, FLOW_THRESHOLD);
  return {
    why: {
      target: votes.target,
      other: votes.other,
      logit: votes.logit,
      sum: votes.sum,
      votes: votesByPart(votes, (token) => tokens[token].text),
    },
    flow: { threshold, parallel, edges },
  };
}

/** A token of the vocabulary: by its id, as #123, or by its text, as the model's tokenizer cuts it. */
async function idOf(engine: EngineClient, folder: string, option: string, written: string): Promise<number> {
  if (/^#\d+$/.test(written)) return Number(written.slice(1));
  const cut = await engine.tokenize(written, { kind: 'folder', folder });
  const own = cut.filter(({ span }) => span.end > span.start); // a tokenizer may put special tokens around
  if (own.length === 1) return own[0].id;
  const pieces = own.map(({ id, text }) => `${JSON.stringify(text ?? '')} (#${id})`).join(' ');
  throw new UsageError(
    own.length === 0
      ? `${option} needs a token's text, or its id as #123`
      : `${option}: ${JSON.stringify(written)} is ${own.length} tokens, ${pieces}; it has to be one, or an id as #123`,
  );
}

/** Those of most weight first. Parts that a model does not have, such as biases, have no vote and are left out. */
function votesByPart(votes: TokenVotes, textOf: (token: number) => string | undefined) {
  const { heads, mixing, beside } = votes;
  const parts: readonly { readonly part: string; readonly vote: number }[] = [
    { part: 'token embedding', vote: votes.tokenEmbedding },
    { part: 'position embedding', vote: votes.positionEmbedding },
    ...Array.from(heads.values, (vote, i) => ({
      part: HEADS[mixing[Math.floor(i / heads.columns)].kind],
      layer: Math.floor(i / heads.columns),
      head: i % heads.columns,
      vote,
      sources: sourcesOf(votes.headsByKey, i, textOf),
    })),
    ...Array.from(votes.attentionBiases, (vote, layer) => ({ part: RESTS[mixing[layer].kind], layer, vote })),
    ...(beside ? partsBeside(beside, textOf) : []),
    ...Array.from(votes.mlps, (vote, layer) => ({ part: 'mlp', layer, vote })),
    { part: 'norm bias', vote: votes.normBias },
    { part: 'unembedding bias', vote: votes.unembeddingBias },
  ];
  return parts.filter(({ vote }) => vote !== 0).sort((a, b) => Math.abs(b.vote) - Math.abs(a.vote));
}

/** What mixes tokens is called so, and what it adds that was read from no token. */
const HEADS = { attention: 'head', state: 'state head', convolution: 'convolution' } as const;
const RESTS = { attention: 'attention bias', state: 'state skip', convolution: 'convolution bias' } as const;

function partsBeside({ kind, heads, headsByKey, votes }: VotesBeside, textOf: (token: number) => string | undefined) {
  return [
    ...Array.from(heads.values, (vote, i) => ({
      part: HEADS.state,
      layer: Math.floor(i / heads.columns),
      head: i % heads.columns,
      vote,
      sources: sourcesOf(headsByKey, i, textOf),
    })),
    ...Array.from(votes, (vote, layer) => ({ part: kind === 'state' ? RESTS.state : kind, layer, vote })),
  ];
}

/** The tokens that one head read most of its vote from. */
function sourcesOf({ columns, values }: Matrix, row: number, textOf: (token: number) => string | undefined) {
  return Array.from(values.subarray(row * columns, (row + 1) * columns), (vote, token) => ({ token, vote }))
    .filter(({ vote }) => vote !== 0)
    .sort((a, b) => Math.abs(b.vote) - Math.abs(a.vote))
    .slice(0, SOURCES)
    .map(({ token, vote }) => ({ token, text: textOf(token), vote }));
}
