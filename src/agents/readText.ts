// Has the model read a text for one call: as long as the call needs the run, and no longer than it is wanted. Knows no tool.
import { randomUUID } from 'node:crypto';
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import type { AgentCall } from './agentTool.ts';

/** Fails with cancelled, and with what explain() and the questions fail with. */
export async function withRun<Answer>(
  { engine, choices, signal, release }: AgentCall,
  text: string,
  ask: (run: RunId, summary: RunSummary) => Promise<Answer>,
): Promise<Answer> {
  if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
  const run = randomUUID();
  const cancel = () => void engine.cancel(run).catch(() => {}); // where its process has ended, so has the run
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const { modelFolder, engineOptions } = choices;
    // Beside the panel's model, where that is another one: a tool never takes it away.
    const summary = await engine.explain({ run, modelFolder, options: engineOptions, text, beside: true });
    return await ask(run, summary);
  } finally {
    signal.removeEventListener('abort', cancel);
    release(run);
  }
}
