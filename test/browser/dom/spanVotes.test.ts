// Votes by part of the text in the Lab's Why this word, in a real browser on answers of a real engine.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { spanVotes } from '../../../webview/lab/why/spanVotes.ts';
import { headByKey, headsByToken } from '../../../webview/lab/why/voteParts.ts';
import { signed } from '../../../webview/text/numbers.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { focusedPart } from './labPage.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { emptiedPage, engine } from './sharedPage.ts';

const TEXT = `The river was cold. Anna had a red boat. She went to the river with her boat.

Tom had a blue kite. The kite was big.
He went to the hill with his`;

let page: Page;
let panel: RealPanel;
let votes: TokenVotes;
const tree = 'ts-why-tool ts-span-votes';
const test = testsWith({
  once: async () => {
    page = await emptiedPage('<!DOCTYPE html><html lang="en"><title>Text</title></html>', {
      viewport: { width: 900, height: 1000 },
      reducedMotion: 'reduce',
    });
    panel = await openRealPanel(page, TEXT);
    await page.evaluate(() => window.tell('askAtEnd', 'why'));
    await page.locator('ts-why-tool .chip[aria-checked=true]').waitFor();
    const target = Number(await page.locator('ts-why-tool .chip[aria-checked=true]').getAttribute('data-id'));
    const position = (panel.run.tokens.length - 1) as TokenIndex;
    votes = await engine.votes(panel.run.run, { position, target });
    await page.locator(tree).waitFor();
  },
});

const row = (at: number) => page.locator(`${tree} [data-part="${at}"]`);
const rows = async () =>
  await page
    .locator(`${tree} [role=treeitem]`)
    .evaluateAll((all) =>
      all.map((one) => [Number(one.getAttribute('data-part')), one.querySelector('.vote')?.textContent]),
    );
const sum = async () => await page.locator(`${tree} .foot .vote`).innerText();
const pointed = async () =>
  await page
    .locator('ts-why-tool .token[data-pointed]')
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-token'))));

test('each paragraph has the sum of what all heads read from its tokens, the strongest is open, and all sum up', async () => {
  const parts = spanVotes(votes.spans, headsByToken(votes));
  assert.deepEqual(
    votes.spans.map(({ kind, parent }) => `${kind} ${parent}`),
    [
      'paragraph undefined',
      ...Array(3).fill('sentence 0'),
      'paragraph undefined',
      'line 4',
      'sentence 5',
      'sentence 5',
      'line 4',
    ],
  );
  const first = [0, 4].map((at) => parts[at].vote);
  const shown = await rows();
  assert.deepEqual(
    shown.filter(([at]) => at === 0 || at === 4).map(([, vote]) => vote),
    first.map(signed),
  );
  assert.ok(shown.length > 2, 'the way to the strongest');
  assert.deepEqual(
    shown.map(([, vote]) => vote),
    shown.map(([at]) => signed(parts[Number(at)].vote)),
  );
  assert.equal(await sum(), signed(votes.heads.values.reduce((all, vote) => all + vote, 0)));
});

test('keys lead into a part down to its tokens, mark what they reach, and Enter shows it in the editor', async () => {
  const parts = spanVotes(votes.spans, headsByToken(votes));
  const { span } = votes.spans[8];
  await row(4).focus();
  if ((await row(4).getAttribute('aria-expanded')) === 'false') await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  assert.equal(await focusedPart(page), '8');
  assert.deepEqual([(await pointed())[0], (await pointed()).at(-1)], [span.start, span.end - 1]);
  assert.deepEqual(panel.told.findLast(([name]) => name === 'pointAt')?.[1], [span.start, span.end]);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const token = Number(await focusedPart(page));
  assert.deepEqual(parts[token].span, { start: span.start, end: span.start + 1 });
  assert.deepEqual(await pointed(), [span.start]);
  assert.equal(await row(token).locator('.vote').innerText(), signed(parts[token].vote));
  const revealed = panel.toldNext('reveal');
  await page.keyboard.press('Enter');
  assert.equal((await revealed)[0], span.start);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await row(8).getAttribute('aria-expanded'), 'false');
});

test('a chosen part stays marked until Escape, which leaves open what stands around it', async () => {
  await page.locator('ts-why-tool .votes button[data-part^=head]').first().click();
  await page.locator('ts-why-tool .opened').waitFor();
  await row(4).click();
  await page.mouse.move(0, 0);
  const { span } = votes.spans[4];
  assert.equal((await pointed()).length, span.end - span.start);
  assert.equal(await row(4).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await row(4).getAttribute('aria-selected'), 'false');
  await page.mouse.click(5, 5);
  assert.deepEqual(await pointed(), []);
  assert.equal(await page.locator('ts-why-tool .opened').count(), 1);
});

test('of an opened head, the parts have what that head read', async () => {
  await page.locator('ts-vote-map [data-row="5"][data-column="2"]').first().click();
  await page.locator('ts-why-tool .opened h3', { hasText: 'Layer 5, head 2' }).waitFor();
  const parts = spanVotes(votes.spans, headByKey(votes, { kind: 'head', layer: 5, head: 2 }));
  for (const [at, vote] of await rows()) assert.equal(vote, signed(parts[Number(at)].vote));
  assert.equal(await sum(), signed(votes.heads.values[5 * votes.heads.columns + 2]));
  await page.locator('ts-why-tool .spans .hint', { hasText: 'What Layer 5, head 2 read' }).waitFor();
});

test('axe finds nothing in it, and 320 pixels cut nothing off', async () => {
  await page.evaluate(() => window.scrollTo(0, 0));
  assert.deepEqual(
    (await accessibilityProblems(page.mainFrame())).filter((one) => one.includes('ts-span-votes')),
    [],
  );
  await page.setViewportSize({ width: 320, height: 700 });
  assert.deepEqual(await cutElements(page.mainFrame()), []);
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('before the end of the first sentence there are no parts, and no tree of them', async () => {
  await page.locator('ts-why-tool .token').nth(3).click();
  await page.locator(tree).waitFor({ state: 'detached' });
  await page.locator('ts-why-tool .bars .votes').waitFor();
});
