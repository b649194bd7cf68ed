// The Lab in a real workbench: what test/browser/dom/lab.test.ts tries on the page alone, with the editor beside it, and
// without what the content policy refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../../../webview/lab/why/voteParts.ts';
import { hundredths, signed } from '../../../webview/text/numbers.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { cutElements } from '../cutElements.ts';
import { SAMPLING } from '../engine.ts';
import { at, engine, panel, run, workbench } from './explainedPanel.ts';

const LECTURE = '[data-place=lecture]';

test('the Lab splits what follows the selected token as the engine does, leads back, and is kept over a reload', async () => {
  await panel.locator('[data-place=lab]').click();
  const target = run.tokens[at + 1]?.id ?? (await engine.nextTokens(run.run, at, 1, SAMPLING)).candidates[0].id;
  const votes = await engine.votes(run.run, { position: at, target });
  const tool = panel.locator('ts-why-tool');
  await tool.locator('.sum', { hasText: hundredths(votes.logit) }).waitFor();
  const [strongest] = partsOf(votes);
  assert.equal(await tool.locator('.bars .votes .number-cell').first().innerText(), signed(strongest.vote));
  await tool.locator('.votes button[data-part^=head]').first().click();
  await tool.locator('.opened .votes').waitFor();
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
