// One browser, one page and one engine for all tests of a process, each begun by the first test that wants it. Knows no test.
import { after } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/workbench/browser.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { startEngine } from '../../unit/engine/engineProcess.ts';

let browser: Promise<Browser> | undefined;
let page: Page | undefined;
after(async () => {
  engine.dispose();
  await (await browser)?.close();
});

/** Its process is started by the first question. */
export const engine: EngineClient = startEngine();

export async function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return await browser;
}

export interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly reducedMotion?: 'reduce';
}

/**
 * The page with this in it, and nothing of what was there before: a page that is opened anew has a process of its own, and
 * takes four times as long.
 */
export async function emptiedPage(html: string, options: PageOptions = {}): Promise<Page> {
  page ??= await (await sharedBrowser()).newPage();
  await page.mouse.move(-1, -1); // nothing is hovered
  await page.goto('about:blank');
  return await filled(page, html, options);
}

/** A page beside it, which the test closes. */
export async function anotherPage(html: string, options: PageOptions = {}): Promise<Page> {
  return await filled(await (await sharedBrowser()).newPage(), html, options);
}

const VIEWPORT = { width: 800, height: 600 };

async function filled(empty: Page, html: string, { viewport = VIEWPORT, reducedMotion }: PageOptions): Promise<Page> {
  await empty.setViewportSize(viewport);
  await empty.emulateMedia({ reducedMotion: reducedMotion ?? null });
  await empty.setContent(html);
  return empty;
}
