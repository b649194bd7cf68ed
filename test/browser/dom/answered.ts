// Waits until a tool of the Lab has all its answers. Knows no answer.
import type { Page } from 'playwright-core';

/** Nothing in it, in whatever shadow tree, waits for an answer or shows that of another question. */
export async function answered(page: Page, tool: string): Promise<void> {
  await page.waitForFunction((tag) => {
    const element = document.querySelector('tokenscope-panel')?.shadowRoot?.querySelector(tag);
    const roots = (root?: ShadowRoot | null): ShadowRoot[] =>
      root ? [root, ...[...root.querySelectorAll('*')].flatMap((inner) => roots(inner.shadowRoot))] : [];
    return element && !roots(element.shadowRoot).some((root) => root.querySelector('.waiting, .old'));
  }, tool);
}
