// A model from the hub to the panel in the real workbench: asked for by name, agreed to, downloaded, and read with.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, dirname, join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { modelFolderName } from '../../src/hub/repoId.ts';
import {
  COMMIT,
  type HubRequestSeen,
  type HubServer,
  listingOf,
  REPO,
  sendFile,
  sendJson,
  startHubServer,
} from '../unit/hub/hubServer.ts';
import { pullIntoOllama } from '../unit/hub/localModels/writtenMachine.ts';
import { accessibilityProblems } from './accessibility.ts';
import { atEnd } from './atEnd.ts';
import { becomes, comesToMatch } from './becomes.ts';
import { explainedAnew, explainParagraph } from './explainParagraph.ts';
import { OLLAMA, ROOT, type Session } from './session.ts';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { testsWith } from './testsWith.ts';

const FIXTURE = 'test/golden/fixtures/llama';
const FILES = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
const CHAT_TEMPLATE = `{% for message in messages %}<s>{{ message.role }}: {{ message.content }}</s>{% endfor %}bot:`;
const SAMPLE = 'sample.md';

const QUANTISED = 'somebody/quantised';
/** With one of a type that is not read, and a tower for pictures. */
const GGUF_FILES: Readonly<Record<string, Buffer>> = {
  'm-F16.gguf': Buffer.alloc(16_000, 'GGUF'),
  'm-IQ2_XS.gguf': Buffer.alloc(2000, 'GGUF'),
  'm-Q4_K_M.gguf': Buffer.alloc(4000, 'GGUF'),
  'm-Q8_0.gguf': Buffer.alloc(8000, 'GGUF'),
  'mmproj-F16.gguf': Buffer.alloc(1000, 'GGUF'),
};
const KEPT = 'How exactly are the weights to be kept? Not read by Tokenscope: IQ2_XS.';

let hub: HubServer;
let session: Session;
let workbench: Workbench;

const test = testsWith({
  once: async () => {
    const fixture = join(ROOT, FIXTURE);
    const files = await Promise.all(FILES.map(async (name) => [name, await readFile(join(fixture, name))] as const));
    const template = Buffer.from(CHAT_TEMPLATE);
    const withTemplate = { ...Object.fromEntries(files), 'chat_template.jinja': template };
    hub = await startHubServer({ files: withTemplate, misbehave: offersGguf });
    ({ session, workbench } = await sharedWorkbench(machine()));
  },
  after: async () => await workbench.page.keyboard.press('Escape'), // a list that a test left open
});
atEnd(async () => await hub?.[Symbol.asyncDispose]());

test('a model that is not there: the panel says so and offers another', async () => {
  const before = await explainParagraph(workbench, SAMPLE, 5);
  await session.setMachine({ ...machine(), 'tokenscope.model': '/not/here' });
  // The workbench reads the settings a little later, and what runs is not changed by them.
  await workbench.until('a failure', async () => {
    await workbench.command('Explain Tokens');
    await before.locator('.screen.failed, ts-token-list .token').first().waitFor();
    return (await before.locator('.screen.failed').count()) > 0;
  });
  const panel = await workbench.webview('tokenscope-panel .screen.failed');
  await panel.locator('.screen.failed p', { hasText: '/not/here' }).waitFor();
  assert.deepEqual(await accessibilityProblems(panel), []);
  await panel.locator('[data-action=choose-model]').click();
  await listed('embedded model').click();
  await panel.locator('ts-token-list .token').first().waitFor();
});

test('the list of models asks nothing of the hub', async () => {
  const seen = hub.seen.length;
  await workbench.begin('Choose Model');
  await listed('openai-community/gpt2').waitFor();
  assert.equal(hub.seen.length, seen);
});

test('a model is named, its size and licence agreed to, and the same text is explained with it', async () => {
  await readWithEmbedded();
  await forgetDownloads();
  const asked = hub.filesAskedFor().length;
  const dialog = await askForModel();
  const said = await dialog.innerText();
  for (const part of [`Download ${REPO}?`, 'Licence: mit', '5 files', hub.endpoint])
    assert.ok(said.includes(part), said);
  assert.equal(hub.filesAskedFor().length, asked);
  const panel = await explainedAnew(workbench, () => dialog.locator('.monaco-button', { hasText: 'Download' }).click());
  await panel.locator('.facts', { hasText: `${REPO}: llama` }).waitFor();
  await becomes(() => panel.locator('.token.special').first().innerText(), '<s>');
});

