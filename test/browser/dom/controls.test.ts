// Controls in a real browser, in the colours of VS Code's themes: sliders are seen in each of them, choices are made by
// keys, by typing and with the mouse.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { becomes } from '../becomes.ts';
import { sliderContrasts } from '../contrast.ts';
import { testsWith } from '../testsWith.ts';
import { onPage } from './onPage.ts';

/** Classes and colours as VS Code 1.106 sets them. */
const THEMES = [
  ['vscode-dark', '#1f1f1f', '#cccccc', '#0078d4', ''],
  ['vscode-light', '#ffffff', '#3b3b3b', '#005fb8', ''],
  ['vscode-high-contrast', '#000000', '#ffffff', '#6fc3df', '#6fc3df'],
  ['vscode-high-contrast vscode-high-contrast-light', '#ffffff', '#292929', '#0f4a85', '#0f4a85'],
] as const;

const PAGE = `
  import '@vscode-elements/elements/dist/vscode-button/index.js';
  import './stops/choice.ts';
  import './stops/slider.ts';
  import { adoptPageStyles } from './theme/styles.ts';
  adoptPageStyles();
  const choice = document.querySelector('ts-choice');
  choice.options = ['apple', 'pear', 'peach'].map((label) => ({ label, value: label.toUpperCase() }));
  choice.value = 'APPLE';
  window.chosen = [];
  choice.addEventListener('choose', ({ detail }) => window.chosen.push(detail));
  document.querySelector('ts-slider').addEventListener('slide', ({ detail }) => window.chosen.push(detail));`;
declare global {
  interface Window {
    chosen: unknown[];
  }
}

let page: Page;
const BODY =
  '<!DOCTYPE html><body class="vscode-dark"><ts-slider min="10" max="20" value="13" label="How much"></ts-slider><ts-choice label="Fruit"></ts-choice><vscode-button>Step</vscode-button><vscode-button secondary>Run</vscode-button></body>';
const test = testsWith(
  onPage(PAGE, BODY, (opened) => {
    page = opened;
  }),
);

async function dress([classes, background, foreground, accent, border]: (typeof THEMES)[number]): Promise<void> {
  await page.evaluate(
    ({ name, colors }) => {
      document.body.className = name;
      document.documentElement.setAttribute('style', colors);
    },
    {
      name: classes,
      colors: `--vscode-editor-background: ${background}; --vscode-foreground: ${foreground}; --vscode-progressBar-background: ${accent}; ${border && `--vscode-contrastBorder: ${border};`}`,
    },
  );
}

for (const theme of THEMES) {
  test(`${theme[0]}: a slider, done and not, and its thumb stand out three to one`, async () => {
    await dress(theme);
    const slider = page.locator('ts-slider input');
    for (const [part, ratio] of (await sliderContrasts(page, slider)).entries()) {
      assert.ok(ratio >= 3, `${['done', 'thumb', 'not done'][part]}: ${ratio}`);
    }
    const scheme = await slider.evaluate((input) => getComputedStyle(input).colorScheme);
    assert.equal(scheme, theme[0].endsWith('light') ? 'light' : 'dark');
  });
}

test('in dark high contrast the primary button is filled and the others are not', async () => {
  await dress(THEMES[2]);
  const grounds = await page
    .locator('vscode-button .base')
    .evaluateAll((buttons) => buttons.map((button) => getComputedStyle(button).backgroundColor));
  assert.deepEqual(grounds, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
});

test('a slider moves by keys within its range', async () => {
  const slider = page.getByRole('slider', { name: 'How much' });
  await slider.press('ArrowRight');
  await slider.press('End');
  await slider.press('ArrowRight');
  await becomes(() => page.evaluate(() => window.chosen), [14, 20]);
  await becomes(() => slider.inputValue(), '20');
});

test('a choice is made by arrows and Enter, by typing, and with the mouse', async () => {
  const face = page.getByRole('combobox', { name: 'Fruit' });
  await face.press('ArrowDown');
  await face.press('ArrowDown');
  await face.press('Enter');
  await page.waitForFunction(() => window.chosen.join() === 'PEAR');
  await becomes(() => face.innerText(), 'pear');
  await face.pressSequentially('peac');
  await page.waitForFunction(() => window.chosen.at(-1) === 'PEACH');
  await face.click();
  await page.getByRole('option', { name: 'apple' }).click();
  await page.waitForFunction(() => window.chosen.at(-1) === 'APPLE');
});

test('a choice whose options change keeps what its owner chose', async () => {
  const face = page.getByRole('combobox', { name: 'Fruit' });
  await page.evaluate(() => {
    const options = ['kiwi', 'apple'].map((label) => ({ label, value: label.toUpperCase() }));
    Object.assign(document.querySelector('ts-choice') as Element, { options });
  });
  await becomes(() => face.innerText(), 'apple');
});

test('what was found by typing in an open list is what Enter leaves chosen', async () => {
  const face = page.getByRole('combobox', { name: 'Fruit' });
  await face.press('Space');
  await face.pressSequentially('peac');
  await face.press('Enter');
  await becomes(() => face.innerText(), 'peach');
  await becomes(() => page.evaluate(() => window.chosen), ['PEAR', 'PEACH']);
});

/** Gives the choice a list of these words. */
const offer = async (...labels: readonly string[]) =>
  await page.evaluate((words) => {
    const options = words.map((label) => ({ label, value: label.toUpperCase() }));
    Object.assign(document.querySelector('ts-choice') as Element, { options });
  }, labels);

test('a space inside a word that is typed belongs to it, and opens nothing', async () => {
  await offer('apple', 'big pear', 'big peach');
  const face = page.getByRole('combobox', { name: 'Fruit' });
  await face.pressSequentially('big peac');
  await page.waitForFunction(() => window.chosen.at(-1) === 'BIG PEACH');
  await becomes(() => face.getAttribute('aria-expanded'), 'false');
});

test('an open list that becomes shorter offers nothing that is gone', async () => {
  const face = page.getByRole('combobox', { name: 'Fruit' });
  await face.press('ArrowDown');
  await face.press('ArrowDown');
  await face.press('ArrowDown');
  await offer('apple', 'pear', 'peach'); // made anew, and the same: the mark stays
  await page.locator('.option.active', { hasText: 'peach' }).waitFor();
  await offer('apple');
  await page.locator('.option.active', { hasText: 'apple' }).waitFor();
  await face.press('Enter');
  await becomes(() => page.evaluate(() => window.chosen), []);
});

test('a list at the lower end of the window opens upwards', async () => {
  const choice = page.locator('ts-choice');
  await choice.evaluate((element) => element.setAttribute('style', 'position: fixed; bottom: 20px'));
  await offer(...Array.from({ length: 30 }, (_, i) => `fruit ${i}`));
  await choice.click();
  const { y, height } = (await choice.locator('.dropdown').boundingBox()) ?? assert.fail('not open');
  assert.ok(y >= 0 && y + height <= 600, `${y} ${height}`);
});
