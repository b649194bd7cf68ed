// What every test of the panel begins with. Knows no test.
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';

/** Opens a sample, goes to a line and runs the command, by its title in the workbench's language; the panel. */
export async function explainParagraph(
  workbench: Workbench,
  file: string,
  line: number,
  title = 'Explain Tokens',
): Promise<Frame> {
  await workbench.openFile(file);
  await workbench.writtenBehind(/tokens|個詞元/);
  await workbench.goTo(line);
  await workbench.command(title);
  return await workbench.webview('tokenscope-panel ts-token-list .token');
}
