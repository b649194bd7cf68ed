// The whole page of the panel with a real engine behind it, without VS Code: the test is the host.
// Knows no test.
import type { Page } from 'playwright-core';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import { isFailure } from '../../../src/contract/failure.ts';
import { RUN_QUESTION_NAMES } from '../../../src/contract/questions.ts';
import type { PanelHostApi } from '../../../src/contract/webviewApi.ts';
import { runQuestions } from '../../../src/views/runQuestions.ts';
import { EMBEDDED, explained } from '../../unit/engine/engineProcess.ts';
import { engine, engineOfPages, failForUncaught } from './sharedPage.ts';
import { answerLate } from './slowness.ts';
import { webviewScript } from './webviewScript.ts';

declare global {
  interface Window {
    /** Calls a function of the page, as the host does. */
    tell(name: string, ...values: readonly unknown[]): void;
    /** What the page keeps for after a reload. */
    keptState: unknown;
    askHost(message: { readonly m: string; readonly a: readonly unknown[] }): Promise<string>;
  }
}

/** What goes through `askHost` is text; typed arrays are written out in it. */
const HOST = `
  const post = (message) => window.postMessage(message, '*');
  const revived = (_, value) => (value?.floats ? Float32Array.from(value.floats) : value?.bytes8 ? Uint8Array.from(value.bytes8) : value);
  window.acquireVsCodeApi = () => ({
    postMessage: async ({ t, m, i, a }) => {
      if (t !== 'q') return;
      const answer = JSON.parse(await window.askHost({ m, a }), revived);
      if (i !== undefined) post({ t: 's', i, ...answer });
    },
    getState: () => window.keptState,
    setState: (state) => (window.keptState = state),
  });
  window.tell = (m, ...a) => post({ t: 'q', m, a });`;

export interface RealPanel {
  readonly run: RunSummary;
  /** What the page told the host, which has no answer: names of calls with their arguments. */
  readonly told: readonly (readonly [string, readonly unknown[]])[];
  /** Resolves with the arguments when the page tells this the next time. */
  toldNext(name: string): Promise<readonly unknown[]>;
}

/** What a reader chooses in a dialog of the host or in the editor, which the test answers; undefined is nothing. */
const CHOSEN = ['chooseOther', 'openVector', 'selectedTokens'] as const;
type Chosen = (typeof CHOSEN)[number];

/** Explains a text in the page. `strings` are the bundle of the language. */
export async function openRealPanel(
  page: Page,
  text: string,
  {
    language = 'en',
    strings = {},
    model = EMBEDDED,
    ...chosen
  }: {
    readonly language?: string;
    readonly strings?: Readonly<Record<string, string>>;
    /** The folder of the model. */
    readonly model?: string;
  } & Partial<Pick<PanelHostApi, Chosen>> = {},
): Promise<RealPanel> {
  const run = await explained(engine, text, model);
  const told: (readonly [string, readonly unknown[]])[] = [];
  const awaited = new Map<string, (values: readonly unknown[]) => void>();
  const questions = runQuestions(engineOfPages, () => run.run) as unknown as Record<
    string,
    (...values: unknown[]) => unknown
  >;
  const summary = { ...run, model: { ...run.model, name: 'embedded model' } };
  const place = { uri: 'file:///a.md', start: 0, end: text.length, text };
  const content = { kind: 'explained', summary, source: { label: 'a.md', line: 1, stale: false, place } };
  const answer = async (name: string, values: readonly unknown[]): Promise<unknown> => {
    if (name === 'ready') return { language, strings };
    if ((RUN_QUESTION_NAMES as readonly string[]).includes(name)) return await questions[name](...values);
    if (CHOSEN.some((one) => one === name)) return await chosen[name as Chosen]?.(...(values as [number]));
    if (name === 'showAgain') void page.evaluate((shown) => window.tell('show', shown), content);
    else {
      told.push([name, values]);
      awaited.get(name)?.(values);
    }
    return name === 'ngrams' ? { tokensCounted: 0, bigram: [], trigram: [] } : undefined;
  };
  if (!answers.has(page))
    await page.exposeFunction('askHost', async (message: Message) => {
      const answer = await asked(page, message);
      await answerLate();
      return answer;
    });
  answers.set(page, answer);
  failForUncaught(page);
  await page.addScriptTag({ content: HOST });
  await page.addScriptTag({ content: await webviewScript("import './panel.ts';") });
  await page.locator('ts-token-list .token').first().waitFor();
  await page.locator('ts-long-text-stop').waitFor({ state: 'attached' }); // the last one that is drawn: until then all moves
  const toldNext = async (name: string) =>
    await new Promise<readonly unknown[]>((resolve) => awaited.set(name, resolve));
  return { run, told, toldNext };
}

interface Message {
  readonly m: string;
  readonly a: readonly unknown[];
}
/** Who answers a page: its last panel's host. */
const answers = new WeakMap<Page, (name: string, values: readonly unknown[]) => Promise<unknown>>();

async function asked(page: Page, { m, a }: Message): Promise<string> {
  try {
    return JSON.stringify({ r: await answers.get(page)?.(m, a) }, written);
  } catch (thrown) {
    return JSON.stringify({ e: isFailure(thrown) ? thrown : { code: 'bug' } });
  }
}

function written(_: string, value: unknown): unknown {
  if (value instanceof Float32Array) return { floats: Array.from(value, (one) => (Number.isNaN(one) ? 'NaN' : one)) };
  return value instanceof Uint8Array ? { bytes8: [...value] } : value;
}
