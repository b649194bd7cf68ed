// The page of the Context X-ray in a real browser without a workbench, as its tests share it: the test is the host, and the
// report is of files of this repository, counted by the real engine.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { ChatReading } from '../../../src/contract/contextApi.ts';
import type { ContextNode, ContextReport } from '../../../src/contract/contextReport.ts';
import type { WebviewStart } from '../../../src/contract/webviewApi.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage, engine } from './sharedPage.ts';
import { webviewScript } from './webviewScript.ts';

declare global {
  interface Window {
    tellContext(name: string, ...values: readonly unknown[]): void;
    contextStart: WebviewStart;
    /** What the page told its host: the name of a call with its arguments. */
    toldHost: (readonly [string, ...unknown[]])[];
  }
}

export const DOCS = resolve(import.meta.dirname, '../../../docs');
const HOST = `window.toldHost = [];
  window.acquireVsCodeApi = () => ({
    postMessage: ({ t, m, a, i }) => {
      if (t !== 'q') return;
      if (m !== 'ready') window.toldHost.push([m, ...a]);
      if (i !== undefined) window.postMessage({ t: 's', i, r: m === 'ready' ? window.contextStart : undefined }, '*');
    },
    getState: () => undefined,
    setState: () => {},
  });
  window.tellContext = (m, ...a) => window.postMessage({ t: 'q', m, a }, '*');`;

const ENGLISH: WebviewStart = { language: 'en', strings: {} };
let script: string;
export let docs: ContextReport;
export let page: Page;
export const contextTest = testsWith({
  once: async () => {
    script = await webviewScript("import './context.ts';");
    docs = await engine.contextReport(randomUUID(), {
      roots: [DOCS],
      tokenizer: { kind: 'openai', encoding: 'o200k_base' },
    });
  },
});

export async function show(
  report: ContextReport,
  more: {
    readonly width?: number;
    readonly chat?: ChatReading;
    readonly budget?: number;
    readonly start?: WebviewStart;
  } = {},
) {
  const { width = 1000, budget = 0, chat } = more;
  page = await emptiedPage('<!DOCTYPE html><html lang="en"><head><title>x</title></head><body></body></html>', {
    viewport: { width, height: 700 },
  });
  await page.evaluate((start) => Object.assign(window, { contextStart: start }), more.start ?? ENGLISH);
  await page.addScriptTag({ content: HOST });
  await page.addScriptTag({ content: script });
  const subject = { kind: chat ? 'conversation' : 'files', paths: [DOCS] };
  const content = { kind: 'counted', title: 'docs', subject, report, budget, chat, remarks: [] };
  await page.evaluate((shown) => window.tellContext('show', shown), content);
  await page.locator('ts-context-tree .row').first().waitFor();
}

export const tree = () => page.locator('ts-context-tree .rows');
/** What a screen reader says of the row that has the focus. */
export const active = async () => await page.locator('ts-context-tree [aria-selected=true] .spoken').innerText();
/** The cells of the map that a screen reader calls so. */
export const cell = (label: string) =>
  page.locator('ts-treemap .cell', { has: page.locator('.spoken', { hasText: new RegExp(`^${label}, `) }) });
export const press = async (...keys: readonly string[]) => {
  for (const key of keys) await tree().press(key);
};
export const sum = async () => Number((await page.locator('[data-sum]').innerText()).replaceAll(',', ''));
export const told = async (name: string) =>
  (await page.evaluate(() => window.toldHost)).filter(([one]) => one === name);
export const largest = ({ children }: ContextNode) => children.toSorted((a, b) => b.tokens - a.tokens)[0];

/** A file of the documentation, so many times. */
export function many(count: number): ContextReport {
  const file = largest(docs.nodes[0]);
  const children = Array.from({ length: count }, (_, i) => ({
    ...file,
    id: `${file.id}${i}`,
    label: `${i}-${file.label}`,
    children: [],
  }));
  const tokens = count * file.tokens;
  return { ...docs, tokens, nodes: [{ ...docs.nodes[0], tokens, children }] };
}
