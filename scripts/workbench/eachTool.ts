// Leads through the tools of the Lab, those that the model has use for. Knows the panel's page.
import type { Frame } from 'playwright-core';
import { TOOLS, type ToolId, toolTag } from '../../webview/state/toolIds.ts';

export async function eachTool(panel: Frame, opened: (tool: ToolId) => Promise<void> | void): Promise<void> {
  await panel.locator('[data-place=lab]').click();
  for (const tool of TOOLS) {
    const button = panel.locator(`[data-tool=${tool}]`);
    if ((await button.count()) === 0) continue;
    await button.click();
    await panel.locator(toolTag(tool)).waitFor();
    await opened(tool);
  }
}
