// One browser, one page and one engine for all tests of a process, each begun by the first test that wants it. Knows no test.
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/workbench/browser.ts';
import { RUN_QUESTION_NAMES } from '../../../src/contract/questions.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { unlessInterrupted } from '../../../src/views/unlessInterrupted.ts';
import { startEngine } from '../../unit/engine/engineProcess.ts';
import { atEnd } from '../atEnd.ts';
import { slowDown } from './slowness.ts';

let browser: Promise<Browser> | undefined;
let page: Page | undefined;
/** What nobody caught in whole panels. Single elements are drawn without all that they want, and may throw. */
const uncaught: string[] = [];
const note = (error: Error): void => void uncaught.push(error.stack ?? error.message);
atEnd(async () => {
  engine.dispose();
  await (await browser)?.close();
  assert.deepEqual(uncaught, []);
});

/** What pages ask. Its process is started by the first question. */
export const engineOfPages: EngineClient = startEngine();

/** The same for tests: a page has the question that is being answered interrupted, also where a test has asked it. */
export const engine: EngineClient = new Proxy(engineOfPages, {
  get: (client, name) => {
    const value = Reflect.get(client, name);
    if (!RUN_QUESTION_NAMES.some((one) => one === name)) return value;
    return (...question: readonly unknown[]) => unlessInterrupted(() => value(...question));
  },
});

export async function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return await browser;
}

/** As long as there is a whole panel in it. */
export function failForUncaught(page: Page): void {
  page.on('pageerror', note);
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
  await slowDown(empty);
  empty.off('pageerror', note);
  await empty.setViewportSize(viewport);
  await empty.emulateMedia({ reducedMotion: reducedMotion ?? null });
  await empty.setContent(html);
  return empty;
}
