// How responsive the panel is with 512 tokens in the real workbench: the time from a key press to another head's map,
// frame times while scrolling and while pointing at tokens, and the time from the command to the panel with a warm
// engine.
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { Session } from '../browser/session.ts';
import { percentile } from './percentile.ts';
import { switchTimes } from './switchTimes.ts';

/** It has a little over 512 tokens. */
const TEXT = 'The old fox went down to the river and looked at the moon. '.repeat(37);
/** A sentence, as somebody might try a change on. */
const SENTENCE = 'The cat sat on the mat. The dog sat on the rug, and the cat looked at the';
const HEADS = 40;
/** The time between two presses of a key that is held down. */
const REPEAT_MS = 33;

export interface PanelTimes {
  readonly tokens: number;
  readonly 'key to drawn head, 95th percentile ms': number;
  readonly 'frames while scrolling, 95th percentile ms': number;
  readonly 'frames while hovering, 95th percentile ms': number;
  readonly 'command to panel, warm, median ms': number;
  readonly 'command to an empty panel, median ms': number;
  readonly 'command to panel, times an empty one': number;
  readonly 'changed switch to drawn, 95th percentile ms': number;
  readonly 'changed switch to drawn, a sentence, 95th percentile ms': number;
}

export async function panelBench(): Promise<PanelTimes> {
  const session = await Session.start('panel-bench');
  const files = { 'long.txt': TEXT, 'short.txt': SENTENCE };
  const workbench = await session.open({ files, extension: join(import.meta.dirname, 'emptyPanel') });
  await workbench.openFile('long.txt');
  await workbench.writtenBehind(/tokens/);
  await workbench.command('Explain Tokens');
  await workbench.webview('tokenscope-panel ts-token-list .token');
  const opened = await timesToOpen(workbench);
  const panel = await workbench.webview('tokenscope-panel ts-token-list .token');
  const tokens = await panel.locator('.token').count();
  await panel.locator('ts-model-map [data-stop=attention]').click();
  await panel.locator('ts-attention-stop ts-heat-map canvas').waitFor();
  const heads = await headTimes(workbench, panel);
  await panel.locator('ts-model-map [data-stop=tokens]').click();
  const hovering = await framesWhile(panel, () => hover(workbench, panel));
  const scrolling = await framesWhile(panel, () => scroll(workbench));
  const switching = await switchTimes(panel);
  await workbench.openFile('short.txt');
  await workbench.command('Explain Tokens');
  await panel.locator('h1', { hasText: 'short.txt' }).waitFor();
  await panel.locator('[data-place=lecture]').click();
  const switchingShort = await switchTimes(panel);
  await session.end();
  return {
    tokens,
    'key to drawn head, 95th percentile ms': percentile(heads, 0.95),
    'frames while scrolling, 95th percentile ms': percentile(scrolling, 0.95),
    'frames while hovering, 95th percentile ms': percentile(hovering, 0.95),
    'command to panel, warm, median ms': percentile(opened.ours, 0.5),
    'command to an empty panel, median ms': percentile(opened.empty, 0.5),
    'command to panel, times an empty one': percentile(opened.times, 0.5),
    'changed switch to drawn, 95th percentile ms': percentile(switching, 0.95),
    'changed switch to drawn, a sentence, 95th percentile ms': percentile(switchingShort, 0.95),
  };
}

const OPENINGS = 7;

interface Openings {
  readonly ours: readonly number[];
  readonly empty: readonly number[];
  /** Of neighbouring ones. */
  readonly times: readonly number[];
}

/** In turn. Medians are told, since the workbench sometimes waits two seconds for its own service worker. */
async function timesToOpen(workbench: Workbench): Promise<Openings> {
  const [ours, empty]: [number[], number[]] = [[], []];
  for (let i = 0; i < OPENINGS; i++) {
    empty.push(await timeToOpen(workbench, 'Control+j', '#empty'));
    ours.push(await timeToOpen(workbench, 'Control+y', 'tokenscope-panel ts-token-list .token'));
  }
  return { ours, empty, times: ours.map((time, i) => time / empty[i]) };
}

