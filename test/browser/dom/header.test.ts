// The header of the panel in a real browser: what comes and goes moves nothing.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { testsWith } from '../testsWith.ts';
import { emptiedPage } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

declare global {
  interface Window {
    drawHeader(state: { readonly stale: boolean; readonly whole: boolean }): void;
    pressed: string[];
  }
}

/** A header above something that must not move. */
const PAGE = `
  import '@vscode-elements/elements/dist/vscode-button/index.js';
  import { html, LitElement } from 'lit';
  import { header, headerStyles } from './page/header.ts';
  class Frame extends LitElement {
    static properties = { state: { attribute: false } };
    declare state;
    static styles = headerStyles;
    render() {
      const actions = { explainAgain: () => window.pressed.push('again'), cancelExport: () => window.pressed.push('cancel') };
      if (this.state) return html\`\${header(this.state, 7, actions)}<div id="below">below</div>\`;
    }
  }
  customElements.define('test-frame', Frame);
  window.pressed = [];
  const frame = document.body.appendChild(new Frame());
  const model = { name: 'embedded model', architecture: 'gpt2', layers: 8, heads: 6, layerHeads: Array(8).fill({ heads: 6 }), dModel: 384, context: 1024, parameters: 1, vocabSize: 1 };
  const summary = { model, explainedTo: 9, textLength: 9, tokenizeMs: 1, prefillMs: 2 };
  window.drawHeader = ({ stale, whole }) => {
    frame.state = {
      content: { kind: 'explained', summary, source: { label: 'sample.md', line: 9, stale } },
      tokens: [],
      whole,
    };
  };
  window.drawHeader({ stale: false, whole: false });`;

let page: Page;
const test = testsWith({
  once: async () => {
    page = await emptiedPage(
      '<!DOCTYPE html><body style="margin: 0; font: 13px sans-serif; --vscode-editor-background: white"></body>',
    );
    await page.addScriptTag({ content: await webviewScript(PAGE) });
  },
});

for (const width of [1000, 620, 320])
  test(`${width} px wide: the notices cover the header, and what is below stays where it is`, async () => {
    await page.setViewportSize({ width, height: 400 });
    await page.evaluate(() => window.drawHeader({ stale: false, whole: false }));
    const notices = page.locator('test-frame .over');
    await notices.first().waitFor({ state: 'detached' });
    const top = async () => (await page.locator('#below').boundingBox())?.y;
    const before = await top();
    await page.evaluate(() => window.drawHeader({ stale: true, whole: false }));
    await notices.filter({ hasText: 'sample.md The text was edited since' }).waitFor();
    assert.equal(await top(), before);
    const covered = await page.locator('test-frame .header').boundingBox();
    const over = await notices.boundingBox();
    assert.ok(covered && over && over.y === covered.y && over.width === covered.width && over.height >= covered.height);
    await page.locator('test-frame [data-action=again]').click();
    await page.evaluate(() => window.drawHeader({ stale: true, whole: true }));
    await page.locator('test-frame [data-action=cancel-export]').click(); // it lies above the other one
    assert.deepEqual(await page.evaluate(() => window.pressed.splice(0)), ['again', 'cancel']);
    assert.equal(await top(), before);
  });
