// The time from a switched change in What if to the prediction that it brings, drawn. Knows one panel.
import type { Frame } from 'playwright-core';

const SWITCHES = 40;
const TOOL = 'ts-what-if-tool';

/**
 * Runs in the page and measures the time from each click on a change to the end of the frame that draws other
 * probabilities. One other change stays on, so that there is always an answer to draw.
 */
const SWITCH_TIMES = `(() => {
  const root = document.querySelector('tokenscope-panel').shadowRoot.querySelector('${TOOL}').shadowRoot;
  const drawn = () => root.querySelector('.effect .answer:not(.old) .pairs')?.textContent;
  globalThis.switchTimes = [];
  root.addEventListener('click', (event) => {
    const before = drawn();
    const look = () => {
      const now = drawn();
      if (now === undefined || now === before) return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel(); // a message that is sent in a frame arrives after it
      port2.onmessage = () => switchTimes.push(performance.now() - event.timeStamp);
      port1.postMessage(undefined);
    };
    requestAnimationFrame(look);
  }, { capture: true });
})()`;

/** The panel shows a text, in the Lecture. */
export async function switchTimes(panel: Frame): Promise<number[]> {
  await panel.locator('[data-place=lab]').click();
  await panel.locator('[data-tool=whatIf]').click();
  const tool = panel.locator(TOOL);
  // They are kept from one text to the next.
  if ((await listed(panel)).length === 0) {
    await tool.locator('[data-action=example]').first().click();
    await tool.locator('[data-action=add-part]').click();
  }
  const last = tool.locator('.changes vscode-checkbox').last();
  await tool.locator('.effect .answer:not(.old) .pairs').waitFor();
  await tool.locator('.effect .answer:not(.old) .flow').first().waitFor();
  await panel.evaluate(SWITCH_TIMES);
  for (let i = 0; i < SWITCHES; i++) {
    await last.click();
    await untilMeasured(panel, i);
    await tool.locator('.effect .answer.old').first().waitFor({ state: 'detached' });
  }
  return await panel.evaluate<number[]>('switchTimes');
}

/** The page's content security policy forbids waitForFunction(). */
async function untilMeasured(panel: Frame, count: number): Promise<void> {
  for (let i = 0; (await panel.evaluate<number>('switchTimes.length')) <= count; i++) {
    if (i > 1000) throw new Error(`switch ${count} changed nothing that is shown: ${await listed(panel)}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

async function listed(panel: Frame): Promise<readonly (string | null)[]> {
  const changes = panel.locator(`${TOOL} .changes vscode-checkbox`);
  return await changes.evaluateAll((all) => all.map((one) => one.getAttribute('label')));
}