test('a model without a table of positions: its pairs are turned, and axe finds nothing', async () => {
  const panel = await readWithDownloaded();
  await panel.locator('ts-model-map [data-stop=position]').click();
  const dials = panel.locator('ts-rotation-exhibit ts-dials figure');
  await dials.first().waitFor();
  const { head_dim: width } = JSON.parse((await readFile(join(ROOT, FIXTURE, 'config.json'))).toString());
  await becomes(() => dials.count(), Math.min(8, width / 2));
  // θ^0 = 1: the first pair turns by a radian a position.
  await comesToMatch(() => dials.first().innerText(), /one turn every 6\.3 positions$/);
  const before = await dials.first().locator('line.after').getAttribute('x2');
  await panel.locator('ts-rotation-exhibit input').fill('3');
  await panel.locator('ts-rotation-exhibit button.chip', { hasText: 'back to' }).waitFor();
  assert.notEqual(await dials.first().locator('line.after').getAttribute('x2'), before);
  assert.deepEqual(await accessibilityProblems(panel), []);
});

test('it is among the models that are managed, and is taken when it is chosen again', async () => {
  await readWithDownloaded();
  const asked = hub.filesAskedFor().length;
  await readWithEmbedded();
  await workbench.begin('Manage Models');
  await listed(REPO).waitFor();
  await workbench.page.keyboard.press('Escape');
  const panel = await explainedAnew(workbench, () => choose(REPO));
  await panel.locator('.facts', { hasText: `${REPO}: llama` }).waitFor();
  assert.equal(hub.filesAskedFor().length, asked);
});

test('a paragraph is explained as a message to the model', async () => {
  await readWithDownloaded();
  await workbench.openFile(SAMPLE);
  await workbench.goTo(9);
  const panel = await explainedAnew(workbench, () => workbench.command('Explain as Chat'));
  await panel.locator('h1', { hasText: 'Untitled' }).waitFor();
  await panel.locator('ts-token-list .token').first().waitFor();
  const shown = (await panel.locator('.token .text').allInnerTexts()).join('');
  assert.ok(shown.startsWith('<s>') && shown.includes('The·cat·sat') && shown.endsWith('bot:'), shown);
  await becomes(() => panel.locator('.token.special', { hasText: '<s>' }).count(), 1);
});

test('a tokenizer is fetched without its model, and counts', async () => {
  await workbench.openFile(SAMPLE);
  const counted = workbench.page.locator('.statusbar-item', { hasText: `tokens · ${REPO}` });
  await workbench.choose('Choose Tokenizer for Counting', 'embedded model'); // the model that explains may be that one
  await counted.waitFor({ state: 'detached' });
  const asked = hub.filesAskedFor().length;
  await workbench.begin('Choose Tokenizer for Counting');
  await listed('A Tokenizer of the Hub').click();
  const input = workbench.page.locator('.quick-input-widget input');
  await workbench.page.locator('.quick-input-widget input[placeholder^="owner/name"]').waitFor();
  await input.fill(REPO);
  await input.press('Enter');
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await comesToMatch(() => dialog.innerText(), /3 files/);
  await dialog.locator('.monaco-button', { hasText: 'Download' }).click();
  await counted.waitFor();
  const fetched = hub.filesAskedFor().slice(asked);
  assert.deepEqual(fetched.toSorted(), ['chat_template.jinja', 'tokenizer.json', 'tokenizer_config.json']);
  await workbench.choose('Choose Tokenizer for Counting', 'embedded model');
  await counted.waitFor({ state: 'detached' });
  await workbench.choose('Choose Tokenizer for Counting', 'model that explains');
});

test('models of Ollama are listed in place, and one that cannot be opened says why', async () => {
  await session.setMachine(machine());
  const library = 'registry.ollama.ai/library';
  const ollama = { write: writeAtHome };
  await pullIntoOllama(ollama, { tag: `${library}/llama3.2/1b`, models: OLLAMA });
  await pullIntoOllama(ollama, { tag: `${library}/gpt-oss/120b-cloud`, models: OLLAMA, manifest: { layers: [] } });
  await workbench.begin('Choose Model');
  await listed('llama3.2:1b').waitFor();
  await comesToMatch(() => listed('llama3.2:1b').innerText(), /21 byte · Q8_0/);
  await comesToMatch(() => listed('gpt-oss:120b-cloud').innerText(), /runs on Ollama’s servers/);
  await listed('gpt-oss:120b-cloud').click();
  await workbench.notification('gpt-oss:120b-cloud cannot be opened');
  await workbench.command('Notifications: Clear All Notifications');
});

