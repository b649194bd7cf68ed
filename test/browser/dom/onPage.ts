// Where tests of single elements begin: each on the page with these in it, and a script that is bundled once. Knows no test.
import type { Page } from 'playwright-core';
import type { Hooks } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

/** `source` is what the script is bundled from; `begun` waits until the page is as the tests want it. */
export function onPage(source: string, html: string, begun: (page: Page) => Promise<void> | void): Hooks {
  let script: string;
  return {
    once: async () => {
      script = await webviewScript(source);
    },
    before: async () => {
      const page = await emptiedPage(html);
      await page.addScriptTag({ content: script });
      await begun(page);
    },
  };
}
