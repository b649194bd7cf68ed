// The tool What if in a real browser, on answers of a real engine with the embedded model: what it shows is what the engine
// says of the changes that are on.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { OpenedVector } from '../../../src/contract/webviewApi.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import { firstDifference } from '../../../webview/lab/whatIf/followingView.ts';
import { firstSelection } from '../../../webview/state/keptSelection.ts';
import { INITIAL } from '../../../webview/state/panelState.ts';
import { percent } from '../../../webview/text/numbers.ts';
import { shortText, visibleText } from '../../../webview/text/visibleText.ts';
import { EMBEDDED, explained } from '../../unit/engine/engineProcess.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { testsWith } from '../testsWith.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { anotherPage, emptiedPage, engine } from './sharedPage.ts';

const TEXT = 'Once upon a time there was a little girl named Lily. She loved to play with her';
let panel: RealPanel;
let summary: RunSummary;
/** What is selected in the editor. */
let selected: Span<TokenIndex> | undefined;
/** What is in the file that the reader chooses. */
let chosenFile: (length: number) => OpenedVector | undefined = () => undefined;
let page: Page;
let at: TokenIndex;
const test = testsWith({
  once: async () => {
    [page, panel] = await opened(emptiedPage, { version: 2, tool: 'whatIf' });
    summary = panel.run;
    at = firstSelection(summary.tokens);
  },
});

/** A panel with the text in the Lab, in which this was kept before a reload. */
async function opened(open: typeof emptiedPage, kept: object): Promise<[Page, RealPanel]> {
  const one = await open(
    '<!DOCTYPE html><html lang="en" style="--vscode-foreground: #3b3b3b"><head><title>Tokens</title></head><body></body></html>',
    { viewport: { width: 900, height: 1000 } },
  );
  await one.evaluate((state) => Object.assign(window, { keptState: state }), { ...kept, shownPlace: 'lecture' });
  const panel = await openRealPanel(one, TEXT, {
    openVector: async (length) => chosenFile(length),
    selectedTokens: async () => selected,
  });
  await one.locator('[data-place=lab]').click();
  return [one, panel];
}

const tool = 'ts-what-if-tool';
const listed = async (of = page) =>
  await of
    .locator(`${tool} .changes vscode-checkbox`)
    .evaluateAll((all) => all.map((one) => one.getAttribute('label')));
const answered = async () =>
  await page.locator(`${tool} .effect .answer[aria-busy=true]`).first().waitFor({ state: 'detached' });
/** The most probable tokens that the tool shows, with both numbers. */
async function firstRow(): Promise<string[]> {
  await answered();
  return await page.locator(`${tool} .pairs tbody tr`).first().locator('.mono, .number-cell').allTextContents();
}

/** The same of the engine's own answer. */
async function expectedRow(...changes: readonly Change[]): Promise<string[]> {
  const answer = await engine.whatIf(summary.run, {
    changes,
    after: at,
    k: summary.model.vocabSize,
    sampling: INITIAL.sampling,
  });
  const most = [answer.before.candidates[0], answer.after.candidates[0]].toSorted(
    (a, b) => b.probability - a.probability,
  )[0];
  const of = ({ candidates }: typeof answer.before) =>
    percent(candidates.find(({ id }) => id === most.id)?.probability ?? 0);
  return [shortText(most, 14), of(answer.before), of(answer.after)];
}

/** Until the first row is that of the changes: an answer may still be on its way. */
async function shows(...changes: readonly Change[]): Promise<void> {
  const [name, was, is] = await expectedRow(...changes);
  const row = page.locator(`${tool} .pairs tbody tr`).first();
  await row.filter({ hasText: name }).filter({ hasText: was }).filter({ hasText: is }).waitFor();
  await becomes(() => firstRow(), [name, was, is]);
}

const HEAD: Change = { kind: 'scale', part: { kind: 'head', layer: 0, head: 0 }, factor: 0 };

test('an example to begin with is listed, and what the model says then is the engine’s answer', async () => {
  await page.locator(`${tool} [data-action=example]`, { hasText: 'embedding' }).waitFor();
  await becomes(() => page.locator(`${tool} [data-action=example]`).count(), 3);
  await page.locator(`${tool} [data-action=example]`, { hasText: 'Head 0.0 off' }).click();
  await becomes(() => listed(), ['Head 0.0 off']);
  await shows(HEAD);
  await page
    .locator(`${tool} .measured`, { hasText: 'Measured: the model read the text again with these changes.' })
    .waitFor();
});

