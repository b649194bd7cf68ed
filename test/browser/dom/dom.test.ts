// What the panel's page is made of, in a real browser without a workbench: the pointer, the stop that is read, and the
// page as a file. They are laid out and scrolled here, which nothing but a browser does.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/workbench/browser.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { snapshot } from '../../../webview/page/snapshot.ts';
import type { StopScroll } from '../../../webview/page/stopScroll.ts';
import type { Pointer } from '../../../webview/state/pointer.ts';

/** What the page has as `window.parts`. */
interface Parts {
  readonly Pointer: typeof Pointer;
  readonly StopScroll: typeof StopScroll;
  readonly snapshot: typeof snapshot;
}
declare global {
  interface Window {
    readonly parts: Parts;
    reached: string[];
    scroller: StopScroll;
  }
}

const STOP_TAGS = ['tokens', 'embedding', 'position', 'attention', 'block', 'next-token', 'generation', 'long-text'];

let browser: Browser;
let script: string;
let page: Page;
const uncaught: string[] = [];
before(async () => {
  browser = await launchBrowser();
  script = await bundled();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  page.on('pageerror', (error) => uncaught.push(error.stack || error.message));
});
afterEach(() => assert.deepEqual(uncaught.splice(0), []));
after(async () => await browser.close());

async function bundled(): Promise<string> {
  const contents = `
    export { Pointer } from './state/pointer.ts';
    export { StopScroll } from './page/stopScroll.ts';
    export { snapshot } from './page/snapshot.ts';
    import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
    import './stops/choice.ts';
    import './charts/scatter.ts';
    import './page/chartMenu.ts';`;
  const resolveDir = join(import.meta.dirname, '../../../webview');
  const options = { bundle: true, write: false, format: 'iife', globalName: 'parts', logLevel: 'warning' } as const;
  const { outputFiles } = await esbuild.build({ ...options, stdin: { contents, resolveDir, loader: 'ts' } });
  return outputFiles[0].text;
}

async function show(body: string): Promise<void> {
  await page.setContent(`<!DOCTYPE html><html lang="en"><body style="margin: 0">${body}</body></html>`);
  await page.addScriptTag({ content: script });
}

test('pointing at tokens marks their elements and no others, and tells once', async () => {
  await show('<i id=a></i><i id=b></i><i id=b2></i><i id=c></i>');
  const seen = await page.evaluate(() => {
    const pointer = new window.parts.Pointer();
    const told: string[] = [];
    const silence = pointer.onChange((tokens) => told.push(tokens.join()));
    for (const [id, token] of Object.entries({ a: 0, b: 1, b2: 1, c: 2 }))
      pointer.register(token, document.getElementById(id) as Element);
    const marked = () => [...document.querySelectorAll('[data-pointed]')].map(({ id }) => id).join();
    const at = (...tokens: readonly number[]) => pointer.pointAt(...(tokens as readonly TokenIndex[]));
    const states: string[] = [];
    for (const tokens of [[1], [1], [2, 0], []] as readonly number[][]) {
      at(...tokens);
      states.push(marked());
    }
    at(1);
    pointer.unregister(1, document.getElementById('b') as Element);
    states.push(marked());
    const late = document.createElement('i');
    pointer.register(1, late);
    silence();
    at();
    return { states, told, late: late.hasAttribute('data-pointed') };
  });
  assert.deepEqual(seen.states, ['b,b2', 'b,b2', 'a,c', '', 'b2']);
  assert.deepEqual(seen.told, ['1', '2,0', '', '1']);
  assert.equal(seen.late, false); // nothing is pointed at any more
});

/** Eight stops of 500 pixels below a header of 40, and a reader of them whose reports stand in `window.reached`. */
async function showStops(): Promise<void> {
  const stops = STOP_TAGS.map((tag) => `<ts-${tag}-stop style="display: block; height: 500px"></ts-${tag}-stop>`);
  await show(`<div class=top style="position: sticky; top: 0; height: 40px"></div>${stops.join('')}`);
  await page.evaluate(() => {
    window.reached = [];
    const scroll = new window.parts.StopScroll(
      () => document,
      (stop) => {
        window.reached.push(stop);
        scroll.follow(stop); // as the panel does when it has drawn
      },
    );
    window.scroller = scroll;
    scroll.follow('tokens');
  });
}

const reached = async () => await page.evaluate(() => window.reached);
const topOf = async (tag: string) =>
  await page.evaluate((name) => document.querySelector(`ts-${name}-stop`)?.getBoundingClientRect().top, tag);
const framesLater = async () =>
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

