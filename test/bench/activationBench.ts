// How long the packaged extension takes to load and activate, as measured by the workbench itself in its startup
// report.
import { installBrowser } from '../../scripts/workbench/browser.ts';
import { installServer } from '../../scripts/workbench/installServer.ts';
import { Session } from '../browser/session.ts';
import { median } from './median.ts';

const RUNS = 3;

export interface ActivationTimes {
  /** The time to load the bundle, while the workbench and everything else in it starts as well. */
  readonly loadMs: number;
  readonly activateMs: number;
}

export async function activationBench(say: (line: string) => void): Promise<ActivationTimes> {
  await installServer(say);
  await installBrowser(say);
  const session = await Session.start('bench');
  const times: ActivationTimes[] = [];
  for (let i = 0; i < RUNS; i++) times.push(await activationTimes(session));
  await session.end();
  return {
    loadMs: median(times.map((time) => time.loadMs)),
    activateMs: median(times.map((time) => time.activateMs)),
  };
}

async function activationTimes(session: Session): Promise<ActivationTimes> {
  const workbench = await session.open();
  await workbench.openFile('sample.md');
  await workbench.writtenBehind(/tokens/);
  const report = await workbench.startupReport();
  await workbench.close();
  // | Extension | Eager | Load Code | Call Activate | Finish Activate | Event | By |
  const row = report.split('\n').find((line) => line.startsWith('| tokenscope.tokenscope '));
  if (!row) throw new Error(`the startup report does not name the extension:\n${report}`);
  const [, , , load, activate] = row.split('|').map((cell) => cell.trim());
  return { loadMs: Number(load), activateMs: Number(activate) };
}
