// What the workbench itself measured for loading the packaged extension and its activate(): the number that its list of
// running extensions shows.
import { installBrowser } from '../../scripts/workbench/browser.ts';
import { installServer } from '../../scripts/workbench/installServer.ts';
import { Session } from '../browser/session.ts';
import { median } from './median.ts';

const RUNS = 3;

export interface ActivationTime {
  /** Loading the bundle and activate() together. */
  readonly activationMs: number;
}

export async function activationBench(say: (line: string) => void): Promise<ActivationTime> {
  await installServer(say);
  await installBrowser(say);
  const session = await Session.start('bench');
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) times.push(await activationTime(session));
  await session.end();
  return { activationMs: median(times) };
}

async function activationTime(session: Session): Promise<number> {
  const workbench = await session.open();
  await workbench.openFile('sample.md');
  await workbench.writtenBehind(/tokens/);
  await workbench.command('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Tokenscope' });
  const shown = await row.locator('.activation-time').innerText();
  await workbench.close();
  const ms = /(\d+)\s*ms/.exec(shown)?.[1];
  if (!ms) throw new Error(`the workbench shows no activation time: ${shown}`);
  return Number(ms);
}
