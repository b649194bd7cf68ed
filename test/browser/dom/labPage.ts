// The page on a short text, for tests of the Lab and of the way between it and the Lecture. Knows no test.
import type { Page } from 'playwright-core';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage } from './sharedPage.ts';

const TEXT = 'The cat sat on the mat. The dog sat on the rug, and the cat looked at the dog.';

export interface LabPage {
  readonly page: Page;
  readonly panel: RealPanel;
  /** The last token but one: the full stop follows. */
  readonly at: TokenIndex;
}

export async function openLabPage(): Promise<LabPage> {
  const page = await emptiedPage(
    '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #333"><title>Text</title></html>',
    {
      viewport: { width: 900, height: 1000 },
      reducedMotion: 'reduce',
    },
  );
  const panel = await openRealPanel(page, TEXT);
  return { page, panel, at: (panel.run.tokens.length - 2) as TokenIndex };
}

/** Where each test begins: in the Lecture's first stop, with that token selected. */
export async function selectInLecture(page: Page, at: TokenIndex): Promise<void> {
  await page.evaluate(() => window.tell('goTo', 'tokens'));
  const token = page.locator('ts-tokens-stop .token').nth(at);
  if ((await token.getAttribute('aria-selected')) === 'false') await token.click();
  await token.and(page.locator('[aria-selected=true]')).waitFor();
}

/** Id, or part or place, of what has the focus inside all shadow trees. */
export async function focusedPart(page: Page): Promise<string | null | undefined> {
  return await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element instanceof SVGElement
      ? `${element.dataset.row} ${element.dataset.column}`
      : element?.id || element?.getAttribute('data-part');
  });
}
