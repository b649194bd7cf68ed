// The panel in a real workbench, with a paragraph of the sample explained before each test, and an engine asked here that
// the numbers on the screen are held against. Knows no test.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../../scripts/workbench/workbench.ts';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import type { StopId } from '../../../webview/state/stopIds.ts';
import { visibleText } from '../../../webview/text/visibleText.ts';
import { atEnd } from '../atEnd.ts';
import { MODEL, startEngine } from '../engine.ts';
import { explained } from '../explainParagraph.ts';
import { ROOT } from '../session.ts';
import { sharedWorkbench } from '../sharedWorkbench.ts';
import { testsWith } from '../testsWith.ts';
import { uncaughtInPages } from '../uncaught.ts';

export const FILE = 'sample.md';
export const SAMPLE = readFileSync(join(ROOT, 'media/samples', FILE), 'utf8');
export const LINES = SAMPLE.split('\n');
/** The paragraph that is explained, 1-based. */
export const LINE = 9;
export const TEXT = LINES[LINE - 1];

export let workbench: Workbench;
export let panel: Frame;
export let engine: EngineClient;
/** The paragraph's, by `engine`. */
export let run: RunSummary;
/** The last " dog", which is selected before each test. */
export let at: TokenIndex;

export const test = testsWith({
  once: async () => {
    ({ workbench } = await sharedWorkbench());
    engine = startEngine();
    run = await explainHere(TEXT);
    at = run.tokens.findLastIndex((token) => token.text === ' dog') as TokenIndex;
  },
  before: async () => {
    panel = await explained(workbench, { file: FILE, line: LINE, tokens: run.tokens.map(visibleText) });
    const token = panel.locator('.token').nth(at);
    if ((await token.getAttribute('aria-selected')) === 'false') await token.click();
    await token.and(panel.locator('[aria-selected=true]')).waitFor();
  },
  after: () => {
    // Nothing of ours threw, and nothing was refused by the content policy.
    assert.deepEqual(uncaughtInPages([workbench]), []);
  },
});
atEnd(() => engine?.dispose());

/** A run of its own in `engine`. */
export async function explainHere(text: string): Promise<RunSummary> {
  return await engine.explain({ run: randomUUID(), modelFolder: MODEL, text });
}

/** Goes to a stop by the map, with the mouse. */
export async function show(stop: StopId): Promise<void> {
  await panel.locator(`ts-model-map [data-stop=${stop}]`).click();
  await panel.locator(`ts-model-map [data-stop=${stop}][aria-current]`).waitFor();
}
