// The tool that says which parts of a prompt a prediction rests on, measured by reading it again without them.
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { Mattered, MatteredQuestion } from '../contract/mattered.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { oneOf, optional, record } from '../contract/valueReaders.ts';
import type { AgentCall, AgentTool } from './agentTool.ts';
import { type AskedOutcome, MATTERED_SCHEMA, matteredReport } from './matteredReport.ts';
import { withRun } from './readText.ts';
import { Refusal } from './refusal.ts';
import { bounded, choice, objectSchema, seconds, string, toolText } from './schemas.ts';
import { UNSAMPLED } from './unsampled.ts';

interface MatteredInput {
  readonly text: string;
  readonly answer: string | undefined;
  readonly without: 'hide' | 'leaveOut' | undefined;
  readonly seconds: number | undefined;
}

/** Clients wait a minute for an answer. */
const DEFAULT_SECONDS = 20;
const MOST_SECONDS = 300;
/** After so many milliseconds of measuring the progress is told, and a cancellation is heard. */
const STEP_MS = 250;

export const whatMattered: AgentTool<MatteredInput> = {
  name: 'tokenscope_what_mattered',
  title: 'What Mattered in a Prompt',
  description:
    'Which parts of a prompt an answer rests on, for the language model that the user chose, run on this machine. The prompt is read again without one part after another (messages, paragraphs, sentences, words), and it is measured by how many bits the answer becomes less probable. Use it to find what in a prompt could go, or what misleads. Without answer it is about the most probable next token. Bounded in time: what is not measured by then is said.',
  inputSchema: objectSchema(
    {
      text: string('The prompt, at most as long as the context of the model.'),
      answer: string(
        'What follows the prompt, word for word with its leading space, and whose probability is measured.',
      ),
      without: choice(
        ['hide', 'leaveOut'],
        'hide (if left out): the tokens keep their places and nothing attends to them. leaveOut: the text is cut again without them.',
      ),
      seconds: bounded(
        1,
        MOST_SECONDS,
        `After so many seconds nothing further is measured; ${DEFAULT_SECONDS} if left out.`,
      ),
    },
    ['text'],
  ),
  outputSchema: MATTERED_SCHEMA,
  runsModel: true,
  read: record<MatteredInput>({
    text: toolText,
    answer: optional(toolText),
    without: optional(oneOf('hide', 'leaveOut')),
    seconds: optional(seconds(MOST_SECONDS)),
  }),
  answer: async ({ text, answer = '', without = 'hide', seconds: most = DEFAULT_SECONDS }, call) =>
    await withRun(call, text + answer, async (run, summary) => {
      if (summary.explainedTo < summary.textLength) {
        throw new Refusal(
          `The text is longer than the context of the model, which is ${summary.model.context} tokens. Give a shorter one.`,
        );
      }
      const asked = answer === '' ? await mostProbable(run, summary, call) : continuation(text.length, summary);
      const until = performance.now() + most * 1000;
      const found = await measured(run, { outcome: asked.outcome, mode: without }, until, call);
      return matteredReport(found, {
        ...asked,
        without,
        summary,
        text: text + answer,
        model: call.nameOf(summary.model.folder),
      });
    }),
};

async function mostProbable(run: RunId, { tokens }: RunSummary, { engine }: AgentCall): Promise<AskedOutcome> {
  const after = (tokens.length - 1) as TokenIndex;
  const [next] = (await engine.nextTokens(run, after, 1, UNSAMPLED)).candidates;
  return { outcome: { kind: 'next', after, id: next.id }, next };
}

/** The tokens that have characters of the answer: the first may begin in the prompt. */
function continuation(promptLength: number, { tokens }: RunSummary): AskedOutcome {
  const start = tokens.findIndex(({ span }) => span.end > promptLength) as TokenIndex;
  if (start <= 0) throw new Refusal('No token of the prompt stands in front of the answer. Give a longer text.');
  return { outcome: { kind: 'continuation', span: { start, end: tokens.length as TokenIndex } }, next: undefined };
}

/** Asks on until nothing is left or the time is over; what is left may still bring finer parts, which the next answer has. */
async function measured(run: RunId, question: MatteredQuestion, until: number, call: AgentCall): Promise<Mattered> {
  for (let before: Mattered | undefined; ; ) {
    const found = await call.engine.mattered(run, question, STEP_MS);
    call.progress(found.readings, found.readings + found.left, 'readings');
    const isDone = found.left === 0 && before?.left === 0 && before.readings === found.readings;
    if (isDone || performance.now() >= until) return found;
    before = found;
  }
}
