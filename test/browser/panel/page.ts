// The panel as a page: accessible in every stop, saved, left where the reader was, and led through by the tour.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { STOPS, type StopId, tagOf } from '../../../webview/state/stopIds.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { explainParagraph } from '../explainParagraph.ts';
import { uncaughtInPages } from '../uncaught.ts';
import { FILE, LINE, panel, run, show, test, workbench } from './explainedPanel.ts';

test('axe finds nothing in any stop', async () => {
  for (const stop of STOPS) await show(stop);
  assert.deepEqual(await accessibilityProblems(panel), []);
});

test('a panel of 320 pixels cuts nothing off', async () => {
  const { page } = workbench;
  const wide = page.viewportSize();
  assert.ok(wide);
  await page.setViewportSize({ width: 1000, height: 700 });
  try {
    await workbench.until('a narrow panel', async () => (await panel.evaluate<number>('innerWidth')) < 340);
    // What is only there once somebody asked for it.
    await panel.locator('[data-action=step]').click();
    await panel.locator('.token').nth(run.tokens.length).waitFor();
    for (const [stop, asked] of [
      ['tokens', 'compare'],
      ['position', 'swap'],
    ] as const) {
      await show(stop);
      await panel.locator(`[data-action=${asked}]`).click();
    }
    await show('attention');
    await panel.locator('ts-thumb-grid [role=radio]').first().click(); // a single head has its arithmetic written out
    for (const stop of STOPS) {
      await show(stop);
      await workbench.until(`all of ${stop}`, () => isFilled(stop));
      assert.deepEqual(await cutElements(panel), [], stop);
    }
  } finally {
    await page.setViewportSize(wide);
  }
});

/** Runs in the panel: the stop, or the action, of what has the focus inside all shadow trees. */
const FOCUSED = `(() => {
  const chain = [document.activeElement];
  while (chain.at(-1)?.shadowRoot?.activeElement) chain.push(chain.at(-1).shadowRoot.activeElement);
  return chain.map((element) => element.dataset.action ?? element.id).findLast((name) => name) ?? '';
})()`;

test('Tab reaches Step right behind the map, and keys step, take back and lead to stops', async () => {
  await show('tokens');
  const { keyboard } = workbench.page;
  await keyboard.press('Tab'); // the layers
  await keyboard.press('Tab');
  await becomes(() => panel.evaluate<string>(FOCUSED), 'step');
  await keyboard.press('n');
  const generated = panel.locator('.token.generated');
  await generated.first().waitFor({ state: 'attached' });
  await panel.locator('[data-action=run]').waitFor();
  await keyboard.press('Shift+N');
  await generated.first().waitFor({ state: 'detached' });
  await keyboard.press('5');
  await panel.locator('ts-model-map [data-stop=block][aria-current]').waitFor();
  await becomes(() => panel.evaluate<string>(FOCUSED), 'block-title');
});

test('a chart is saved as a picture, the explanation as a page that opens by itself', async () => {
  await show('embedding');
  await panel.locator('ts-scatter svg').click({ button: 'right' });
  await saved(() => panel.locator('[data-action=save-picture]').click(), 'scatter.svg', /<svg[^>]*xmlns/);
  const page = await saved(
    () => workbench.begin('Export Explanation as HTML Page'),
    'sample.md.tokens.html',
    /shadowrootmode="open"/,
  );
  assert.ok(page.includes('looked') && !page.includes('<script'));
  assert.match(page, /<title>“[^<]+: embedded model, [^<]+ 20\d\d</);
  for (const control of ['<button', '<input', '<select', '<vscode-', 'data-control'])
    assert.ok(!page.includes(control), control);
  // None of these stops was in sight, and all of what they show was computed for the page.
  for (const shown of ['<ts-strips', 'class="lens"', 'class="bars"', '<ts-heat-map'])
    assert.ok(page.includes(shown), shown);
  assert.ok(!page.includes('Computing…'));
});

test('a file that is opened while the panel has the focus does not cover it', async () => {
  await workbench.command('View: Show Explorer'); // another test may have shown the view of attention in its place
  await panel.locator('ts-tokens-stop h2').click();
  const group = workbench.page.locator('.editor-group-container', {
    has: workbench.page.locator('.tab', { hasText: 'Tokens' }),
  });
  await group.locator('.codicon-lock').first().waitFor({ state: 'attached' });
  await workbench.openFile('範例.md');
  await becomes(() => group.locator('.tab').count(), 1);
});

