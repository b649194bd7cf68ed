// Models of other programs in the real workbench: real GGUF files where Ollama, LM Studio, llama.cpp and Hugging Face's
// libraries put them are listed, chosen, and read a text; what cannot be opened, or not well, says why.
import { mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { COMMIT } from '../unit/hub/hubServer.ts';
import { digestOf, pullIntoOllama } from '../unit/hub/localModels/writtenMachine.ts';
import { comesToMatch } from './becomes.ts';
import { explainedAnew, explainParagraph } from './explainParagraph.ts';
import { OLLAMA, ROOT, type Session, USER } from './session.ts';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { testsWith } from './testsWith.ts';

const SAMPLE = 'sample.md';
const LIBRARY = 'registry.ollama.ai/library';
const LM_STUDIO = `${USER}/.lmstudio/models/somebody`;
const HUB = `${USER}/.cache/huggingface/hub/models--ggml-org--tiny-GGUF`;

let session: Session;
let workbench: Workbench;

const test = testsWith({
  once: async () => {
    ({ session, workbench } = await sharedWorkbench());
  },
  after: async () => await workbench.page.keyboard.press('Escape'), // a list that a test left open
});

test('a GGUF file of Ollama is chosen by the name that Ollama gives it, and explains', async () => {
  const blob = await gguf('gguf-llama-q4_k');
  await pullIntoOllama({ write: writeAtHome }, { tag: `${LIBRARY}/tiny/1b`, models: OLLAMA, blob });
  await explainsWith('tiny:1b', /tiny:1b: llama, 2 layers/);
});

test('a GGUF file of LM Studio is chosen, and explains', async () => {
  await writeAtHome(`${LM_STUDIO}/Tiny-GGUF/Tiny-Q4_0.gguf`, await gguf('gguf-llama-q4_0'));
  await explainsWith('Tiny-Q4_0', /Tiny-Q4_0: llama, 2 layers/);
});

test('a GGUF file of llama.cpp’s cache is chosen, and explains', async () => {
  await writeAtHome('llama.cpp/somebody_Small-GGUF_Small-Q4_K_M.gguf', await gguf('gguf-qwen2-q4_k'));
  await explainsWith('Small-Q4_K_M', /Small-Q4_K_M: qwen2, 2 layers/);
});

test('a GGUF file behind a link of Hugging Face’s cache is chosen, and explains', async () => {
  const content = await gguf('gguf-qwen2-f16');
  const blob = await writeAtHome(`${HUB}/blobs/${digestOf(content)}`, content);
  const snapshot = join(session.home, HUB, 'snapshots', COMMIT);
  await mkdir(snapshot, { recursive: true });
  await symlink(blob, join(snapshot, 'tiny-F16.gguf'));
  await explainsWith('ggml-org/tiny-GGUF', /ggml-org\/tiny-GGUF F16: qwen2, 2 layers/);
});

test('what cannot be opened says why in the list', async () => {
  const write = { write: writeAtHome };
  await rm(await pullIntoOllama(write, { tag: `${LIBRARY}/gone/latest`, models: OLLAMA }));
  await writeAtHome(`${LM_STUDIO}/Big-GGUF/Big-Q8_0-00001-of-00002.gguf`, await gguf('gguf-llama-q4_0'));
  await writeAtHome(`${LM_STUDIO}/Tiny-GGUF/Tiny-Q4_0.gguf`, await gguf('gguf-llama-q4_0'));
  await writeAtHome(`${LM_STUDIO}/Tiny-GGUF/downloading_Coming-Q4_0.gguf.part`, 'GGUF');
  await workbench.begin('Choose Model');
  await listed('Tiny-Q4_0').waitFor();
  await comesToMatch(() => listed('gone:latest').innerText(), /Its file is gone: .+ Run: ollama pull gone:latest/);
  await comesToMatch(() => listed('Big-Q8_0').innerText(), /Part 2 of 2 is missing\. Download it again with LM Studio/);
  await comesToMatch(() => listed('Coming-Q4_0').innerText(), /It is being downloaded, or that broke off/);
});

test('a model that is larger than memory is asked about, with both numbers', async () => {
  await writeAtHome(`${LM_STUDIO}/Tiny-GGUF/Tiny-Q4_0.gguf`, await gguf('gguf-llama-q4_0'));
  await explainsWith('embedded model', /embedded model: gpt2/, 'Tiny-Q4_0');
  const file = await writeAtHome(`${LM_STUDIO}/Huge-GGUF/Huge-Q8_0.gguf`, await gguf('gguf-llama-q4_0'));
  await truncate(file, 2 * totalmem()); // a hole: nothing is written
  await workbench.begin('Choose Model');
  await listed('Huge-Q8_0').click();
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await comesToMatch(
    () => dialog.innerText(),
    /Huge-Q8_0 takes about [\d.]+ [GT]B of memory, and this machine has [\d.]+ [GT]B\./,
  );
  await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await facts(await explainParagraph(workbench, SAMPLE, 5), /embedded model: gpt2/);
  // Of no concern to the tests of other files; the embedded model needs none of them.
  for (const folder of [OLLAMA, USER, 'llama.cpp']) await rm(join(session.home, folder), { recursive: true });
});

/**
 * Chooses the model and waits for its explanation. `last` is among what joins the list last: a row that is clicked while the
 * list is filled anew may be another one by then.
 */
async function explainsWith(name: string, expected: RegExp, last = name): Promise<void> {
  await explainParagraph(workbench, SAMPLE, 5);
  const panel = await explainedAnew(workbench, async () => {
    await workbench.begin('Choose Model');
    await listed(last).waitFor();
    await listed(name).click();
  });
  await facts(panel, expected);
}

async function facts(panel: Frame, expected: RegExp): Promise<void> {
  await panel.locator('.facts', { hasText: expected }).waitFor();
}

async function gguf(fixture: string): Promise<Buffer> {
  return await readFile(join(ROOT, 'test/golden/fixtures', fixture, 'model.gguf'));
}

async function writeAtHome(path: string, content: string | Buffer): Promise<string> {
  const file = join(session.home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

function listed(text: string): Locator {
  return workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
}
