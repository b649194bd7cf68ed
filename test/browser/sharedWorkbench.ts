// One server, one browser and one workbench in English for all tests of a process, each begun by the first test that
// wants it: opening one takes 15 s of two cores. Knows no test.
import { basename } from 'node:path';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { atEnd } from './atEnd.ts';
import { HIDDEN, HIDDEN_TEXT } from './hiddenSample.ts';
import { Session } from './session.ts';

/** One line, longer than any screen is wide. */
export const LONG = 'long.md';

let session: Promise<Session> | undefined;
let workbench: Workbench | undefined;
atEnd(async () => await (await session)?.end());

export async function sharedSession(): Promise<Session> {
  session ??= Session.start(basename(process.argv[1], '.ts'));
  return await session;
}

/** The workbench as a file of tests begins: without editors and panel, and with these settings of the machine. */
export async function sharedWorkbench(
  machine: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly session: Session; readonly workbench: Workbench }> {
  const session = await sharedSession();
  await session.setMachine(machine);
  if (workbench) await emptied(workbench);
  workbench ??= await session.open({ files: { [LONG]: 'a'.repeat(1000), [HIDDEN]: HIDDEN_TEXT } });
  return { session, workbench };
}

async function emptied(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.command('View: Close All Editors');
  // What the tests before have typed is asked about, one document after the other or all at once.
  const discard = page.locator('.monaco-dialog-box .monaco-button', { hasText: /Don't Save/ }).first();
  await workbench.until('a workbench without editors', async () => {
    if (await discard.isVisible()) await discard.click();
    return (await page.locator('.editor-group-container .tab').count()) === 0;
  });
  await workbench.command('View: Show Explorer');
}

/** No test of this process wants it any longer. */
export async function closeShared(): Promise<void> {
  await workbench?.close();
}
