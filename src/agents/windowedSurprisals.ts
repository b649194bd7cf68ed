// How surprising every token of a text of any length was to the model: read in windows that each fit its context, of which
// the first half is context for the second. Knows no file and no line.
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { Candidate } from '../contract/readings.ts';
import type { Token, TokenIndex } from '../contract/tokens.ts';
import type { AgentCall } from './agentTool.ts';
import { withRun } from './readText.ts';
import { UNSAMPLED } from './unsampled.ts';

/** Longer windows read the same text not much better, and their attention grows with the square. */
const WINDOW = 1024;
/** Room for the tokens that a tokenizer puts in front, and for a first token that is cut otherwise without what was before. */
const SPARE = 8;
const EXPECTED = 3;

export interface SurprisingToken extends Pick<Token, 'text' | 'bytes'> {
  /** Its place in the text, in UTF-16 code units. */
  readonly start: number;
  /** −log2 of its probability. */
  readonly bits: number;
  /** How many tokens were more probable. */
  readonly rank: number;
  /** The most probable ones in its place; of the most surprising tokens only. */
  readonly expected: readonly Candidate[] | undefined;
}

export interface WindowedSurprisals {
  /** In order; the very first of a text is predicted by nothing, and left out. */
  readonly tokens: readonly SurprisingToken[];
  /** Where the text ends that was read. */
  readonly readTo: number;
  readonly model: RunSummary['model'];
}

export interface WindowOptions {
  /** Where the tokens begin that are asked about; what is before is context. */
  readonly from: number;
  /** Of so many most surprising ones it is said what was expected. */
  readonly most: number;
  readonly mostTokens: number;
  /** When no other window is begun, as performance.now() tells it. */
  readonly until: number;
}

/** Fails with what explain() fails with. */
export async function windowedSurprisals(
  text: string,
  { from, most, mostTokens, until }: WindowOptions,
  call: AgentCall,
): Promise<WindowedSurprisals> {
  const cut = await call.counter.tokenize(text, { kind: 'folder', folder: call.choices.modelFolder });
  const found: SurprisingToken[] = [];
  let readTo = 0;
  for (let length = WINDOW, start = 0; ; ) {
    const window = { from: cut[start]?.span.start ?? 0, to: cut[start + length]?.span.start ?? text.length };
    const counted = Math.max(from, readTo);
    const { summary, tokens } = await withRun(call, text.slice(window.from, window.to), async (run, read) => ({
      summary: read,
      tokens: await newTokens(run, read, { ...window, counted, leastBits: leastOf(found, most), most }, call),
    }));
    found.push(...tokens);
    readTo = window.from + summary.explainedTo;
    length = Math.max(2, Math.min(WINDOW, summary.model.context) - SPARE);
    const done = cut.findIndex(({ span }) => span.end > readTo);
    call.progress(done < 0 ? cut.length : done, cut.length, 'tokens read');
    if (done < 0 || found.length >= mostTokens || performance.now() >= until)
      return { tokens: found, readTo, model: summary.model };
    start = Math.max(start + 1, done - Math.floor(length / 2));
  }
}

/** The bits that a token needs to be among the most surprising ones. */
function leastOf(found: readonly SurprisingToken[], most: number): number {
  if (found.length < most) return 0;
  return found.map(({ bits }) => bits).toSorted((a, b) => b - a)[most - 1];
}

interface NewTokens {
  /** Where the window begins in the text. */
  readonly from: number;
  /** Tokens that begin before it are known, or not asked about. */
  readonly counted: number;
  readonly leastBits: number;
  readonly most: number;
}

async function newTokens(
  run: RunId,
  { tokens }: RunSummary,
  { from, counted, leastBits, most }: NewTokens,
  { engine }: AgentCall,
): Promise<readonly SurprisingToken[]> {
  const { bits, ranks } = await engine.surprisals(run);
  const fresh = tokens
    .map((_, i) => i)
    .filter((i) => i > 0 && tokens[i].span.end > tokens[i].span.start && from + tokens[i].span.start >= counted);
  const asked = new Set(fresh.toSorted((a, b) => bits[b] - bits[a]).slice(0, most));
  const found: SurprisingToken[] = [];
  for (const i of fresh) {
    const before = (i - 1) as TokenIndex;
    const wanted = asked.has(i) && bits[i] >= leastBits;
    const expected = wanted ? (await engine.nextTokens(run, before, EXPECTED, UNSAMPLED)).candidates : undefined;
    const { text, bytes, span } = tokens[i];
    found.push({ text, bytes, start: from + span.start, bits: bits[i], rank: ranks[i], expected });
  }
  return found;
}
