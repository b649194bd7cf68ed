// npm run shots -- DIR: numbered pictures of every surface, from the real workbench: dark, light and high contrast,
// English and Traditional Chinese. --readme in place of DIR: the pictures of the README.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { contextPicture } from './contextPicture.ts';
import { readmePictures } from './readmePictures.ts';
import { installBrowser, launchBrowser } from './workbench/browser.ts';
import { eachTool } from './workbench/eachTool.ts';
import { CACHE, installServer } from './workbench/installServer.ts';
import { startServer, workbenchUrl } from './workbench/startServer.ts';
import { type Theme, Workbench } from './workbench/workbench.ts';
import { makeWorkspace } from './workbench/workspace.ts';

interface Look {
  readonly name: string;
  readonly theme: Theme;
  readonly language: string;
}

const LOOKS: readonly Look[] = [
  { name: 'dark', theme: 'Dark Modern', language: 'en' },
  { name: 'light', theme: 'Light Modern', language: 'en' },
  { name: 'hc', theme: 'Dark High Contrast', language: 'en' },
  { name: 'hc-light', theme: 'Light High Contrast', language: 'en' },
  { name: 'zh-dark', theme: 'Dark Modern', language: 'zh-tw' },
];
const ROOT = resolve(import.meta.dirname, '..');

const target = process.argv[2];
if (!target) {
  console.error('usage: npm run shots -- DIR [look…], or npm run shots -- --readme');
  process.exit(2);
}
await installServer(console.log);
await installBrowser(console.log);
const browser = await launchBrowser();
if (target === '--readme') await readmePictures(browser);
else await shootLooks(target, process.argv.slice(3));
await browser.close();

/** All of them where none is chosen. */
async function shootLooks(folder: string, chosen: readonly string[]): Promise<void> {
  const absent = chosen.find((name) => !LOOKS.some((look) => look.name === name));
  if (absent) throw new Error(`no look ${absent}; there are ${LOOKS.map(({ name }) => name).join(', ')}`);
  await mkdir(folder, { recursive: true });
  for (const look of LOOKS) if (chosen.length === 0 || chosen.includes(look.name)) await shootLook(browser, look);
}

async function shootLook(opened: Browser, { name, theme, language }: Look): Promise<void> {
  const folder = await makeWorkspace({ folder: join(CACHE, `shots-${name}`), from: join(ROOT, 'media/samples') });
  const settings = { 'editor.minimap.enabled': false, 'editor.fontSize': 14 };
  const server = await startServer({ home: join(CACHE, 'shots-server'), settings });
  const workbench = await Workbench.open(opened, {
    url: workbenchUrl(server.origin, folder, { develop: ROOT }),
    language,
  });
  await workbench.theme(theme);
  let number = 0;
  const shoot = async (surface: string) => {
    const file = join(target, `${name}-${String(++number).padStart(2, '0')}-${surface}.png`);
    await workbench.page.waitForTimeout(350); // pictures only: let transitions end
    await workbench.page.screenshot({ path: file });
    console.log(file);
  };
  await surfaces(workbench, language, shoot);
  await context(workbench, { folder, language }, shoot);
  for (const error of workbench.errors) console.log(`  error in the page: ${error}`);
  await workbench.close();
  await server.stop();
}

