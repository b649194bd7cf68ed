// What mattered, in a real browser, on answers of a real engine: what is shown is held against the engine, asked by the test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Mattered, MatteredQuestion, Outcome, RemovalMode } from '../../../src/contract/mattered.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { readingsOf, tintOf } from '../../../webview/lab/mattered/measuredParts.ts';
import { changeWords } from '../../../webview/lab/mattered/partWords.ts';
import { pathOfLargest, rowsOf } from '../../../webview/lab/parts/partRows.ts';
import { hundredths, percent, signed } from '../../../webview/text/numbers.ts';
import { SAMPLING } from '../../unit/engine/engineProcess.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch, eventually } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { anotherPage, emptiedPage, engine } from './sharedPage.ts';

const TEXT = `The river was cold. Anna had a red boat. She went to the river with her boat.

Tom had a blue kite. The kite was big. He went to the hill with his`;
const ZH = join(import.meta.dirname, '../../../l10n/bundle.l10n.zh-tw.json');

let page: Page;
let panel: RealPanel;
let last: TokenIndex;
const test = testsWith({
  once: async () => {
    [page, panel] = await opened(emptiedPage, TEXT);
    last = (panel.run.tokens.length - 1) as TokenIndex;
  },
  before: async () => {
    await page.evaluate(() => window.tell('askAtEnd', 'mattered'));
    await page.locator('ts-mattered-tool [data-mode=hide]').click();
  },
});

async function opened(open: typeof emptiedPage, text: string, language = 'en'): Promise<[Page, RealPanel]> {
  const one = await open('<!DOCTYPE html><html lang="en"><head><title>Tokens</title></head><body></body></html>', {
    viewport: { width: 900, height: 1000 },
    reducedMotion: 'reduce',
  });
  const strings = language === 'en' ? {} : JSON.parse(readFileSync(ZH, 'utf8'));
  return [one, await openRealPanel(one, text, { language, strings })];
}

const rows = () => page.locator('ts-part-tree [role=treeitem]');
const row = (at: number) => page.locator(`ts-part-tree [data-part="${at}"]`);
const done = async () =>
  await page.locator('ts-mattered-tool .answer:not(.old) .stands', { hasText: /^Measured: / }).waitFor();
const mostProbable = async () => (await engine.nextTokens(panel.run.run, last, 1, SAMPLING)).candidates[0];

/** Asks until nothing is left. */
async function measured(outcome: Outcome, mode: RemovalMode): Promise<Mattered> {
  const question: MatteredQuestion = { outcome, mode };
  for (let before = -1; ; ) {
    const known = await engine.mattered(panel.run.run, question, 1000);
    if (known.left === 0 && known.readings === before) return known;
    before = known.readings;
  }
}
const measuredNext = async (mode: RemovalMode = 'hide') =>
  await measured({ kind: 'next', after: last, id: (await mostProbable()).id }, mode);
/** The change and the attention of each row, as they are written. */
const written = async () =>
  await rows().evaluateAll((all) =>
    all.map((one) => ['.bits, .missing', '.share'].map((cell) => one.querySelector(cell)?.textContent)),
  );
function expected({ parts }: Mattered): string[][] {
  const path = pathOfLargest(parts, (at) => parts[at].bits ?? 0);
  return rowsOf(parts, (at) => path.has(at)).map(({ part: { bits, attention } }) => [
    bits === undefined ? 'always sees itself' : signed(bits),
    percent(attention),
  ]);
}
const focused = async () =>
  await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('data-part') ?? element?.getAttribute('data-action') ?? element?.id;
  });
const told = (name: string) => panel.told.findLast(([one]) => one === name)?.[1];

test('a short text is measured by itself: each part with its change and its attention', async () => {
  await done();
  const known = await measuredNext();
  const { probability } = await mostProbable();
  await becomes(() => written(), expected(known));
  const words = `${percent(probability)} (${hundredths(known.bits)} bits)`;
  await page.locator('ts-mattered-tool .said', { hasText: words }).first().waitFor();
  await becomes(
    () => page.locator('ts-mattered-tool .stands').innerText(),
    `Measured: the model read the text again ${readingsOf(known.parts)} times. Hidden tokens stay in place; the others cannot attend to them.`,
  );
});

