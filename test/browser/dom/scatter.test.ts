// Points and their names in a real browser: drawn, zoomed and moved.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { becomes, comesToMatch } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

let script: string;
let page: Page;
const test = testsWith({
  once: async () => {
    script = await webviewScript("import './charts/scatter.ts'; import './page/chartMenu.ts';");
  },
});

/** Four points in a square of 400 pixels, none of them zoomed. */
async function showScatter(): Promise<void> {
  const body = '<ts-scatter style="display: block; width: 400px"></ts-scatter><div style="height: 3000px"></div>';
  page = await emptiedPage(`<!DOCTYPE html><html lang="en"><body style="margin: 0">${body}</body></html>`);
  await page.addScriptTag({ content: script });
  await page.evaluate(() => {
    const points = [0, 1, 2, 3].map((i) => ({ x: i, y: i * i, label: `point ${i}`, group: 0, rank: 1 }));
    Object.assign(document.querySelector('ts-scatter') as Element, { points, colors: ['red'], label: 'points' });
  });
  await page.locator('ts-scatter circle').nth(3).waitFor();
}

test('names stay within the frame and apart from one another as they are really drawn, the chosen one among them', async () => {
  await showScatter();
  await page.evaluate(() => {
    const texts = [
      'The·cat',
      '蘋果公司今天',
      'مرحبا',
      'Internationalisation',
      'WWWWWW',
      '\\\\xE8\\\\x98',
      '👩🚀',
      'mmmm',
    ];
    document.documentElement.style.setProperty('--vscode-editor-font-family', 'monospace');
    // Crowded in the middle, at the right border, and far to the left.
    const x = (i: number) => [5, 9.9, 10, 0][i % 4];
    const points = Array.from({ length: 64 }, (_, i) => ({
      x: x(i),
      y: (i * 7) % 64,
      label: texts[i % 8],
      group: 0,
      rank: 1,
    }));
    Object.assign(document.querySelector('ts-scatter') as Element, { points, chosen: 41 });
  });
  const name = page.locator('ts-scatter text.chosen');
  await name.waitFor();
  await comesToMatch(() => name.innerHTML(), /蘋果公司/);
  const { frame, names } = await page.evaluate(() => {
    const svg = document.querySelector('ts-scatter')?.shadowRoot?.querySelector('svg') as SVGSVGElement;
    const edges = (element: Element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { left, right, top, bottom };
    };
    return { frame: edges(svg), names: Array.from(svg.querySelectorAll('text'), edges) };
  });
  assert.ok(names.length > 15, `${names.length}`);
  const slack = 2; // the box of a text is that of its font, which is a little higher than what is drawn
  for (const [i, one] of names.entries()) {
    assert.ok(one.left >= frame.left && one.right <= frame.right, `name ${i} leaves the frame`);
    for (const [j, other] of names.entries())
      if (j > i)
        assert.ok(
          one.right <= other.left ||
            other.right <= one.left ||
            one.bottom - slack <= other.top + slack ||
            other.bottom - slack <= one.top + slack,
          `names ${i} and ${j} overlap`,
        );
  }
});

/** x, y and k of the drawing. */
const drawn = async () =>
  await page.locator('ts-scatter g').evaluate((g) => {
    const { e, f, a } = (g as SVGGElement).transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0, a: 1 };
    return { x: e, y: f, k: a };
  });

test('a drawing is zoomed and moved by keys, and never leaves its frame', async () => {
  await showScatter();
  const svg = page.locator('ts-scatter svg');
  await svg.press('+');
  await becomes(() => drawn(), { x: -12.5, y: -12.5, k: 1.25 }); // about the middle of 100
  for (let i = 0; i < 10; i++) await svg.press('ArrowLeft');
  assert.equal((await drawn()).x, 0);
  await svg.press('0');
  await becomes(() => drawn(), { x: 0, y: 0, k: 1 });
  await svg.press('-');
  assert.equal((await drawn()).k, 1);
});

test('the wheel scrolls the page past a drawing that is not zoomed, and zooms it with Ctrl', async () => {
  await showScatter();
  await page.mouse.move(200, 200);
  await page.mouse.wheel(0, 200);
  await page.waitForFunction(() => window.scrollY > 0);
  assert.equal((await drawn()).k, 1);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -40);
  await page.keyboard.up('Control');
  await page.locator('ts-scatter svg.zoomed').waitFor();
  assert.ok((await drawn()).k > 1);
});

test('a drawing that is zoomed is dragged by the mouse, as far as it was pulled', async () => {
  await showScatter();
  const svg = page.locator('ts-scatter svg');
  for (let i = 0; i < 4; i++) await svg.press('+');
  const before = await drawn();
  await page.mouse.move(200, 200);
  await page.mouse.down();
  await page.mouse.move(160, 220);
  await page.mouse.up();
  const after = await drawn();
  const unit = 100 / 400; // of the square for each pixel
  assert.ok(Math.abs(after.x - before.x + 40 * unit) < 0.2, `${after.x - before.x}`);
  assert.ok(Math.abs(after.y - before.y - 20 * unit) < 0.2, `${after.y - before.y}`);
});

test('a picture that cannot be copied says so in the place of the menu, until another one is opened', async () => {
  await showScatter();
  await page.evaluate(() => document.body.append(document.createElement('ts-chart-menu')));
  await page.locator('ts-scatter svg').click({ button: 'right' });
  await page.locator('[data-action=copy-picture]').click(); // this page has no clipboard
  await page.locator('ts-chart-menu [role=alert]', { hasText: /^There is no picture: \S/ }).waitFor();
  await page.locator('ts-scatter svg').click({ button: 'right' });
  await page.locator('[data-action=copy-picture]').waitFor();
  await becomes(() => page.locator('ts-chart-menu [role=alert]').count(), 0);
});

test('a failure stands inside the window, and goes with Escape', async () => {
  await showScatter();
  await page.evaluate(() => {
    const save = () => Promise.reject(new Error('Nothing can be written there. '.repeat(9)));
    document.body.append(Object.assign(document.createElement('ts-chart-menu'), { save }));
  });
  await page.setViewportSize({ width: 300, height: 300 });
  await page.locator('ts-scatter svg').click({ button: 'right', position: { x: 280, y: 280 } });
  await page.locator('[data-action=save-picture]').click();
  const alert = page.locator('ts-chart-menu [role=alert]');
  const { x, y, width, height } = (await alert.boundingBox()) ?? assert.fail('no failure');
  assert.ok(x >= 0 && y >= 0 && x + width <= 300 && y + height <= 300, `${x} ${y} ${width} ${height}`);
  await page.keyboard.press('Escape');
  await alert.waitFor({ state: 'detached' });
});