test('the stop that is read is the one below the header, and the last one at the end of the page', async () => {
  await showStops();
  for (const [pixels, stop] of [
    [500, 'embedding'],
    [1900, 'block'],
    [100, 'tokens'],
    [100_000, 'long'],
  ] as const) {
    await page.evaluate((y) => document.documentElement.scrollTo({ top: y, behavior: 'instant' }), pixels);
    await page.waitForFunction((wanted) => window.reached.at(-1) === wanted, stop);
  }
  assert.deepEqual(await reached(), ['embedding', 'block', 'tokens', 'long']);
});

test('going to a stop puts it right below the header, and keeps it there while stops above fill up', async () => {
  await showStops();
  await page.evaluate(() => window.scroller.to('attention', 'instant'));
  assert.equal(await topOf('attention'), 40);
  await page.evaluate(() => {
    (document.querySelector('ts-embedding-stop') as HTMLElement).style.height = '900px';
  });
  await framesLater();
  assert.equal(await topOf('attention'), 40);
});

test('stops that are drawn anew begin where the reader was', async () => {
  await showStops();
  await page.evaluate(() => {
    const last = document.querySelector('ts-long-text-stop') as Element;
    last.replaceWith(last.cloneNode(true));
    window.scroller.follow('position');
  });
  assert.equal(await topOf('position'), 40);
});

test('the page as a file has the same text, pictures for canvases, values of fields, and no scripts', async () => {
  await show('<main id=main title="a &quot;quoted&quot; <name>"></main>');
  await page.evaluate(() => {
    const main = document.getElementById('main') as HTMLElement;
    const shadow = main.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('p { color: rgb(1, 2, 3); } button.chip[aria-checked="true"] { color: rgb(4, 5, 6); }');
    shadow.adoptedStyleSheets = [sheet];
    shadow.innerHTML =
      '<p>1 &lt; 2 &amp; 3</p><canvas width=4 height=4 aria-label="weights"></canvas><input><script>1</script><vscode-button>Step</vscode-button>' +
      '<button class=chip role=radio aria-checked=true tabindex=0>token</button><button data-control>Play</button>' +
      '<ts-choice></ts-choice><vscode-checkbox label=rollout></vscode-checkbox>' +
      '<vscode-checkbox class=set label=mean checked></vscode-checkbox><p class=task>Press Step.</p>';
    const options = [1, 2].map((i) => ({ value: `${i}`, label: ['one', 'two'][i - 1] }));
    Object.assign(shadow.querySelector('ts-choice') as Element, { options, value: '2' });
    const canvas = shadow.querySelector('canvas') as HTMLCanvasElement;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.fillStyle = 'rgb(9, 8, 7)';
    context.fillRect(0, 0, 4, 4);
  });
  await page.locator('ts-choice', { hasText: 'two' }).waitFor();
  const file = await page.evaluate(() => window.parts.snapshot('a <b>.tokens'));
  const copy = await browser.newPage({ javaScriptEnabled: false });
  await copy.setContent(file);
  assert.equal(await copy.title(), 'a <b>.tokens');
  assert.equal(await copy.locator('#main').getAttribute('title'), 'a "quoted" <name>');
  assert.equal(await copy.locator('#main p').textContent(), '1 < 2 & 3');
  assert.equal(await copy.locator('#main p').evaluate((p) => getComputedStyle(p).color), 'rgb(1, 2, 3)');
  assert.deepEqual(await copy.locator('#main :is(span, .task)').allTextContents(), ['token', 'two', 'mean']);
  assert.equal(await copy.locator('#main .chip').evaluate((chip) => getComputedStyle(chip).color), 'rgb(4, 5, 6)');
  assert.equal(await copy.locator('#main img').getAttribute('alt'), 'weights');
  assert.match((await copy.locator('#main img').getAttribute('src')) ?? '', /^data:image\/png;base64,/);
  const controls =
    'script, canvas, vscode-button, vscode-checkbox, vscode-single-select, button, input, [role=radio], [tabindex]';
  assert.equal(await copy.locator(controls).count(), 0);
});

/** Four points in a square of 400 pixels, none of them zoomed. */
async function showScatter(): Promise<void> {
  await show('<ts-scatter style="display: block; width: 400px"></ts-scatter><div style="height: 3000px"></div>');
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
  assert.match(await name.innerHTML(), /蘋果公司/);
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
  assert.deepEqual(await drawn(), { x: -12.5, y: -12.5, k: 1.25 }); // about the middle of 100
  for (let i = 0; i < 10; i++) await svg.press('ArrowLeft');
  assert.equal((await drawn()).x, 0);
  await svg.press('0');
  assert.deepEqual(await drawn(), { x: 0, y: 0, k: 1 });
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
  assert.equal(await page.locator('ts-chart-menu [role=alert]').count(), 0);
});