test('of a GGUF repository a quantisation is chosen, and it alone is downloaded', async () => {
  const input = await nameModel(`hf.co/${QUANTISED}`);
  await listed('Q4_K_M').waitFor();
  const rows = await workbench.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
  assert.deepEqual(
    rows.map((row) => /^(?:F16|Q\d_(?:0|K_M))/.exec(row)?.[0]),
    ['Q8_0', 'F16', 'Q4_K_M'],
  );
  await becomes(() => input.getAttribute('placeholder'), KEPT);
  await listed('Q4_K_M').click();
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await comesToMatch(() => dialog.innerText(), /Q4_K_M\?\s+4 kB in one file/);
  await dialog.locator('.monaco-button', { hasText: 'Download' }).click();
  const folder = `${modelFolderName(QUANTISED, COMMIT)}--Q4_K_M`;
  await workbench.until('the file', async () => existsSync(join(models(), folder, 'm-Q4_K_M.gguf')));
  const asked = hub.seen.filter(({ path }) => path.startsWith(`/${QUANTISED}/`));
  assert.deepEqual(
    asked.map(({ path }) => basename(path)),
    ['m-Q4_K_M.gguf'],
  );
  await workbench.begin('Choose Model');
  await listed(`${QUANTISED} Q4_K_M`).waitFor();
  await workbench.page.keyboard.press('Escape');
  await session.setMachine(machine());
});

/** Another repository at the same hub. */
function offersGguf({ path, range }: HubRequestSeen, response: ServerResponse): boolean {
  const file = GGUF_FILES[path.startsWith(`/${QUANTISED}/resolve/`) ? basename(path) : ''];
  const isListing = path.startsWith(`/api/models/${QUANTISED}/`);
  if (isListing) sendJson(response, listingOf({ files: GGUF_FILES, repo: QUANTISED }));
  else if (file) sendFile(response, file, range);
  return isListing || file !== undefined;
}

/** The settings of the machine that every test begins with. */
function machine(): Readonly<Record<string, unknown>> {
  return { 'tokenscope.hub.endpoint': hub.endpoint };
}

/** A paragraph in the panel, read by the model that ships with the extension. */
async function readWithEmbedded(): Promise<Frame> {
  await explainParagraph(workbench, SAMPLE, 5);
  const panel = await explainedAnew(workbench, () => choose('embedded model'));
  await panel.locator('.facts', { hasText: 'embedded model: gpt2' }).waitFor();
  return panel;
}

/** The same, read by the model of the hub, which is downloaded where no test before has done so. */
async function readWithDownloaded(): Promise<Frame> {
  await explainParagraph(workbench, SAMPLE, 5);
  const panel = await explainedAnew(workbench, async () => {
    await workbench.begin('Choose Model');
    await listed('openai-community/gpt2').waitFor();
    if (await listed(REPO).count()) return await listed(REPO).click();
    await workbench.page.keyboard.press('Escape');
    await (await askForModel()).locator('.monaco-button', { hasText: 'Download' }).click();
  });
  await panel.locator('.facts', { hasText: `${REPO}: llama` }).waitFor();
  return panel;
}

function models(): string {
  return join(session.home, 'data/User/globalStorage/tokenscope.tokenscope/models');
}

async function writeAtHome(path: string, content: string | Buffer): Promise<string> {
  const file = join(session.home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function forgetDownloads(): Promise<void> {
  await rm(models(), { recursive: true, force: true });
}

/** Names the model; the question that comes of it. */
async function askForModel(): Promise<Locator> {
  await nameModel(REPO);
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  return dialog;
}

/** The field of the list that comes of it. */
async function nameModel(name: string): Promise<Locator> {
  const input = workbench.page.locator('.quick-input-widget input');
  await workbench.begin('Choose Model');
  await listed('openai-community/gpt2').waitFor();
  await input.fill('Another Model'); // the list is long
  await listed('Another Model of the Hub').click();
  await workbench.page.locator('.quick-input-widget input[placeholder^="owner/name"]').waitFor();
  await input.fill(name);
  await input.press('Enter');
  return input;
}

async function choose(model: string): Promise<void> {
  await workbench.begin('Choose Model');
  await listed(model).click();
}

function listed(text: string): Locator {
  return workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
}
