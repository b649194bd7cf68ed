// Has the model read a text for one call: as long as the call needs the run, and no longer than it is wanted. Knows no tool.
import { randomUUID } from 'node:crypto';
import type { DocumentSummary } from '../contract/documentReading.ts';
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import { type Failure, isFailure } from '../contract/failure.ts';
import type { AgentCall } from './agentTool.ts';

/** Reads one text that fits the context. Fails with cancelled, and with what explain() and the questions fail with. */
export async function withRun<Answer>(
  call: AgentCall,
  text: string,
  ask: (run: RunId, summary: RunSummary) => Promise<Answer>,
): Promise<Answer> {
  const { engine, choices } = call;
  return await duringRun(call, async (run) => {
    const { modelFolder, engineOptions } = choices;
    // Beside the panel's model, where that is another one: a tool never takes it away.
    const summary = await engine.explain({ run, modelFolder, options: engineOptions, text, beside: true });
    if (summary.model.bidirectional) throw { code: 'reads-both-ways' } satisfies Failure; // every tool asks what comes next
    return await ask(run, summary);
  });
}

/** Begins to read a text of any length. Fails with cancelled, and with what readDocument() and the questions fail with. */
export async function withDocument<Answer>(
  call: AgentCall,
  text: string,
  ask: (run: RunId, summary: DocumentSummary) => Promise<Answer>,
): Promise<Answer> {
  const { engine, choices, makeRoom } = call;
  return await duringRun(call, async (run) => {
    const request = { run, modelFolder: choices.modelFolder, options: choices.engineOptions, text };
    const summary = await engine.readDocument(request).catch(async (failure) => {
      if (!isFailure(failure) || failure.code !== 'models-in-use') throw failure;
      await makeRoom(); // a model of an earlier call may be in the way
      return await engine.readDocument(request);
    });
    return await ask(run, summary);
  });
}

async function duringRun<Answer>(
  { engine, signal, release }: AgentCall,
  work: (run: RunId) => Promise<Answer>,
): Promise<Answer> {
  if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
  const run = randomUUID();
  const cancel = () => void engine.cancel(run).catch(() => {}); // where its process has ended, so has the run
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work(run);
  } finally {
    signal.removeEventListener('abort', cancel);
    release(run);
  }
}
