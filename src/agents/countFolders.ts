// Asks the engine what fills the files and folders of a call, with its progress, and ends the counting where the call is
// cancelled. Knows no tool.
import { randomUUID } from 'node:crypto';
import type { ContextReport, ContextRequest } from '../contract/contextReport.ts';
import type { Failure } from '../contract/failure.ts';
import type { AgentCall } from './agentTool.ts';
import type { ConfinedPath } from './confinedPaths.ts';

type Wanted = Pick<ContextRequest, 'tokenizer' | 'agentFiles' | 'duplicates'>;

/** Links out of the paths are not followed. Fails with cancelled, and with what a tokenizer's folder is refused for. */
export async function countFolders(
  paths: readonly ConfinedPath[],
  wanted: Wanted,
  { counter, choices, signal, progress }: AgentCall,
): Promise<ContextReport> {
  if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
  const id = randomUUID();
  const cancel = () => void counter.cancelContextReport(id).catch(() => {}); // where its process has ended, so has the report
  const watch = counter.onContextProgress((report, { files, ofFiles }) => {
    if (report === id) progress(files, ofFiles, 'files counted');
  });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const roots = paths.map(({ real }) => real);
    const report = await counter.contextReport(id, { roots, exclude: choices.exclude, ...wanted });
    if (!report.complete) throw { code: 'cancelled' } satisfies Failure;
    return report;
  } finally {
    signal.removeEventListener('abort', cancel);
    watch.dispose();
  }
}
