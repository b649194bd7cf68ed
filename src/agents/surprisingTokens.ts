// How surprising every token of a text of any length was to the model, read in the engine's windows, so that the numbers are
// those of the colours in the editor. Knows no file and no line.
import type { SurprisalPart, TokenPrediction } from '../contract/documentReading.ts';
import type { RunId } from '../contract/engineApi.ts';
import type { Span, TokenIndex, Utf16Offset } from '../contract/tokens.ts';
import type { AgentCall } from './agentTool.ts';
import { withDocument } from './readText.ts';
import { Refusal } from './refusal.ts';

const EXPECTED = 3;
/**
 * The engine is asked to read for so long at a time: about a window, so that what was expected in it can be asked before the
 * next one takes its place in memory.
 */
const STEP_MS = 50;
/** After that the call ends, even where not one window was read. */
const LONGEST_MS = 300_000;

export interface SurprisingToken {
  /** Its place in the text, in UTF-16 code units. */
  readonly start: number;
  /** −log2 of its probability. */
  readonly bits: number;
  /** How many tokens were more probable. */
  readonly rank: number;
  /** What it is, and what was expected in its place; of the most surprising tokens only. */
  readonly prediction: TokenPrediction | undefined;
}

export interface SurprisingTokens {
  /** In order; a first token that nothing predicts is left out. */
  readonly tokens: readonly SurprisingToken[];
  /** Where the text ends that was read. */
  readonly readTo: number;
}

export interface ReadingBounds {
  /** Where the tokens begin that are asked about; what is before is context. */
  readonly from: number;
  /** Of so many most surprising ones it is said what was expected. */
  readonly most: number;
  readonly mostTokens: number;
  /** When no other window is begun, as performance.now() tells it. */
  readonly until: number;
}

/** Fails with what readDocument() fails with, and with a Refusal where no window could be read in time. */
export async function surprisingTokens(
  text: string,
  bounds: ReadingBounds,
  call: AgentCall,
): Promise<SurprisingTokens> {
  const sight = { start: bounds.from, end: text.length } as Span<Utf16Offset>;
  return await withDocument(call, text, async (run) => {
    const { leftInSight: all } = await call.engine.documentSurprisals(run, sight, 0);
    const latest = performance.now() + LONGEST_MS;
    const tokens: SurprisingToken[] = [];
    for (let readTo = 0; ; ) {
      const { parts, leftInSight } = await call.engine.documentSurprisals(run, sight, STEP_MS);
      for (const part of parts) {
        tokens.push(...(await newTokens(run, part, { ...bounds, leastBits: leastOf(tokens, bounds.most) }, call)));
        readTo = Math.max(readTo, ...part.ends.slice(-1)); // windows above the part in sight come last
      }
      call.progress(all - leftInSight, all, 'tokens read');
      if (leftInSight === 0) return { tokens, readTo: text.length };
      const isOver = tokens.length >= bounds.mostTokens || performance.now() >= bounds.until;
      if (isOver && tokens.length > 0) return { tokens, readTo };
      if (performance.now() >= latest) throw tooSlow();
    }
  });
}

function tooSlow(): Refusal {
  return new Refusal(
    `Not one window of the file was read in ${LONGEST_MS / 1000} seconds: the model is slow on this machine, or busy with other calls. Wait for their answers, then ask again.`,
  );
}

/** The bits that a token needs to be among the most surprising ones. */
function leastOf(found: readonly SurprisingToken[], most: number): number {
  if (found.length < most) return 0;
  return found.map(({ bits }) => bits).toSorted((a, b) => b - a)[most - 1];
}

async function newTokens(
  run: RunId,
  { first, starts, ends, bits, ranks }: SurprisalPart,
  { from, leastBits, most }: ReadingBounds & { readonly leastBits: number },
  { engine }: AgentCall,
): Promise<readonly SurprisingToken[]> {
  const fresh = Array.from(bits.keys()).filter(
    (i) => !Number.isNaN(bits[i]) && ends[i] > starts[i] && starts[i] >= from,
  );
  const asked = new Set(fresh.toSorted((a, b) => bits[b] - bits[a]).slice(0, most));
  const found: SurprisingToken[] = [];
  for (const i of fresh) {
    const isAsked = asked.has(i) && bits[i] >= leastBits;
    const prediction = isAsked ? await engine.expected(run, (first + i) as TokenIndex, EXPECTED) : undefined;
    found.push({ start: starts[i], bits: bits[i], rank: ranks[i], prediction });
  }
  return found;
}
