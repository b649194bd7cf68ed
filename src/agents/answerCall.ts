// Answers a call of a tool, whatever was asked: with its answer, or with a sentence that says what is wrong. Knows neither
// VS Code nor MCP.
import { type Failure, isFailure } from '../contract/failure.ts';
import type { AgentParts, AgentTool, ToolAnswer } from './agentTool.ts';
import { failureWords } from './failureWords.ts';
import { HeldRun } from './heldRun.ts';
import { Refusal } from './refusal.ts';
import { sentTo, withSentTo } from './sentTo.ts';
import { Turns } from './turns.ts';

/** One that runs the model and one that counts beside it; more would only wait for the same processor. */
const AT_ONCE = 2;
/** More than any agent asks at a time on purpose. */
const MOST_WAITING = 32;

export type CallOutcome =
  | ({ readonly ok: true } & ToolAnswer)
  | { readonly ok: false; readonly cancelled: boolean; readonly text: string };

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly progress: (done: number, of: number, what: string) => void;
}

export type AnswerCall = (tool: AgentTool, input: unknown, options: CallOptions) => Promise<CallOutcome>;

/** `onBug` is given what was thrown and is no failure. */
export function callAnswerer(parts: AgentParts, onBug: (error: unknown) => void): AnswerCall & { dispose(): void } {
  const turns = new Turns(AT_ONCE, MOST_WAITING);
  const held = new HeldRun(parts.engine);
  const answer: AnswerCall = async (tool, input, options) => {
    try {
      const read = tool.read(input ?? {}, { question: tool.name, argument: 'input' });
      const answered = await turns.take(options.signal, async () => {
        const choices = await parts.choices();
        const host = sentTo(tool, choices.engineOptions);
        const keeping = { release: (run: string) => held.hold(run), makeRoom: () => held.release() };
        const { text, data } = await tool.answer(read, { ...parts, ...options, choices, ...keeping });
        return { text: withSentTo(text, host), data };
      });
      return { ok: true, ...answered };
    } catch (thrown) {
      return refused(thrown, onBug);
    }
  };
  return Object.assign(answer, { dispose: () => held.dispose() });
}

function refused(thrown: unknown, onBug: (error: unknown) => void): CallOutcome {
  if (thrown instanceof Refusal) return { ok: false, cancelled: false, text: thrown.message };
  const failure: Failure = isFailure(thrown) ? thrown : { code: 'bug', message: String(thrown) };
  if (!isFailure(thrown)) onBug(thrown);
  return { ok: false, cancelled: failure.code === 'cancelled', text: failureWords(failure) };
}
