// The Lab in a real workbench: what test/browser/dom/lab.test.ts tries on the page alone, with the editor beside it, and
// without what the content policy refuses.
import assert from 'node:assert/strict';
import { eachTool } from '../../../scripts/workbench/eachTool.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { partsOf } from '../../../webview/lab/why/voteParts.ts';
import { hundredths, signed } from '../../../webview/text/numbers.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes } from '../becomes.ts';
import { cutElements } from '../cutElements.ts';
import { SAMPLING } from '../engine.ts';
import { explainParagraph } from '../explainParagraph.ts';
import { at, engine, explainHere, FILE, LINE, panel, run, TEXT, test, workbench } from './explainedPanel.ts';

const LECTURE = '[data-place=lecture]';

test('the Lab splits what follows the selected token as the engine does, leads back, and is kept over a reload', async () => {
  await panel.locator('[data-place=lab]').click();
  const target = run.tokens[at + 1]?.id ?? (await engine.nextTokens(run.run, at, 1, SAMPLING)).candidates[0].id;
  const votes = await engine.votes(run.run, { position: at, target });
  const tool = panel.locator('ts-why-tool');
  await tool.locator('.sum', { hasText: hundredths(votes.logit) }).waitFor();
  const [strongest] = partsOf(votes);
  await becomes(() => tool.locator('.bars .votes .number-cell').first().innerText(), signed(strongest.vote));
  await tool.locator('.votes button[data-part^=head]').first().click();
  await tool.locator('.opened .votes').waitFor();
  await tool.locator('ts-word-flow').scrollIntoViewIfNeeded(); // it asks when it is seen
  await tool.locator('ts-flow-graph .strong').first().waitFor();
  assert.deepEqual(await accessibilityProblems(panel), []);
  assert.deepEqual(await cutElements(panel), []);
  await tool.locator('[data-action=show-head]').click();
  await panel.locator('ts-model-map [data-stop=attention][aria-current]').waitFor();
  await panel.locator(`${LECTURE}[aria-selected=true]`).waitFor();
  await panel.locator('[data-place=lab]').click();
  await workbench.reload();
  const again = await workbench.webview('tokenscope-panel ts-why-tool .votes');
  await again.locator('[data-place=lab][aria-selected=true]').waitFor();
  await again.locator(LECTURE).click();
  await again.locator('ts-tokens-stop .token').first().waitFor();
  // A new explanation begins without a Lab: the next test finds each token once.
  await workbench.command('Explain Tokens');
  await again.locator('ts-why-tool').waitFor({ state: 'detached' });
});

test('every tool of the Lab opens without a complaint, and a changed text is read beside this one', async () => {
  await eachTool(panel, () => {});
  await panel.locator('[data-tool=patching]').click();
  const patching = panel.locator('ts-patching-tool');
  await patching.locator('textarea').fill(`${run.tokens[0].text} and more`);
  await patching.locator('[data-action=compare]').waitFor();
  assert.doesNotMatch(await panel.locator('tokenscope-panel').innerText(), /went wrong/);
  await panel.locator(LECTURE).click();
  await workbench.command('Explain Tokens');
  await patching.waitFor({ state: 'detached' });
});

test('Show What Mattered leads from the editor to what carried the next word, and tints both', async () => {
  const measured = await explainParagraph(workbench, FILE, LINE, 'Show What Mattered');
  const tool = measured.locator('ts-mattered-tool');
  await tool.locator('.stands', { hasText: 'Measured: the model read the text again' }).waitFor();
  const tokens = await explainHere(TEXT);
  const last = (tokens.tokens.length - 1) as TokenIndex;
  const [{ id }] = (await engine.nextTokens(tokens.run, last, 1, SAMPLING)).candidates;
  const question = { outcome: { kind: 'next', after: last, id }, mode: 'hide' } as const;
  let known = await engine.mattered(tokens.run, question, 1000);
  while (known.left > 0) known = await engine.mattered(tokens.run, question, 1000);
  await tool
    .locator('.said', { hasText: `(${hundredths(known.bits)} bits)` })
    .first()
    .waitFor();
  const tinted = workbench.editor.locator('.cdr[class*="ced-"]');
  await workbench.until('a tint in the editor', async () => (await tinted.count()) > 1);
  await measured.locator(LECTURE).click();
  await workbench.command('Explain Tokens');
  await tool.waitFor({ state: 'detached' });
});

test('an engine that is gone leaves what it computed, and what was generated comes back with the next one', async () => {
  await panel.locator('[data-place=lab]').click();
  await panel.locator('[data-tool=tree]').click();
  const generated = panel.locator('ts-tree-tool .text .token.generated');
  for (let i = 0; i < 3; i++) {
    await panel.locator('ts-generation-bar [data-action=step]:not([disabled])').click();
    await generated.nth(i).waitFor();
  }
  const written = await generated.allInnerTexts();
  await workbench.command('Restart Engine');
  const readAgain = panel.locator('[data-action=read-again]');
  await readAgain.waitFor();
  await becomes(() => generated.allInnerTexts(), written);
  assert.deepEqual(await accessibilityProblems(panel), []);
  await readAgain.click();
  await readAgain.waitFor({ state: 'detached' });
  await workbench.until('the tokens again', async () => `${await generated.allInnerTexts()}` === `${written}`);
  await panel.locator('.session').waitFor({ state: 'detached' });
  await panel.locator('ts-generation-bar [data-action=reset]').click();
  await generated.first().waitFor({ state: 'detached' });
  await panel.locator(LECTURE).click();
  await workbench.command('Explain Tokens');
  await panel.locator('ts-tree-tool').waitFor({ state: 'detached' });
});

test('another model that the user picks reads the text beside the first one', async () => {
  await panel.locator('[data-place=lab]').click();
  await panel.locator('[data-tool=compare]').click();
  const tool = panel.locator('ts-compare-tool');
  await tool.locator('[data-with=model]').click();
  const choose = tool.locator('[data-action=choose-other]');
  await choose.click();
  const embedded = workbench.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'embedded model' });
  await embedded.waitFor();
  await workbench.page.keyboard.press('Escape');
  await tool.locator('[data-action=choose-other]:not([disabled])').click();
  await embedded.click();
  await tool.locator('.said', { hasText: 'Both models find this text as surprising' }).waitFor();
  assert.deepEqual(await accessibilityProblems(panel), []);
  assert.deepEqual(await cutElements(panel), []);
  await tool.locator('[data-action=forget-other]').click();
  await tool.locator('.model').waitFor({ state: 'detached' });
  await panel.locator('[data-tool=why]').click();
  await panel.locator(LECTURE).click();
});
