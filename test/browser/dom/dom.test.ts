// What the panel's page is made of, in a real browser without a workbench: the pointer, the stop that is read, and the
// page as a file. They are laid out and scrolled here, which nothing but a browser does.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { snapshot } from '../../../webview/page/snapshot.ts';
import type { StopScroll } from '../../../webview/page/stopScroll.ts';
import type { Pointer } from '../../../webview/state/pointer.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage, sharedBrowser } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

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

let script: string;
let page: Page;
const uncaught: string[] = [];
const test = testsWith({
  once: async () => {
    script = await bundled();
    page = await emptiedPage('');
    page.on('pageerror', (error) => uncaught.push(error.stack || error.message));
  },
  before: async () => {
    page = await emptiedPage('');
  },
  after: () => assert.deepEqual(uncaught.splice(0), []),
});

async function bundled(): Promise<string> {
  const contents = `
    export { Pointer } from './state/pointer.ts';
    export { StopScroll } from './page/stopScroll.ts';
    export { snapshot } from './page/snapshot.ts';
    import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
    import './stops/choice.ts';`;
  return await webviewScript(contents, 'parts');
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

test('a key that is pressed on the way to a stop makes none of those that are passed the one that is read', async () => {
  await showStops();
  await page.evaluate(() => {
    window.addEventListener('scrollend', () => document.body.setAttribute('data-ended', ''));
    window.scroller.follow('long');
    window.scroller.to('long');
  });
  await page.waitForFunction(() => window.scrollY > 200);
  await page.keyboard.press('Tab');
  await page.locator('body[data-ended]').waitFor();
  await framesLater();
  assert.deepEqual(await reached(), []);
  assert.ok(((await page.evaluate('window.scrollY')) as number) > 1500);
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

test('who reads a text that is explained again stands where they stood, also while the stops fill', async () => {
  await showStops();
  const filled = (tag: string, height: string) =>
    page.evaluate(
      ([name, px]) => {
        const stop = document.querySelector(`ts-${name}-stop`) as HTMLElement;
        stop.style.height = px;
      },
      [tag, height] as const,
    );
  await filled('block', '1500px');
  await page.evaluate(() => document.documentElement.scrollTo({ top: 2800, behavior: 'instant' }));
  await page.waitForFunction(() => window.reached.at(-1) === 'block');
  const before = await topOf('block');
  assert.equal(before, 40 + 4 * 500 - 2800);
  await page.evaluate(() => {
    for (const stop of document.querySelectorAll<HTMLElement>('body > :not(.top)')) {
      const anew = stop.cloneNode() as HTMLElement;
      anew.style.height = '200px';
      stop.replaceWith(anew);
    }
    window.scrollTo(0, 0);
    window.scroller.follow('block', true);
  });
  const bottom = await page.evaluate(() => document.querySelector('ts-block-stop')?.getBoundingClientRect().bottom);
  assert.equal(bottom, 160); // some of it stays in sight, since it would not fill otherwise
  await filled('block', '1500px');
  await framesLater();
  await filled('embedding', '700px');
  await framesLater();
  assert.equal(await topOf('block'), before);
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
  const copy = await (await sharedBrowser()).newPage({ javaScriptEnabled: false });
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
