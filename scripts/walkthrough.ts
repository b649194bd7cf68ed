// npm run walkthrough: makes the pictures of the walkthrough from the real workbench, one for each stop and theme, and one of
// the editor.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { STOPS } from '../webview/state/stopIds.ts';
import { rulesWorkspace, showRules } from './rulesScene.ts';
import { installBrowser, launchBrowser } from './workbench/browser.ts';
import { CACHE, installServer } from './workbench/installServer.ts';
import { startServer, workbenchUrl } from './workbench/startServer.ts';
import { type Theme, Workbench } from './workbench/workbench.ts';
import { makeWorkspace } from './workbench/workspace.ts';

const ROOT = resolve(import.meta.dirname, '..');
const OUT = join(ROOT, 'media/walkthrough');
const THEMES: Readonly<Record<string, Theme>> = { dark: 'Dark Modern', light: 'Light Modern' };
/** Of the picture, in pixels of the panel. */
const WIDTH = 780;
const HEIGHT = 560;

await installServer(console.log);
await installBrowser(console.log);
await mkdir(OUT, { recursive: true });
const browser = await launchBrowser();
for (const [name, theme] of Object.entries(THEMES)) {
  await pictures(browser, name, theme);
  await editorPicture(browser, name, theme);
}
await browser.close();

async function pictures(opened: Browser, name: string, theme: Theme): Promise<void> {
  const folder = await makeWorkspace({ folder: join(CACHE, 'walkthrough'), from: join(ROOT, 'media/samples') });
  const server = await startServer({ home: join(CACHE, 'walkthrough-server') });
  const url = workbenchUrl(server.origin, folder, { develop: ROOT });
  const workbench = await Workbench.open(opened, { url, width: 1700, height: 1000 });
  await workbench.theme(theme);
  await workbench.openFile('sample.md');
  await workbench.writtenBehind(/tokens/);
  await workbench.goTo(9);
  await workbench.command('Explain Tokens');
  const panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  await workbench.page.keyboard.press('Control+b');
  await panel.locator('.token').nth(15).click();
  await panel.locator('ts-thumb-grid [role=radio]').nth(45).click();
  for (const stop of STOPS) await picture(workbench, panel, stop, join(OUT, `${stop}-${name}.png`));
  await workbench.close();
  await server.stop();
}

async function editorPicture(opened: Browser, name: string, theme: Theme): Promise<void> {
  const settings = {
    'editor.minimap.enabled': false,
    'breadcrumbs.enabled': false,
    'window.commandCenter': false,
    'workbench.activityBar.location': 'hidden',
  };
  const server = await startServer({ home: join(CACHE, 'walkthrough-server'), settings });
  const url = workbenchUrl(server.origin, await rulesWorkspace('walkthrough-editor'), { develop: ROOT });
  const workbench = await Workbench.open(opened, { url, width: 1280, height: 640 });
  await workbench.theme(theme);
  await showRules(workbench);
  const path = join(OUT, `editor-${name}.png`);
  await workbench.page.screenshot({ path, clip: { x: 0, y: 32, width: 1280, height: 608 } }); // without the title
  console.log(path);
  await workbench.close();
  await server.stop();
}

async function picture(workbench: Workbench, panel: Frame, stop: string, path: string): Promise<void> {
  await panel.locator(`ts-model-map [data-stop=${stop}]`).click();
  await workbench.page.mouse.move(5, 5);
  await workbench.page.waitForTimeout(1800); // until the stop's answers are there and it has scrolled
  if (stop === 'generation') for (let i = 0; i < 6; i++) await step(panel);
  if (stop === 'long') await measure(panel);
  const header = await panel.locator('header.top').boundingBox();
  if (!header) throw new Error('the panel has no header');
  const clip = { x: header.x, y: header.y, width: Math.min(WIDTH, header.width), height: HEIGHT };
  await workbench.page.screenshot({ path, clip });
  console.log(path);
}

async function step(panel: Frame): Promise<void> {
  const before = await panel.locator('.token').count();
  await panel.locator('[data-action=step]').click();
  await panel.locator('.token').nth(before).waitFor();
}

async function measure(panel: Frame): Promise<void> {
  await panel.locator('[data-action=measure]').click();
  await panel.locator('[data-action=measure]', { hasText: 'Measure' }).waitFor();
}
