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
  return await explainedAnew(workbench, () => workbench.command(title));
}

/** Does what makes the panel explain anew, and waits until what it showed before is gone and an explanation is there. */
export async function explainedAnew(workbench: Workbench, work: () => Promise<void>): Promise<Frame> {
  const lists = workbench.page.frames().map(async (frame) => {
    const list = frame.locator('tokenscope-panel ts-token-list');
    return (await list.count().catch(() => 0)) > 0 ? await list.elementHandle() : null; // 0: the frame went meanwhile
  });
  const before = (await Promise.all(lists)).find((list) => list !== null);
  await work();
  await before?.waitForElementState('hidden'); // as soon as the panel says that it runs
  return await workbench.webview('tokenscope-panel ts-token-list .token');
}

/** The texts of the panel's tokens; undefined where there is no panel or nothing in it. */
export async function tokensShown(workbench: Workbench): Promise<readonly string[] | undefined> {
  for (const frame of workbench.page.frames()) {
    const texts = await frame
      .locator('tokenscope-panel .token .text')
      .allInnerTexts()
      .catch(() => []); // the frame went while it was looked at
    if (texts.length > 0) return texts;
  }
  return undefined;
}

/**
 * The panel with a paragraph as it stands in the file, all of it and nothing generated: what a test begins with that
 * may follow any other one. Does nothing where it is so already.
 */
export async function explained(
  workbench: Workbench,
  { file, line, tokens }: { readonly file: string; readonly line: number; readonly tokens: readonly string[] },
): Promise<Frame> {
  const same = async () => {
    const shown = await tokensShown(workbench);
    return shown !== undefined && shown.join() === tokens.join();
  };
  const edited = workbench.page.locator(`.tab.dirty[data-resource-name="${file}"]`);
  if ((await edited.count()) || !(await same())) {
    await workbench.page.keyboard.press('Escape'); // whatever a test left open
    await workbench.openFile(file);
    if (await edited.count()) await workbench.command('File: Revert File');
    await explainParagraph(workbench, file, line);
    await workbench.until(`line ${line} of ${file} in the panel`, same).catch(async (error: Error) => {
      const shown = (await tokensShown(workbench))?.join('');
      throw new Error(`${error.message}: it shows ${JSON.stringify(shown)}, ${await workbench.caret()}`);
    });
  }
  const panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  await panel.locator('[data-action=again]').waitFor({ state: 'detached' });
  return panel;
}
