// The page of the editor of models' files in a real browser without a workbench: the test is the host, and the real engine reads
// real files.
import { basename, dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { isFailure } from '../../../src/contract/failure.ts';
import type { Answered, ModelFileContent, TextInHand } from '../../../src/contract/modelFileApi.ts';
import type { WebviewStart } from '../../../src/contract/webviewApi.ts';
import { textDifferences } from '../../../src/modelFiles/textDifferences.ts';
import { testsWith } from '../testsWith.ts';
import { emptiedPage, engine } from './sharedPage.ts';
import { answerLate } from './slowness.ts';
import { webviewScript } from './webviewScript.ts';

declare global {
  interface Window {
    tellFile(name: string, ...values: readonly unknown[]): void;
    askFileHost(name: string, values: readonly unknown[]): Promise<string>;
  }
}

/** What goes through `askFileHost` is text; typed arrays are written out in it. */
const HOST = `{
  const post = (message) => window.postMessage(message, '*');
  const revived = (_, value) => (value?.doubles ? Float64Array.from(value.doubles) : value);
  window.acquireVsCodeApi = () => ({
    postMessage: async ({ t, m, i, a }) => {
      if (t !== 'q') return;
      const answer = JSON.parse(await window.askFileHost(m, a), revived);
      if (i !== undefined) post({ t: 's', i, ...answer });
    },
    getState: () => undefined,
    setState: () => {},
  });
  window.tellFile = (m, ...a) => post({ t: 'q', m, a });
}`;

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures');
export const fixture = (...names: readonly string[]) => join(FIXTURES, ...names);
const ENGLISH: WebviewStart = { language: 'en', strings: {} };
export const TEXT: TextInHand = { label: 'notes.md', beginning: 'The cat sat on the mat.', isSelection: true };

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly start?: WebviewStart;
  /** The path of the file that is chosen to compare with: the reference. */
  readonly other?: string;
  readonly text?: string;
  readonly theme?: string;
}

let script: string;
export let page: Page;
/** What the page told its host, and asked it without an answer. */
export let told: (readonly [string, ...unknown[]])[] = [];
let answer: (name: string, values: readonly unknown[]) => Promise<unknown>;
const listening = new WeakSet<Page>();

export const modelFileTest = testsWith({
  once: async () => {
    script = await webviewScript("import './modelFile.ts';");
    engine.onInspectionProgress((id, { done, of }) => void tell('progress', id, done / of).catch(() => {}));
  },
});

/** Shows a file as the host would. */
export async function open(path: string, options: OpenOptions = {}): Promise<void> {
  await openContent(await contentOf(path), hostOf(path, options), options);
}

export async function openContent(
  content: ModelFileContent,
  host: (name: string, values: readonly unknown[]) => Promise<unknown> = async () => undefined,
  { width = 1000, height = 700, start = ENGLISH, theme = '' }: OpenOptions = {},
): Promise<void> {
  script ??= await webviewScript("import './modelFile.ts';");
  page = await emptiedPage(
    `<!DOCTYPE html><html lang="en" style="${theme}"><head><title>x</title></head><body class="vscode-dark"></body></html>`,
    { viewport: { width, height } },
  );
  told = [];
  answer = async (name, values) => {
    if (name === 'ready') return start;
    if (name === 'showAgain') void tell('show', content).catch(() => {});
    else told.push([name, ...values]);
    return await host(name, values);
  };
  if (!listening.has(page)) {
    listening.add(page);
    await page.exposeFunction('askFileHost', async (name: string, values: readonly unknown[]) => {
      const written = JSON.stringify({ r: await answer(name, values) }, doubles);
      await answerLate();
      return written;
    });
  }
  await page.addScriptTag({ content: HOST });
  await page.addScriptTag({ content: script });
  await page.locator('tokenscope-model-file h1').waitFor();
}

export async function tell(name: string, ...values: readonly unknown[]): Promise<void> {
  await page.evaluate(([one, all]) => window.tellFile(one, ...all), [name, values] as const);
}

export async function contentOf(path: string): Promise<ModelFileContent> {
  const { modelProblem, ...file } = await engine.inspectFile(path);
  return { kind: 'shown', name: basename(path), file: { ...file, modelProblem: modelProblem?.code } };
}

function hostOf(path: string, { other, text = 'The cat sat on the mat.' }: OpenOptions) {
  const answers: Readonly<Record<string, (...values: never[]) => unknown>> = {
    tokenizer: () => asked(engine.fileTokenizer(path)),
    statistics: (id: string, tensor: string) => asked(engine.tensorStatistics(id, path, tensor)),
    search: (query: Parameters<typeof engine.searchVocabulary>[1]) => asked(engine.searchVocabulary(path, query)),
    entries: (ids: readonly number[]) => asked(engine.vocabularyEntries(path, ids)),
    chatSample: () => asked(engine.chatSample(path)),
    cancel: (id: string) => engine.cancelInspection(id),
    chooseOther: () =>
      other && { name: 'other', measured: basename(path), reference: `reference/${basename(other)}`, readsText: true },
    differences: (id: string) => asked(engine.tensorDifferences(id, path, String(other)).then(shownDifferences)),
    textDifferences: (id: string) => asked(differencesOf(id, modelOf(path), modelOf(String(other)), text)),
  };
  return async (name: string, values: readonly unknown[]) => await answers[name]?.(...(values as never[]));
}

/** What reads a text with the weights. */
function modelOf(path: string): string {
  return path.endsWith('.gguf') ? path : dirname(path);
}

async function differencesOf(id: string, measured: string, reference: string, text: string) {
  const onProgress = (share: number) => void tell('progress', id, share).catch(() => {}); // the page may be another one
  const signal = new AbortController().signal;
  const found = await textDifferences(engine, { measured, reference, text }, { signal, onProgress });
  return { ...found, text: TEXT };
}

function shownDifferences(found: Awaited<ReturnType<typeof engine.tensorDifferences>>) {
  return { ...found, tensors: found.tensors.map((tensor) => ({ ...tensor, problem: tensor.problem?.kind })) };
}

async function asked<Value>(work: Promise<Value>): Promise<Answered<Value>> {
  try {
    return { kind: 'answered', value: await work };
  } catch (thrown) {
    if (isFailure(thrown) && thrown.code === 'cancelled') return { kind: 'cancelled' };
    return { kind: 'failed', words: isFailure(thrown) ? thrown.code : String(thrown) };
  }
}

/** What a person sees of numbers that JSON does not have. */
function doubles(_: string, value: unknown): unknown {
  return value instanceof Float64Array ? { doubles: [...value] } : value;
}