test('the text and the editor are tinted by what was measured', async () => {
  await done();
  const known = await measuredNext();
  const tint = tintOf(known.parts, panel.run.tokens.length) ?? assert.fail('nothing changed');
  const drawn = async (tool: string) =>
    await page
      .locator(`${tool} .token`)
      .evaluateAll((all) =>
        all.map(
          (one) =>
            (one.classList.contains('below') ? -1 : 1) *
            Number((one as HTMLElement).style.getPropertyValue('--weight')),
        ),
      );
  await eventually(async () => {
    for (const [i, weight] of (await drawn('ts-mattered-tool')).entries())
      assert.ok(Math.abs(weight - tint[i]) < 0.005, `${i}: ${weight}, ${tint[i]}`);
    const [weights] = told('tint') as [{ readonly [at: string]: number }];
    for (const [i, weight] of tint.entries())
      assert.ok(Math.abs(weights[i] - weight * Math.abs(weight)) < 1e-5, `${i}`);
  });
  await page.locator('[data-tool=why]').click();
  await page.locator('ts-why-tool .votes').first().waitFor();
  await eventually(async () => {
    const [byVotes] = told('tint') as [{ readonly [at: string]: number }];
    const votes = await drawn('ts-why-tool');
    assert.ok(votes.some((weight) => weight !== 0));
    for (const [i, weight] of votes.entries())
      assert.ok(Math.abs(byVotes[i] - weight * Math.abs(weight)) < 0.01, `${i}`);
  });
});

test('a part that is left out: other numbers, and other words for what was done', async () => {
  await done();
  await page.locator('[data-mode=leaveOut]').click();
  await page.locator('ts-mattered-tool .answer:not(.old) .stands', { hasText: 'cut into tokens anew' }).waitFor();
  await becomes(() => written(), expected(await measuredNext('leaveOut')));
});

test('another token is asked about; the tool Why then has the same question', async () => {
  await done();
  const second = (await engine.nextTokens(panel.run.run, last, 2, SAMPLING)).candidates[1];
  await page.locator(`ts-mattered-tool .chip[data-id="${second.id}"]`).click();
  await page.locator('ts-mattered-tool .question', { hasText: `made it say “·${second.text?.trim()}”?` }).waitFor();
  await done();
  await becomes(() => written(), expected(await measured({ kind: 'next', after: last, id: second.id }, 'hide')));
  await page.locator('[data-tool=why]').click();
  await page.locator(`ts-why-tool .chip[data-id="${second.id}"][aria-checked=true]`).waitFor();
});