test('the text that follows is shown before and after, with the first token that differs', async () => {
  const texts = await engine.whatIfTexts(summary.run, [HEAD], 20, INITIAL.sampling);
  await page.locator(`${tool} .flow`).first().waitFor();
  await answered();
  const shown = () => page.locator(`${tool} .flow`).allTextContents();
  const written = (tokens: typeof texts.before) => tokens.map(({ text }) => text?.replaceAll('\n', '⏎')).join('');
  await becomes(shown, [written(texts.before), written(texts.after)]);
  const differs = firstDifference(texts.before, texts.after);
  await becomes(() => page.locator(`${tool} mark`).count(), differs === undefined ? 0 : 2);
});

test('the text is tinted by how much more surprising its tokens are', async () => {
  const { before: was, after: is } = await engine.whatIfSurprisals(summary.run, [HEAD]);
  const changes = Array.from(is, (bits, i) => bits - was[i]);
  const strongest = changes.reduce((best, change, i) => (Math.abs(change) > Math.abs(changes[best]) ? i : best), 0);
  const row = page.locator(`${tool} .surprisals tbody tr`).first();
  await row.waitFor();
  await comesToMatch(() => row.locator('.place').textContent(), new RegExp(`^${strongest}$`));
  const tinted = page.locator(`${tool} ts-token-list .token`).nth(strongest);
  await becomes(() => tinted.evaluate((one) => one.classList.contains('below')), changes[strongest] < 0);
});

test('a slider sets the factor by keys, and the answer follows', async () => {
  await page.locator(`${tool} .changes input[type=range]`).focus();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => JSON.stringify(window.keptState).includes('"factor":0.5'));
  await becomes(() => listed(), ['Head 0.0 × 0.5']);
  await shows({ ...HEAD, factor: 0.5 });
});

test('Ctrl+Z takes back all steps of the slider, Ctrl+Shift+Z does them again', async () => {
  await page.keyboard.press('Control+z');
  await page.locator(`${tool} vscode-checkbox[label="Head 0.0 off"]`).waitFor();
  await page.keyboard.press('Control+Shift+z');
  await page.locator(`${tool} vscode-checkbox[label="Head 0.0 × 0.5"]`).waitFor();
  await page.locator(`${tool} [data-action=undo]`).click();
  await page.locator(`${tool} vscode-checkbox[label="Head 0.0 off"]`).waitFor();
});

test('with all changes off nothing is asked, and the examples are offered again', async () => {
  await page.locator(`${tool} vscode-checkbox`).click();
  await page.locator(`${tool} .effect`, { hasText: 'All changes are off' }).waitFor();
  await page.locator(`${tool} vscode-checkbox`).click();
  await shows(HEAD);
});

test('a typed text replaces the token if it is one, and else it is said how it is cut', async () => {
  await page.locator(`${tool} [data-form=token]`).click();
  const field = page.locator(`${tool} ts-add-token input`);
  await field.fill(' his friends');
  await page.locator(`${tool} ts-typed-token .said`, { hasText: 'Cut into 2 tokens: “·his” “·friends”.' }).waitFor();
  await becomes(() => page.locator(`${tool} [data-action=replace]`).getAttribute('disabled'), '');
  await field.fill(' his');
  await page.locator(`${tool} ts-typed-token .said`, { hasText: 'One token: “·his”' }).waitFor();
  await field.press('Enter');
  await page.locator(`${tool} vscode-checkbox[label="“·her” at position ${at} replaced by “·his”"]`).waitFor();
  const { tokens } = await engine.otherText(summary.run, ' his', 1, INITIAL.sampling);
  await shows(HEAD, { kind: 'token', token: at, id: tokens[0].id });
});

test('what is selected in the editor is hidden; without a selection it is said', async () => {
  await page.locator(`${tool} [data-form=token]`).click();
  const form = page.locator(`${tool} ts-add-token`);
  await form.locator('[data-action=hide-selection]').click();
  await form.getByText('Nothing of the explained text is selected').waitFor();
  selected = { start: 1, end: 3 } as Span<TokenIndex>;
  const before = await listed();
  await form.locator('[data-action=hide-selection]').click();
  await form.getByText('Nothing of the explained text is selected').waitFor({ state: 'detached' });
  const [first, last] = [1, 2].map((at) => shortText(summary.tokens[at], 20));
  await becomes(() => listed(), [...before, `“${first}” to “${last}” hidden from all later tokens`]);
  await page.keyboard.press('Control+z');
});

test('a direction between two texts is added where it was chosen', async () => {
  await page.locator(`${tool} [data-form=direction]`).click();
  await page
    .locator(`${tool} ts-choice.kind`)
    .evaluate((one) => one.dispatchEvent(new CustomEvent('choose', { detail: 'texts' })));
  await page.locator(`${tool} [data-field=toward]`).fill('I am happy');
  await page.locator(`${tool} [data-field=away]`).fill('I am sad');
  await page.locator(`${tool} [data-action=add-direction]`).click();
  await page
    .locator(`${tool} vscode-checkbox[label="+1.0 × (“I·am·happy” − “I·am·sad”) before layer 4, at all positions"]`)
    .waitFor();
});