/** What is not in sight is not computed, so that it is looked at. */
async function isFilled(stop: StopId): Promise<boolean> {
  const waiting = panel.locator(`${tagOf(stop)} .waiting`);
  return await waiting.evaluateAll((elements) => {
    elements[0]?.scrollIntoView();
    return elements.length === 0;
  });
}

/** From the top of the window to that of the stop. */
const BLOCK_TOP = `document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-block-stop').getBoundingClientRect().top`;
const HEADER_HEIGHT = `document.querySelector('tokenscope-panel').shadowRoot.querySelector('.top').clientHeight`;
/** As if the browser did not keep what is read in its place by itself: it does not always. Where the block is then. */
const GROW_ABOVE = `(() => {
  document.documentElement.style.overflowAnchor = 'none';
  document.querySelector('tokenscope-panel').shadowRoot.querySelector('ts-embedding-stop').style.paddingTop = '900px';
  return ${BLOCK_TOP};
})()`;

test('who reads a stop stays there when the page grows above it, and when the text is explained again', async () => {
  await workbench.page.emulateMedia({ reducedMotion: 'reduce' }); // the way there is another test's
  await show('block');
  await panel.locator('ts-block-stop .lens td').first().waitFor();
  const header = await panel.evaluate<number>(HEADER_HEIGHT);
  const distance = async () => Math.abs((await panel.evaluate<number>(BLOCK_TOP)) - header);
  await workbench.until('the stop below the header', async () => (await distance()) < 2);
  await panel.locator('ts-block-stop h2').click(); // from here on the reader's own place counts
  assert.ok((await panel.evaluate<number>(GROW_ABOVE)) > header + 800); // nobody has been taken back yet
  await workbench.until('the reader back at the stop', async () => (await distance()) < 2);
  const here = panel.locator('ts-model-map [data-stop=block][aria-current]');
  await here.waitFor();
  await explainParagraph(workbench, FILE, LINE);
  await panel.locator('ts-block-stop .lens td').first().waitFor();
  await workbench.until('the reader at the stop of the new explanation', async () => (await distance()) < 2);
  await here.waitFor();
  await workbench.page.emulateMedia({ reducedMotion: null });
});

test('the tour leads through all stops, and on to the worked examples', async () => {
  await workbench.command('Start Guided Tour');
  const led = await workbench.webview('tokenscope-panel ts-tour');
  for (const [i] of STOPS.entries()) {
    await led.locator('ts-tour strong', { hasText: `${i + 1}/8` }).waitFor();
    if (i + 1 < STOPS.length) await led.locator('[data-action=tour-next]').click();
  }
  await led.locator('[data-action=tour-examples]').click();
  for (const [i, head] of ['head 3 of layer 7', 'Heads 4 and 5 of layer 6', 'Head 2 of layer 5'].entries()) {
    const card = led.locator('ts-example-card', { hasText: `Worked example ${i + 1}/3` });
    await card.waitFor();
    await card.locator('.words', { hasText: head }).waitFor();
    await led.locator('ts-why-tool .votes').first().waitFor();
    await becomes(() => led.locator('ts-tour').count(), 0);
    if (i < 2) await led.locator('[data-action=example-next]').click();
  }
  await led.locator('h1', { hasText: 'why-memory.txt' }).waitFor();
  await led.locator('[data-action=example-leave]').click();
  await led.locator('ts-example-card').waitFor({ state: 'detached' });
  // A new explanation begins without a Lab: the next test finds each token once.
  await led.locator('[data-place=lecture]').click();
  await workbench.command('Explain Tokens');
  await led.locator('ts-why-tool').waitFor({ state: 'detached' });
  await led.locator('ts-model-map [data-stop=tokens]').click();
});

test('what nobody catches in the page is noticed, even without a stack', async () => {
  await panel.evaluate("void Promise.reject({ code: 'planted' })");
  const planted = 'rejected in tokenscope: {"code":"planted"}';
  await workbench.until('the report', async () => uncaughtInPages([workbench]).includes(planted));
  workbench.errors.length = 0;
});

/** Through the workbench's file dialog, into the workspace. */
async function saved(start: () => Promise<void>, name: string, holds: RegExp): Promise<string> {
  await start();
  const path = await workbench.acceptPath((suggested) => suggested.endsWith(name));
  let content = '';
  await workbench.until(`${path} with ${holds}`, async () => {
    if (existsSync(path)) content = readFileSync(path, 'utf8');
    return holds.test(content);
  });
  return content;
}
