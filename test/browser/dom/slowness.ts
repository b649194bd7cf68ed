// A slow machine without loading this one: TOKENSCOPE_SLOW=7 slows the pages' scripts down and lets answers of the host come
// late, by pseudo-random times of that seed. Knows no page and no question.
import { setTimeout as passed } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { randomOf } from '../../unit/random.ts';
import { WAIT_MS } from '../becomes.ts';

const SEED = process.env.TOKENSCOPE_SLOW;
/** How many times longer a script takes. */
const RATE = 4;
const LATEST_MS = 400;

const random = randomOf(Number(SEED ?? 0));
const slowed = new WeakSet<Page>();

export async function slowDown(page: Page): Promise<void> {
  page.setDefaultTimeout(WAIT_MS);
  if (SEED === undefined || slowed.has(page)) return;
  slowed.add(page);
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: RATE });
}

/** To be awaited before an answer is handed to a page. */
export async function answerLate(): Promise<void> {
  if (SEED !== undefined) await passed(random.below(LATEST_MS));
}
