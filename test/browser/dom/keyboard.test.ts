// The panel's keys in a real browser: they work wherever the focus is but where something is typed or chosen, and Tab has
// one stop for each group.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { becomes } from '../becomes.ts';
import { testsWith } from '../testsWith.ts';
import { onPage } from './onPage.ts';

const PAGE = `
  import '@vscode-elements/elements/dist/vscode-button/index.js';
  import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
  import { html, render } from 'lit';
  import './page/modelMap.ts';
  import { listenForShortcuts } from './page/shortcuts.ts';
  import './stops/choice.ts';
  import { NEXT } from './stops/formulas.ts';
  import { rove } from './stops/roving.ts';
  import { section, sectionStyles } from './stops/section.ts';
  import './stops/slider.ts';
  window.done = [];
  listenForShortcuts({ step: () => done.push('step'), back: () => done.push('back'), goTo: (stop) => done.push(stop), changePlace: () => done.push('place') });
  const map = document.querySelector('ts-model-map');
  Object.assign(map, { stop: 'tokens', positions: 'learned', kinds: Array(8).fill('attention'), layer: 2 });
  map.addEventListener('layer-choose', ({ detail }) => (map.layer = detail));
  document.querySelector('ts-choice').options = [{ value: 'n', label: 'none' }, { value: 's', label: 'some' }];
  const stop = { id: 'x', number: 1, title: 'Title', lead: 'Lead', formula: NEXT };
  const chips = html\`<p @keydown=\${rove}>\${[0, 1, 2].map((i) => html\`<button tabindex=\${i === 1 ? 0 : -1} id=chip\${i}></button>\`)}</p>\`;
  document.adoptedStyleSheets = [sectionStyles.styleSheet];
  render(section(stop, chips), document.querySelector('main'));`;
const BODY = `<!DOCTYPE html><body><ts-model-map></ts-model-map><main></main>
  <input type=search><textarea></textarea><ts-slider label=slider></ts-slider><ts-choice label=choice value=s></ts-choice>
  <vscode-checkbox label=box></vscode-checkbox><vscode-button id=end>End</vscode-button></body>`;
declare global {
  interface Window {
    done: string[];
  }
}

let page: Page;
const test = testsWith(
  onPage(PAGE, BODY, (opened) => {
    page = opened;
  }),
);

/** What the keys did since it was last asked. */
const done = async () => await page.evaluate(() => window.done.splice(0));
/** The innermost element that has the focus, in words. */
const focused = async () =>
  await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const layer = element?.getAttribute('data-layer');
    return element?.getAttribute('data-stop') ?? (layer ? `layer ${layer}` : element?.id || element?.className || '');
  });

test('n is a step, Shift+N takes one back, digits lead to stops, l to the other place', async () => {
  await page.locator('#chip1').focus();
  for (const key of ['n', 'Shift+N', '1', '4', '8']) await page.keyboard.press(key);
  assert.deepEqual(await done(), ['step', 'back', 'tokens', 'attention', 'long']);
  await page.keyboard.press('l');
  assert.deepEqual(await done(), ['place']);
  for (const key of ['9', '0', 'x', 'Shift+L', 'Control+n', 'Alt+1', 'Meta+n']) await page.keyboard.press(key);
  assert.deepEqual(await done(), []);
});

test('they work on a check box and a button, and where nothing has the focus', async () => {
  await page.keyboard.press('n');
  await page.locator('vscode-checkbox').focus();
  await page.keyboard.press('n');
  await page.locator('#end').focus();
  await page.keyboard.press('n');
  assert.deepEqual(await done(), ['step', 'step', 'step']);
});

test('fields, sliders and lists keep their keys', async () => {
  for (const field of ['input[type=search]', 'textarea', 'ts-slider input', 'ts-choice [role=combobox]']) {
    await page.locator(field).focus();
    await page.keyboard.press('n');
    await page.keyboard.press('Shift+N');
    await page.keyboard.press('3');
  }
  assert.deepEqual(await done(), []);
  await becomes(() => page.locator('input[type=search]').inputValue(), 'nN3');
  await becomes(() => page.locator('ts-choice [role=combobox]').innerText(), 'none');
});

test('Tab has one stop for the stations, the layers and the chips, and none for a formula that fits', async () => {
  await page.locator('math').waitFor();
  await page.waitForFunction(() => document.querySelector('.formula')?.hasAttribute('tabindex'));
  await page.locator('[data-stop=tokens]').focus();
  const reached: string[] = [];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Tab');
    reached.push(await focused());
  }
  assert.deepEqual(reached.slice(0, 2), ['layer 2', 'chip1']);
  assert.notEqual(reached[2], 'chip2');
});

test('a formula that is cut can be reached and scrolled, until there is room', async () => {
  const formula = page.locator('.formula');
  await page.setViewportSize({ width: 120, height: 600 });
  await page.locator('.formula[tabindex="0"]').waitFor();
  await formula.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => (document.querySelector('.formula')?.scrollLeft ?? 0) > 0);
  await page.setViewportSize({ width: 800, height: 600 });
  await page.locator('.formula[tabindex="-1"]').waitFor();
});

test('arrows move among layers, which they choose, and among chips, which they do not', async () => {
  await page.locator('[data-layer="2"]').focus();
  await page.keyboard.press('ArrowRight');
  await becomes(() => focused(), 'layer 3');
  await page.locator('[data-layer="3"][aria-pressed=true]').waitFor();
  await page.locator('#chip1').focus();
  const reached: string[] = [];
  for (const key of ['ArrowDown', 'ArrowDown', 'Home', 'ArrowLeft', 'End']) {
    await page.keyboard.press(key);
    reached.push(await focused());
  }
  assert.deepEqual(reached, ['chip2', 'chip2', 'chip0', 'chip0', 'chip2']);
});