test('a direction is saved as numbers, and added again from a file; a file of another width says so', async () => {
  const saved = panel.toldNext('save');
  await page.locator(`${tool} [data-action=save-direction]`).last().click();
  const [name, content] = await saved;
  assert.equal(name, 'direction.json');
  const { what, values } = JSON.parse(String(content));
  assert.match(what, /“I·am·happy” − “I·am·sad”/);
  const texts = { kind: 'texts', toward: 'I am happy', away: 'I am sad' } as const;
  assert.deepEqual(values, Array.from(await engine.direction(summary.run, texts, 4)));
  await page
    .locator(`${tool} ts-choice.kind`)
    .evaluate((one) => one.dispatchEvent(new CustomEvent('choose', { detail: 'vector' })));
  const form = page.locator(`${tool} ts-add-direction`);
  chosenFile = (length) => ({ problem: `it is not ${length} wide` });
  await form.locator('[data-action=open-vector]').click();
  await form.getByText(`it is not ${summary.model.dModel} wide`).waitFor();
  await becomes(() => form.locator('[data-action=add-direction][disabled]').count(), 1);
  chosenFile = () => ({ name: 'happy.json', values });
  await form.locator('[data-action=open-vector]').click();
  await form.locator('[data-action=add-direction]:not([disabled])').click();
  const added = `${tool} vscode-checkbox[label="+1.0 × (happy.json) before layer 4, at all positions"]`;
  await page.locator(added).waitFor();
});

test('the list can be used by keys and screen readers, and fits into 320 px', async () => {
  await answered();
  assert.deepEqual(await accessibilityProblems(page.mainFrame()), []);
  await page.setViewportSize({ width: 320, height: 700 });
  for (const form of ['part', 'token', 'direction']) {
    await page.locator(`${tool} [data-form=${form}]`).click();
    assert.deepEqual(await cutElements(page.mainFrame()), [], form);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, form);
  }
  await page.setViewportSize({ width: 900, height: 1000 });
});

test('the list comes back after a reload; in another text what it names there is dropped, with a word', async () => {
  const kept = (await page.evaluate(() => window.keptState)) as object;
  const list = await listed();
  const [again] = await opened(anotherPage, kept);
  await again.locator(`${tool} .changes li`).nth(2).waitFor();
  await becomes(() => listed(again), list);
  const other = await explained(engine, 'The cat sat on the mat', EMBEDDED);
  const place = { uri: 'file:///b.md', start: 0, end: 22, text: 'The cat sat on the mat' };
  const source = { label: 'b.md', line: 1, stale: false, place };
  await again.evaluate((content) => window.tell('show', content), {
    kind: 'explained',
    summary: other,
    source,
  });
  await again.locator(`${tool} .dropped`, { hasText: 'Changes dropped: 1.' }).waitFor();
  await becomes(() => listed(again), list.toSpliced(1, 1));
  await again.close();
});

test('what is removed leaves the focus in the list, and an empty list is what it was at first', async () => {
  await page.locator(`${tool} [data-action=remove]`).first().press('Enter');
  await page.waitForFunction(
    (name) =>
      document
        .querySelector('tokenscope-panel')
        ?.shadowRoot?.querySelector(name)
        ?.shadowRoot?.activeElement?.getAttribute('data-action') === 'remove',
    tool,
  );
  await page.locator(`${tool} [data-action=clear]`).click();
  await page.locator(`${tool} .effect`, { hasText: 'Nothing is changed yet' }).waitFor();
});

test('a head of the Lecture is switched off in the Lab, an edge is cut by Delete on its cell', async () => {
  const [there] = await opened(anotherPage, { version: 2, head: { layer: 1, head: 3 } });
  await there.keyboard.press('4');
  const map = there.locator('ts-attention-stop ts-heat-map canvas');
  await map.waitFor();
  await map.focus();
  for (let i = 0; i < 3; i++) await there.keyboard.press('ArrowRight');
  await there.keyboard.press('Delete');
  const n = summary.tokens.length;
  await there
    .locator(`${tool} vscode-checkbox[label="Layer 1, head 3: position ${n - 1} no longer attends to position 3"]`)
    .waitFor();
  await there.keyboard.press('l');
  await there.locator('ts-attention-stop [data-action=switch-off]').click();
  await there.locator(`${tool} vscode-checkbox[label="Head 1.3 off"]`).waitFor();
  await there.keyboard.press('l');
  await map.click({ position: { x: 70, y: 300 } }); // a cell of the first column
  const cut = there.locator('ts-head-detail [data-action=cut-edge]', {
    hasText: `Cut the edge to “${visibleText(summary.tokens[0])}” at position 0`,
  });
  await cut.click();
  await there.locator(`${tool} vscode-checkbox[label^="Layer 1, head 3:"][label$="position 0"]`).waitFor();
  await there.close();
});
