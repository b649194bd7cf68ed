// Why the next token of three texts comes, on the embedded model, and what comes without some of their tokens:
// docs/worked-examples.md explains what comes out. Run it with Node 24: node docs/examples/whyThisWord.ts
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineApi, RunSummary } from '../../src/contract/engineApi.ts';
import type { Candidate, SamplingOptions } from '../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { TokenVotes } from '../../src/contract/votes.ts';
import { createEngine } from '../../src/engine/engine.ts';

const MEDIA = join(import.meta.dirname, '../../media');
const AS_IT_IS: SamplingOptions = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };
/** Candidates, and heads. */
const MOST = 3;

/** The samples, and the texts of tokens that are hidden one after another. */
const EXAMPLES = {
  'why-story.txt': [' red', ' ball', ' kite'],
  'why-code.js': ['name', 'word'],
  'why-memory.txt': ['蘋', '果'],
} as const;

export async function whyThisWord(): Promise<readonly string[]> {
  const engine = createEngine({
    modelOpened: () => {},
    blockDone: () => {},
    contextProgress: () => {},
    inspectionProgress: () => {},
  });
  const lines: string[] = [];
  for (const [file, hidden] of Object.entries(EXAMPLES)) {
    const text = await readFile(join(MEDIA, 'samples', file), 'utf8');
    const run = await engine.explain({ run: file, modelFolder: join(MEDIA, 'model'), text });
    const after = (run.tokens.length - 1) as TokenIndex;
    const next = await engine.nextTokens(run.run, after, MOST, AS_IT_IS);
    const votes = await engine.votes(run.run, { position: after, target: next.candidates[0].id });
    lines.push(`${file}: ${listed(next.candidates)}`, ...strongestHeads(votes, run.tokens), ofAll(votes));
    for (const wanted of hidden) lines.push(await without(engine, run, wanted, after));
    await engine.release(run.run);
  }
  return lines;
}

/** The heads with the largest votes, and the token that each read most of it from. */
function strongestHeads({ heads, headsByKey }: TokenVotes, tokens: readonly Token[]): readonly string[] {
  const order = [...heads.values.keys()].sort((a, b) => heads.values[b] - heads.values[a]).slice(0, MOST);
  return order.map((row) => {
    const keys = headsByKey.values.subarray(row * headsByKey.columns, (row + 1) * headsByKey.columns);
    const best = keys.indexOf(Math.max(...keys));
    const name = `${Math.floor(row / heads.columns)}.${row % heads.columns}`;
    return `  head ${name}: ${signed(heads.values[row])}, of it ${signed(keys[best])} from ${quoted(tokens[best])} at ${best}`;
  });
}

/** What is no head, and the sum. */
function ofAll({ tokenEmbedding, mlps, sum, logit }: TokenVotes): string {
  const ofMlps = mlps.reduce((total, vote) => total + vote, 0);
  return `  token: ${signed(tokenEmbedding)}, all feed-forwards: ${signed(ofMlps)}; sum of all parts: ${signed(sum)}, logit: ${signed(logit)}`;
}

/** Where the token stands first, it is hidden from all behind it. */
async function without(engine: EngineApi, { run, tokens }: RunSummary, wanted: string, after: TokenIndex) {
  const start = tokens.findIndex(({ text }) => text === wanted);
  const span = { start, end: start + 1 } as Span<TokenIndex>;
  const question = { changes: [{ kind: 'hide', span }], after, k: MOST, sampling: AS_IT_IS } as const;
  const { after: changed } = await engine.whatIf(run, question);
  return `  without ${quoted(tokens[start])} at ${start}: ${listed(changed.candidates)}`;
}

function listed(candidates: readonly Candidate[]): string {
  return candidates.map((one) => `${quoted(one)} ${(one.probability * 100).toFixed(1)} %`).join(', ');
}

function quoted({ text }: Pick<Token, 'text'>): string {
  return JSON.stringify(text ?? '');
}

function signed(vote: number): string {
  return `${vote < 0 ? '' : '+'}${vote.toFixed(2)}`;
}

if (process.argv[1] === import.meta.filename) for (const line of await whyThisWord()) console.log(line);
