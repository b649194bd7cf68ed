// Chooses from a list as a reader does who is not put off. Knows no list.
import type { Locator } from 'playwright-core';
import { WAIT_MS } from '../becomes.ts';

/**
 * Opens the list and clicks on an option; `option` gets all of them. Where an answer that arrives moves the list it closes, as
 * VS Code's lists do when they are scrolled, and is opened once more.
 */
export async function pick(choice: Locator, option: (options: Locator) => Locator): Promise<void> {
  const face = choice.locator('[role=combobox]');
  const end = Date.now() + WAIT_MS;
  for (let timeout = 3_000; ; timeout *= 2) {
    if ((await face.getAttribute('aria-expanded')) !== 'true') await face.click();
    try {
      await option(choice.locator('[role=option]')).click({ timeout });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