async function surfaces(
  workbench: Workbench,
  language: string,
  shoot: (surface: string) => Promise<void>,
): Promise<void> {
  const chinese = language !== 'en';
  const { page } = workbench;
  const stop = async (name: string, wanted: string) => {
    await panel.locator(`ts-model-map [data-stop=${name}]`).click();
    await panel.locator(wanted).first().waitFor();
    await page.waitForTimeout(800); // pictures only: let the scroll end
  };
  await workbench.openFile(chinese ? '範例.md' : 'sample.md');
  await workbench.writtenBehind(/tokens|個詞元/);
  await shoot('counts');
  await workbench.goTo(chinese ? 7 : 5);
  await workbench.command(chinese ? '解說詞元' : 'Explain Tokens');
  const panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  await panel.locator('ts-merge-replay').waitFor();
  await page.keyboard.press('Control+b');
  await shoot('panel');
  await panel.locator('.token').nth(8).click();
  await panel.locator('.token').nth(8).hover();
  await shoot('selected');
  await panel.locator('ts-thumb-grid [role=radio]').nth(31).click();
  await panel.locator('[data-action=compare]').click();
  await panel.locator('.cut').nth(3).waitFor();
  await stop('tokens', 'ts-merge-replay .part');
  await shoot('tokens');
  await stop('embedding', 'ts-scatter circle');
  await shoot('embedding');
  await panel.locator('[data-action=swap]').click();
  await stop('position', '.swap td');
  await shoot('position');
  await stop('attention', 'ts-heat-map canvas');
  await shoot('attention');
  await scrollTo(panel, '.arcs-title');
  await shoot('one-head');
  await stop('block', '.lens td');
  await shoot('block');
  await stop('next', 'ts-next-token-stop .bar');
  await shoot('next-token');
  await generate(panel);
  await stop('generation', '.total');
  await shoot('generation');
  await stop('long', '[data-action=measure]');
  await panel.locator('[data-action=measure]').click();
  await panel.locator('ts-line-chart .curve').waitFor();
  await panel.locator('[data-action=measure]', { hasText: chinese ? '測量' : 'Measure' }).waitFor();
  await shoot('long-text');
  await stop('tokens', 'ts-token-list .token');
  await panel.locator('ts-tokens-stop vscode-checkbox').click();
  await shoot('generated');
  await lab(panel, shoot);
  await sideView(workbench, chinese);
  await shoot('side-view');
  await workbench.begin(chinese ? '選擇模型' : 'Choose Model');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'SmolLM2' }).first().waitFor();
  await shoot('models');
  await page.keyboard.press('Escape');
  await workbench.command(chinese ? '開始導覽' : 'Start Guided Tour');
  const tour = await workbench.webview('tokenscope-panel ts-tour');
  await tour.locator('[data-action=tour-next]').click();
  await page.waitForTimeout(800);
  await shoot('tour');
}

async function context(
  workbench: Workbench,
  { folder, language }: { readonly folder: string; readonly language: string },
  shoot: (surface: string) => Promise<void>,
): Promise<void> {
  const view = await contextPicture(workbench, folder, language);
  await shoot('context');
  await view.locator('#tab-duplicates').click();
  await shoot('duplicates');
}

/** Every tool as it opens on the text, with what it asks for by itself. */
async function lab(panel: Frame, shoot: (surface: string) => Promise<void>): Promise<void> {
  await eachTool(panel, async (tool) => {
    await panel.page().waitForTimeout(1500); // pictures only: let it scroll, and answers come
    await shoot(`lab-${tool}`);
  });
  await panel.locator('[data-place=lecture]').click();
}

async function scrollTo(panel: Frame, selector: string): Promise<void> {
  await panel
    .locator(selector)
    .first()
    .evaluate((element) => {
      element.scrollIntoView({ block: 'start' });
      element.ownerDocument.defaultView?.scrollBy(0, -60);
    });
}

async function generate(panel: Frame): Promise<void> {
  const before = await panel.locator('.token').count();
  for (let i = 0; i < 8; i++) {
    await panel.locator('[data-action=step]').click();
    await panel
      .locator('.token')
      .nth(before + i)
      .waitFor();
  }
}

async function sideView(workbench: Workbench, chinese: boolean): Promise<void> {
  await workbench.page.locator('.activitybar [aria-label="Tokenscope"]').first().click();
  await workbench.page
    .locator('.editor-group-container')
    .first()
    .locator('.view-line')
    .nth(chinese ? 2 : 6)
    .click();
  const side = await workbench.webview('tokenscope-side .list');
  await side.locator('.list button').first().waitFor();
}
