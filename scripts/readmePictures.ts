// npm run shots -- --readme: the pictures of the README, from the real workbench: the panel beside the text it explains,
// three parts of it, the Lab with a worked example, the Context X-ray, and the editor with counts, colours and a budget.
// Written to media/readme/.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { contextPicture } from './contextPicture.ts';
import { rulesWorkspace, showRules } from './rulesScene.ts';
import { CACHE } from './workbench/installServer.ts';
import { startServer, workbenchUrl } from './workbench/startServer.ts';
import { Workbench } from './workbench/workbench.ts';
import { makeWorkspace } from './workbench/workspace.ts';

const ROOT = resolve(import.meta.dirname, '..');
const OUT = join(ROOT, 'media/readme');
/** Pixels of the picture for each of the page: sharp where it is shown half as wide. */
const SCALE = 1.5;
/** " girl" in the first sentence of the story, and a layer whose heads look at several places. */
const TOKEN = 8;
const HEAD = 'Layer 3, maximum of all heads';
const CLOSE_UP_WIDTH = 600;
const SETTINGS = {
  'editor.minimap.enabled': false,
  'editor.fontSize': 14,
  'breadcrumbs.enabled': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
};

export async function readmePictures(browser: Browser): Promise<void> {
  await mkdir(OUT, { recursive: true });
  const folder = await makeWorkspace({ folder: join(CACHE, 'readme'), from: join(ROOT, 'media/samples') });
  const server = await startServer({ home: join(CACHE, 'readme-server'), settings: SETTINGS });
  const url = workbenchUrl(server.origin, folder, { develop: ROOT });
  const workbench = await Workbench.open(browser, { url, width: 1640, height: 960, scale: SCALE });
  await workbench.theme('Dark Modern');
  const panel = await explained(workbench);
  await goTo(workbench, panel, 'attention', 'ts-heat-map canvas');
  await shoot(workbench, 'panel');
  await workbench.page.setViewportSize({ width: 2 * CLOSE_UP_WIDTH + 40, height: 960 }); // half of it is the panel
  await goTo(workbench, panel, 'next', 'ts-next-token-stop .bar');
  await closeUp(workbench, panel, 'next-token', ['ts-next-token-stop .bars', 'ts-next-token-stop .bars']);
  await goTo(workbench, panel, 'attention', 'ts-arcs');
  await closeUp(workbench, panel, 'arcs', ['ts-attention-stop .arcs-title', 'ts-arcs']);
  await goTo(workbench, panel, 'block', '.lens td');
  await closeUp(workbench, panel, 'logit-lens', ['ts-block-stop h3:has-text("Logit lens")', 'ts-block-stop .lens']);
  await workbench.page.setViewportSize({ width: 1640, height: 960 });
  await workbench.choose('Show a Worked Example', 'A story');
  const lab = await workbench.webview('tokenscope-panel ts-why-tool .votes');
  await lab.locator('ts-why-tool ts-flow-graph').waitFor();
  await workbench.page.mouse.move(5, 5);
  await workbench.page.waitForTimeout(1800); // pictures only: what else is asked for
  await shoot(workbench, 'lab', { x: 822, y: 60, width: 816, height: 830 }); // the panel
  await workbench.page.setViewportSize({ width: 1200, height: 760 });
  await contextPicture(workbench, folder, 'en');
  await workbench.page.mouse.move(5, 5);
  await workbench.page.waitForTimeout(1800); // pictures only: the map is laid out
  await shoot(workbench, 'context', { x: 0, y: 30, width: 1200, height: 700 });
  await workbench.close();
  await server.stop();
  await editorPicture(browser);
}

/** Counts, a budget that is passed, and colours with their legend, in a file that agents read. */
async function editorPicture(browser: Browser): Promise<void> {
  const server = await startServer({ home: join(CACHE, 'readme-editor-server'), settings: SETTINGS });
  const url = workbenchUrl(server.origin, await rulesWorkspace('readme-editor'), { develop: ROOT });
  const workbench = await Workbench.open(browser, { url, width: 1280, height: 640, scale: SCALE });
  await workbench.theme('Dark Modern');
  await showRules(workbench);
  await shoot(workbench, 'editor', { x: 0, y: 32, width: 1280, height: 608 }); // without the title
  await workbench.close();
  await server.stop();
}

async function explained(workbench: Workbench): Promise<Frame> {
  await workbench.openFile('sample.md');
  await workbench.writtenBehind(/tokens/);
  await workbench.goTo(5);
  await workbench.command('Explain Tokens');
  const panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  await workbench.page.keyboard.press('Control+b');
  await panel.locator('.token').nth(TOKEN).click();
  await panel.locator(`ts-thumb-grid [role=radio][aria-label="${HEAD}"]`).click();
  return panel;
}

async function goTo(workbench: Workbench, panel: Frame, stop: string, wanted: string): Promise<void> {
  await panel.locator(`ts-model-map [data-stop=${stop}]`).click();
  await panel.locator(wanted).first().waitFor();
  await workbench.page.mouse.move(5, 5);
  await workbench.page.waitForTimeout(1800); // pictures only: what the stop asks for, and the scroll
}

/** From the top of one element to the bottom of another. */
async function closeUp(
  workbench: Workbench,
  panel: Frame,
  name: string,
  [from, to]: readonly [from: string, to: string],
): Promise<void> {
  const first = panel.locator(from).first();
  await first.evaluate((element) => {
    element.scrollIntoView({ block: 'start' });
    element.ownerDocument.defaultView?.scrollBy(0, -120);
  });
  await workbench.page.waitForTimeout(500); // pictures only
  const [top, bottom] = [await first.boundingBox(), await panel.locator(to).first().boundingBox()];
  if (!top || !bottom) throw new Error(`${from} or ${to} is not to be seen`);
  const height = bottom.y + bottom.height - top.y + 20;
  await shoot(workbench, name, { x: top.x - 12, y: top.y - 10, width: CLOSE_UP_WIDTH, height });
}

async function shoot(
  workbench: Workbench,
  name: string,
  clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Promise<void> {
  const path = join(OUT, `${name}.png`);
  await workbench.page.screenshot({ path, ...(clip && { clip }) });
  console.log(path);
}