test('keys lead through the tree, open and close, choose, and reveal in the editor', async () => {
  await done();
  await page.locator('ts-mattered-tool .answer:not(.old)').waitFor();
  const { parts } = await measuredNext();
  const path = [...pathOfLargest(parts, (at) => parts[at].bits ?? 0)];
  await rows().first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await becomes(() => focused(), '0');
  await row(path[0]).focus();
  await becomes(() => row(path[0]).getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowRight');
  const first = parts.findIndex(({ parent }) => parent === path[0]);
  await becomes(() => focused(), String(first));
  await becomes(() => row(first).getAttribute('aria-level'), '2');
  await page.keyboard.press('ArrowLeft');
  await becomes(() => focused(), String(path[0]));
  await page.keyboard.press('ArrowLeft');
  await row(first).waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await row(first).waitFor();
  const leaf = path[path.length - 1];
  await row(leaf).focus();
  const { start, end } = parts[leaf].span;
  const lit = async () =>
    await page
      .locator('ts-mattered-tool .token[data-pointed]')
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-token'))));
  await becomes(
    () => lit(),
    Array.from({ length: end - start }, (_, i) => start + i),
  );
  await becomes(async () => told('pointAt'), [start, end]);
  await page.keyboard.press('Space');
  await page.locator(`ts-part-tree [data-part="${leaf}"][aria-selected=true]`).waitFor();
  await comesToMatch(
    () => row(leaf).textContent(),
    new RegExp(changeWords(parts[leaf].bits ?? 0).replace(/[()]/g, '\\$&')),
  );
  await page.keyboard.press('Enter');
  await becomes(async () => told('reveal'), [start]);
  await page.keyboard.press('Escape');
  await page.locator('ts-part-tree [aria-selected=true]').waitFor({ state: 'detached' });
});

test('where something was generated, the whole of it is asked about', async () => {
  await page.locator('ts-mattered-tool h2').focus();
  await page.keyboard.press('n');
  await page.locator('ts-mattered-tool .token.generated').first().waitFor();
  await page.keyboard.press('n');
  await page.locator('ts-mattered-tool .token.generated').nth(1).waitFor();
  await page.locator('[data-outcome=continuation]').click();
  await page.locator('ts-mattered-tool .question', { hasText: 'made it go on with' }).waitFor();
  await done();
  const start = (last + 1) as TokenIndex;
  const known = await measured({ kind: 'continuation', span: { start, end: (start + 2) as TokenIndex } }, 'hide');
  await becomes(() => written(), expected(known));
  await page.keyboard.press('Shift+N');
  await page.keyboard.press('Shift+N');
  await page.locator('ts-mattered-tool .token.generated').first().waitFor({ state: 'detached' });
  await page.locator('ts-mattered-tool .question', { hasText: 'made it say' }).waitFor();
});

test('what takes long is started by the reader, stopped and gone on with, by keyboard', async () => {
  await done();
  await page.evaluate(() => {
    const { askHost } = window;
    const gate = new Promise<void>((open) => {
      window.open = () => {
        open();
        return null;
      };
    });
    let first = true;
    window.askHost = async (message) => {
      const answer = await askHost(message);
      if (message.m !== 'mattered') return answer;
      if (message.a[2] === 0 && first) {
        first = false;
        return answer.replace(/"leftMs":[^,}]+/, '"leftMs":5000');
      }
      await gate;
      return answer;
    };
  });
  await page.locator('[data-mode=leaveOut]').click();
  const stands = (words: string | RegExp) =>
    page.locator('ts-mattered-tool .answer:not(.old) .stands', { hasText: words });
  await stands(/^The text will be read again at least \d+ times, about 5 s in all\./).waitFor();
  const button = page.locator('ts-mattered-tool [data-action=measure-parts]');
  await becomes(() => button.innerText(), 'Start');
  await comesToMatch(() => rows().first().innerText(), /not measured yet/);
  await button.focus();
  await page.keyboard.press('Enter');
  await page.locator('ts-mattered-tool [role=progressbar]').waitFor();
  await becomes(() => button.innerText(), 'Cancel');
  await page.keyboard.press('Enter');
  await stands(/^Stopped after 0 of \d+ readings\./).waitFor();
  await page.evaluate(() => window.open());
  await stands(/^Stopped after [1-9]\d* of \d+ readings\. What was measured stays\./).waitFor();
  await becomes(() => button.innerText(), 'Continue');
  await becomes(() => focused(), 'measure-parts');
  await page.keyboard.press('Enter');
  await done();
  await page.locator('ts-part-tree [role=treeitem]:focus').waitFor(); // where the button was that has gone
});

test('an exported page holds the parts and no control', async () => {
  await done();
  await page.evaluate(() => window.tell('exportPage'));
  while (!panel.told.some(([name]) => name === 'save')) await page.evaluate(() => new Promise(requestAnimationFrame));
  const html = String((told('save') as readonly unknown[])[1]);
  for (const shown of ['<ts-part-tree', 'Measured: the model read']) assert.ok(html.includes(shown), shown);
  for (const hidden of ['<button', '<vscode-button', 'Computing…']) assert.ok(!html.includes(hidden), hidden);
});

test('axe finds nothing, and 320 pixels cut nothing off, in both languages', async () => {
  await done();
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await page.setViewportSize({ width: 900, height: 1000 });
  const [chinese] = await opened(anotherPage, TEXT, 'zh-tw');
  await chinese.evaluate(() => window.tell('askAtEnd', 'mattered'));
  await chinese.locator('ts-mattered-tool .stands', { hasText: '實測：' }).waitFor();
  await chinese.setViewportSize({ width: 320, height: 700 });
  assert.deepEqual(await cutElements(chinese.mainFrame()), []);
  const text = await chinese.locator('ts-mattered-tool .answer').innerText();
  assert.doesNotMatch(text, /probable|attention|Sentence|Measured/);
  await chinese.close();
});

test('a text of one token has nothing to hide, and a failure is said beside what was measured', async () => {
  const [one] = await opened(anotherPage, 'The');
  await one.evaluate(() => window.tell('askAtEnd', 'mattered'));
  await one.locator('ts-mattered-tool .waiting', { hasText: 'There is nothing to hide' }).waitFor();
  await one.close();
  await done();
  await engine.release(panel.run.run);
  await page.locator('[data-mode=leaveOut]').click();
  await page
    .locator('ts-mattered-tool .waiting, ts-mattered-tool .stands', { hasText: 'The engine has started anew' })
    .first()
    .waitFor();
});
