// Asks the engine for the numbers of a session: those of what is shown, by the same questions that the tools ask. Used to save
// them, and to look whether they come out again. Knows questions, compares nothing.
import { isFailure } from '../../src/contract/failure.ts';
import type { Mattered, MatteredQuestion } from '../../src/contract/mattered.ts';
import type { PatchGrid, PatchQuestion } from '../../src/contract/patching.ts';
import type { RunQuestions } from '../../src/contract/questions.ts';
import type { NextTokens } from '../../src/contract/readings.ts';
import type { SessionNumbers } from '../../src/contract/session.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { metricOf } from '../lab/patching/metric.ts';
import { askedAt } from '../lab/question.ts';
import { changesThatAreOn } from '../state/changeList.ts';
import { promptLength } from '../state/generatedTokens.ts';
import type { PanelState } from '../state/panelState.ts';
import { isCancelled } from '../state/questionQueue.ts';
import { distributionOf, generatedOf, matteredOf, patchGridOf, votesOf, whatIfOf, writtenList } from './written.ts';

/** Candidates of each distribution. */
const CANDIDATES = 50;
/** Those that Patching chooses its metric from. */
const METRIC_CANDIDATES = 12;
/** One question measures for so long; others come between. */
const SLICE_MS = 150;

export interface Asker {
  readonly host: RunQuestions;
  /** In its turn; fails with cancelled once nobody wants the answer. */
  readonly ask: <Answer>(question: () => Promise<Answer>) => Promise<Answer>;
  /**
   * For how long each of what is measured is measured further, in milliseconds, where it had been; 0 takes what is there.
   */
  readonly measureMs: number;
}

/**
 * `wanted` are those that are asked for, undefined for all that there are. What cannot be answered, such as votes of a model
 * that runs on a server, is left out. Fails with cancelled.
 */
export async function collectNumbers(
  state: PanelState,
  asker: Asker,
  wanted?: SessionNumbers,
): Promise<SessionNumbers> {
  if (state.content.kind !== 'explained') return {};
  const { run } = state.content.summary;
  const { host, ask } = asker;
  const { sampling, tokens } = state;
  const last = (tokens.length - 1) as TokenIndex;
  const wants = (name: keyof SessionNumbers) => wanted === undefined || wanted[name] !== undefined;
  const at = state.selected ?? last;
  const nextAt = async (after: TokenIndex, k: number) => await ask(() => host.nextTokens(run, after, k, sampling));
  const next = await attempt(wants('next'), async () => distributionOf(await nextAt(last, CANDIDATES)));
  const surprisals = await attempt(wants('surprisals'), async () =>
    writtenList((await ask(() => host.surprisals(run))).bits),
  );
  const asked = askedAt({ at, tokens, asked: state.asked, next: await attempt(true, async () => await nextAt(at, 1)) });
  const votes = await attempt(wants('votes') && asked !== undefined, async () => {
    const { position, target, other } = asked as NonNullable<typeof asked>;
    const question = other === undefined ? { position, target } : { position, target, other };
    return votesOf(await ask(() => host.votes(run, question)));
  });
  const question = matteredQuestion(state, asked);
  const mattered = await attempt(wants('mattered') && question !== undefined, async () =>
    matteredOf(await measuredParts(run, question as MatteredQuestion, asker), state.mattered.mode),
  );
  return {
    next,
    surprisals,
    generated: wants('generated') ? generatedOf(state.branches) : undefined,
    votes,
    mattered,
    whatIf: await attempt(wants('whatIf'), async () => await whatIf(state, run, at, asker)),
    patching: await attempt(wants('patching'), async () => await patching(state, run, at, asker)),
  };
}

/** undefined for what is not wanted, and for what the engine cannot answer. */
async function attempt<Answer>(isWanted: boolean, work: () => Promise<Answer>): Promise<Answer | undefined> {
  if (!isWanted) return undefined;
  try {
    return await work();
  } catch (thrown) {
    if (isFailure(thrown) && !isCancelled(thrown)) return undefined;
    throw thrown;
  }
}

function matteredQuestion(state: PanelState, asked: ReturnType<typeof askedAt>): MatteredQuestion | undefined {
  const { mode, ofContinuation } = state.mattered;
  const [start, end] = [promptLength(state), state.tokens.length] as [TokenIndex, TokenIndex];
  if (ofContinuation && end > start) return { mode, outcome: { kind: 'continuation', span: { start, end } } };
  return asked && { mode, outcome: { kind: 'next', after: asked.position, id: asked.target } };
}

/** Further only where the time allows it: a long text takes minutes, which the reader did not ask for. */
async function measuredParts(run: string, question: MatteredQuestion, asker: Asker): Promise<Mattered> {
  const measure = async (ms: number) => await asker.ask(() => asker.host.mattered(run, question, ms));
  let known = await measure(0);
  for (let spent = 0; spent < asker.measureMs; spent += SLICE_MS) {
    const before = known.readings;
    known = await measure(SLICE_MS);
    if (known.left === 0 && known.readings === before) break;
  }
  return known;
}

async function whatIf(state: PanelState, run: string, after: TokenIndex, { host, ask }: Asker) {
  const changes = changesThatAreOn(state.changes.history.list);
  if (changes.length === 0) return undefined;
  const question = { changes, after, k: CANDIDATES, sampling: state.sampling };
  const answer = await ask(() => host.whatIf(run, question));
  return whatIfOf(answer, await ask(() => host.whatIfSurprisals(run, changes)));
}

async function patching(state: PanelState, run: string, at: TokenIndex, asker: Asker) {
  const { source, kind, plus, minus } = state.patching;
  if (source === undefined || source === '') return undefined;
  const { host, ask } = asker;
  const last = (state.tokens.length - 1) as TokenIndex;
  const isMasked = state.content.kind === 'explained' && state.content.summary.model.predicts === 'masked';
  const masked = isMasked ? at : undefined;
  const other = await ask(() => host.otherText(run, source, METRIC_CANDIDATES, state.sampling, masked));
  const { next } = other;
  if (!next || other.tokens.length !== state.tokens.length || !other.same.includes(false)) return undefined;
  const ours: NextTokens = await ask(() => host.nextTokens(run, masked ?? last, METRIC_CANDIDATES, state.sampling));
  const metric = metricOf(ours, next, { plus, minus });
  const question: PatchQuestion = { source, kind, ...metric, ...(masked !== undefined && { masked }) };
  return patchGridOf(await measuredCells(run, question, asker), question);
}

async function measuredCells(run: string, question: PatchQuestion, asker: Asker): Promise<PatchGrid> {
  const measure = async (ms: number) => await asker.ask(() => asker.host.patchSweep(run, question, ms));
  let grid = await measure(0);
  for (let spent = 0; spent < asker.measureMs && grid.left > 0; spent += SLICE_MS) grid = await measure(SLICE_MS);
  return grid;
}