/** The time from the panel's keyboard shortcut, behind Control+k, to its first contentful paint, after all were closed. */
async function timeToOpen(workbench: Workbench, key: string, content: string): Promise<number> {
  const { page } = workbench;
  await workbench.command('View: Close All Editor Groups');
  await workbench.openFile('long.txt');
  await page.locator('.tab', { hasText: /Tokens|Empty/ }).waitFor({ state: 'detached' });
  await page.locator('.editor-instance .view-line').first().click();
  await page.evaluate(KEY_TIME);
  await page.keyboard.press('Control+k');
  await page.keyboard.press(key);
  const panel = await workbench.webview(content);
  return (await panel.evaluate<number>(FIRST_DRAWN)) - (await page.evaluate<number>('keyTime'));
}

/** These run in the workbench and in the panel, whose clocks have the same zero on one machine. */
const KEY_TIME = `addEventListener('keydown', (event) => { globalThis.keyTime = performance.timeOrigin + event.timeStamp; }, { capture: true })`;
const FIRST_DRAWN = `new Promise((drawn) => {
  const look = () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const time = paint ? performance.timeOrigin + paint.startTime : globalThis.drawn;
    if (time === undefined) setTimeout(look, 10);
    else drawn(time);
  };
  look();
})`;
/**
 * Runs in the page and measures the time from each key press to the end of the frame that draws a map of other numbers.
 */
const HEAD_TIMES = `(() => {
  const root = document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-attention-stop').shadowRoot;
  const map = () => root.querySelector('ts-heat-map');
  globalThis.headTimes = [];
  addEventListener('keydown', (event) => {
    const before = map().grid;
    const look = () => {
      if (!map()?.grid || map().grid === before) return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel(); // a message that is sent in a frame arrives after it
      port2.onmessage = () => headTimes.push(performance.now() - event.timeStamp);
      port1.postMessage(undefined);
    };
    requestAnimationFrame(look);
  }, { capture: true });
})()`;

async function headTimes(workbench: Workbench, panel: Frame): Promise<number[]> {
  await panel.evaluate(HEAD_TIMES);
  await panel.locator('ts-thumb-grid [role=radio][aria-checked=true]').focus();
  await workbench.page.keyboard.press('Home');
  await workbench.page.waitForTimeout(1500); // until the stop has the answers that it asks for when it becomes visible
  for (let i = 0; i < HEADS; i++) {
    await untilMeasured(panel, i);
    await workbench.page.waitForTimeout(REPEAT_MS);
    await workbench.page.keyboard.press(Math.floor(i / 7) % 2 ? 'ArrowLeft' : 'ArrowRight');
  }
  await untilMeasured(panel, HEADS - 1);
  return await panel.evaluate<number[]>('headTimes');
}

/** Waits for a number of times. The page's content security policy forbids waitForFunction(). */
async function untilMeasured(panel: Frame, count: number): Promise<void> {
  while ((await panel.evaluate<number>('headTimes.length')) < count) await new Promise((done) => setTimeout(done, 5));
}

async function framesWhile(panel: Frame, work: () => Promise<void>): Promise<number[]> {
  await panel.evaluate(`(() => {
    globalThis.frames_ = [];
    let last = performance.now();
    globalThis.stopFrames = false;
    const frame = (now) => { frames_.push(now - last); last = now; if (!stopFrames) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  })()`);
  await work();
  return await panel.evaluate<number[]>('(stopFrames = true, frames_.slice(1))');
}

async function hover(workbench: Workbench, panel: Frame): Promise<void> {
  const box = await panel.locator('ts-token-list').boundingBox();
  if (!box) throw new Error('no list of tokens');
  for (let i = 0; i < 120; i++) {
    await workbench.page.mouse.move(
      box.x + 10 + ((i * 17) % (box.width - 20)),
      box.y + 10 + ((i * 5) % Math.min(300, box.height - 20)),
    );
  }
}

async function scroll(workbench: Workbench): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await workbench.page.mouse.wheel(0, i < 40 ? 120 : -120);
    await workbench.page.waitForTimeout(16);
  }
}
