// A mouse that rests while what is below it moves, in a real browser: what keys point at stays, until the mouse moves.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { testsWith } from '../testsWith.ts';
import { onPage } from './onPage.ts';

declare global {
  interface Window {
    /** What the browser reported of the chart, whatever that makes of it. */
    reported: string[];
    /** The columns that the chart said to be pointed at, since it was asked last. */
    heard: (number | 'none')[];
  }
}

/** A chart of twenty columns. */
const PAGE = `
  import './charts/courseChart.ts';
  window.reported = [];
  window.heard = [];
  const chart = document.querySelector('ts-course-chart');
  const names = Array.from({ length: 20 }, (_, i) => 'name ' + i);
  Object.assign(chart, { label: 'course', values: { line: Float32Array.from(names, (_, i) => i), strips: [], names } });
  chart.addEventListener('place-point', ({ detail }) => {
    chart.pointed = detail;
    heard.push(detail ?? 'none');
  });
  for (const type of ['pointerenter', 'pointerleave']) chart.addEventListener(type, () => reported.push(type));`;
const BODY =
  '<!DOCTYPE html><body style="margin: 0"><ts-course-chart></ts-course-chart><div style="height: 2000px"></div></body>';

let page: Page;
const test = testsWith(
  onPage(PAGE, BODY, async (opened) => {
    page = opened;
    await canvas().waitFor();
  }),
);

const canvas = () => page.locator('ts-course-chart canvas');
const heard = async () => await page.evaluate(() => window.heard.splice(0));
/** Scrolls as the page does by itself, and waits until the browser says what that means for the mouse. */
async function scrollTo(top: number, reported?: 'pointerenter' | 'pointerleave'): Promise<void> {
  await page.evaluate((y) => {
    window.reported = [];
    window.scrollTo(0, y);
  }, top);
  if (reported) await page.waitForFunction((type) => window.reported.includes(type), reported);
}
/** Points at a column with the mouse, and then by key at the next one, which is returned. */
async function pointByKey(): Promise<number> {
  await page.mouse.move(200, 20);
  const column = Number((await heard()).at(-1));
  assert.ok(column > 0 && column < 15, `${column}`);
  await canvas().focus();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await heard(), [column + 1]);
  return column + 1;
}

test('a chart that moves away from below the mouse keeps what keys reached, until the mouse moves', async () => {
  const column = await pointByKey();
  await scrollTo(500, 'pointerleave');
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await heard(), [column + 1]);
  await page.mouse.move(201, 20);
  assert.deepEqual(await heard(), ['none']);
});

test('a chart that went and came back is told nothing of it', async () => {
  const column = await pointByKey();
  await scrollTo(500, 'pointerleave');
  await scrollTo(0, 'pointerenter');
  await page.mouse.move(202, 20);
  assert.deepEqual(await heard(), [column - 1]); // the one below the mouse
});

test('what the mouse points at ends where the chart moves away, and behind a key where the wheel turns', async () => {
  await page.mouse.move(200, 20);
  await heard();
  await scrollTo(500, 'pointerleave');
  assert.deepEqual(await heard(), ['none']);
  await scrollTo(0, 'pointerenter');
  await pointByKey();
  await page.mouse.wheel(0, 800);
  await page.waitForFunction(() => window.heard.includes('none'));
});
