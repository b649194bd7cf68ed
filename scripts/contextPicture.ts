// The Context X-ray as pictures show it: a repository with changes and near duplicates, the tree open, the map beside it.
import type { Frame } from 'playwright-core';
import { exampleRepository } from './exampleRepository.ts';
import type { Workbench } from './workbench/workbench.ts';

/** `folder` is the one that is open; it becomes the repository. */
export async function contextPicture(workbench: Workbench, folder: string, language: string): Promise<Frame> {
  await exampleRepository(folder);
  await workbench.command('View: Close All Editors'); // the workbench itself has no other language
  if (language === 'en') await workbench.choose('Context X-ray…', 'This Folder');
  else await workbench.choose('上下文透視…', '這個資料夾');
  const view = await workbench.webview('tokenscope-context ts-context-tree .row');
  await view.locator('ts-context-tree .row', { hasText: 'docs' }).first().locator('.twisty').click();
  await view.locator('ts-context-tree .change').first().waitFor();
  await view.locator('ts-treemap .cell').first().waitFor();
  return view;
}
