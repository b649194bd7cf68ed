// The editor of models' files: its tables by keys, what it computes on demand, comparisons, and what it says where there is no
// file to show.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileTensor } from '../../../src/contract/modelFile.ts';
import type { ModelFileContent } from '../../../src/contract/modelFileApi.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { comparedPair } from './comparedPair.ts';
import {
  contentOf,
  fixture,
  open,
  openContent,
  page,
  TEXT,
  tell,
  modelFileTest as test,
  told,
} from './modelFilePage.ts';
import { pick } from './pick.ts';

const GGUF = fixture('gguf-qwen2-q4_k', 'model.gguf');
const BUNDLE = resolve(import.meta.dirname, '../../../l10n/bundle.l10n.zh-tw.json');
const tab = (name: string) => page.locator(`#tab-${name}`);
const rows = () => page.locator('ts-virtual-grid .row');
const grid = () => page.locator('ts-virtual-grid .grid');
const chosen = () => page.locator('ts-virtual-grid [aria-selected=true]');
const found = () => page.locator('.found').innerText();

test('the card says what the file is, and the drawing has the shapes of the file in the order of the model', async () => {
  await open(GGUF);
  const card = await page.locator('dl.card').innerText();
  for (const fact of ['qwen2', '658,432', '128 tokens', 'Q6_K']) assert.ok(card.includes(fact), fact);
  await page.locator('dl.card dd', { hasText: '324 entries' }).waitFor();
  const steps = await page.locator('.step h2').allInnerTexts();
  assert.deepEqual(
    steps.map((step) => step.replace(/\s+/g, ' ').trim()),
    ['The way in', 'Blocks 0–1 2 ×', 'The way out'],
  );
  const block = await page.locator('[data-step=block] .tensor').allInnerTexts();
  assert.match(block[0], /^input_layernorm\.weight\s+256\s+F32$/);
  await page.locator('[data-step=block] .tensor', { hasText: 'down_proj' }).click();
  await page.locator('ts-tensor-detail h2', { hasText: 'blk.0.ffn_down.weight' }).waitFor();
});

test('/ leads to the search, words narrow the table, and arrow keys walk through it', async () => {
  await open(GGUF);
  await page.locator('.overview').focus();
  await page.keyboard.press('/');
  await page.locator('ts-tensors .search:focus').waitFor();
  await page.keyboard.type('attn_q weight');
  await page.locator('.found', { hasText: '2 of 26' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('ts-tensor-detail h2', { hasText: 'blk.0.attn_q.weight' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('ts-tensor-detail h2', { hasText: 'blk.1.attn_q.weight' }).waitFor();
  await becomes(() => grid().getAttribute('aria-activedescendant'), 'row-1');
  await page.keyboard.press('Control+f');
  await page.locator('ts-tensors .search:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.found', { hasText: '26 of 26' }).waitFor();
  await page.keyboard.type('nothing');
  await page.locator('.none').waitFor();
});

test('beside the detail of a tensor names are whole, and offsets give way to them', async () => {
  await open(resolve(import.meta.dirname, '../../../media/model/model.safetensors'));
  await tab('tensors').click();
  await rows().first().click();
  await page.locator('[role=columnheader]', { hasText: 'Offset' }).waitFor({ state: 'detached' });
  const cut = (cells: (HTMLElement | SVGElement)[]) =>
    cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent);
  await becomes(() => page.locator('.row [data-cell=name]').evaluateAll(cut), []);
});

test('a heading sorts, and says so', async () => {
  await open(GGUF);
  await tab('tensors').click();
  await page.locator('[data-sort=bytes]').click();
  await becomes(() => page.locator('[role=columnheader][aria-sort]').getAttribute('aria-sort'), 'descending');
  await comesToMatch(() => rows().first().innerText(), /blk\.1\.attn_output\.weight/);
  await page.locator('[data-sort=bytes]').click();
  await comesToMatch(() => rows().first().innerText(), /256 B/);
});

test('Enter reads the numbers of a tensor and draws them', async () => {
  await open(GGUF);
  await tab('tensors').click();
  await grid().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('ts-histogram svg').waitFor();
  await comesToMatch(
    () => page.locator('ts-histogram svg').getAttribute('aria-label'),
    /^Histogram: from .* standard deviation /,
  );
  await comesToMatch(() => page.locator('[data-statistics]').innerText(), /Mean\s+\S+\s+Standard deviation/);
  await page.locator('[data-action=logarithmic]').click();
  assert.ok((await page.locator('ts-histogram rect').count()) > 20);
});

test('another row gives up what is being computed, and comes back to what was', async () => {
  const content = await contentOf(GGUF);
  let answer = (_: unknown) => {};
  const host = async (name: string) =>
    name === 'statistics' ? await new Promise((resolve) => (answer = resolve)) : undefined;
  await openContent(content, host);
  await tab('tensors').click();
  await rows().first().click();
  await page.locator('[data-action=histogram]').click();
  await tell('progress', '1', 0.42);
  await page.locator('.working', { hasText: '42' }).waitFor();
  await rows().nth(1).click();
  await page.locator('[data-action=histogram]').waitFor();
  await becomes(async () => told.some(([name]) => name === 'cancel'), true);
  await rows().first().click();
  await page
    .locator('ts-tensor-detail h2', { hasText: content.kind === 'shown' ? content.file.tensors[0].name : '' })
    .waitFor();
  answer({ kind: 'failed', words: 'Numbers of this type cannot be read.' }); // too late to be ended
  await page.locator('.failed', { hasText: 'cannot be read' }).waitFor();
});

test('ten thousand tensors take no more rows of the page than are in sight, from the first to the last', async () => {
  const content = (await contentOf(GGUF)) as Extract<ModelFileContent, { kind: 'shown' }>;
  const [first] = content.file.tensors;
  const tensors = Array.from({ length: 10_000 }, (_, i): FileTensor => ({ ...first, name: `blk.${i}.weight` }));
  await openContent({ ...content, file: { ...content.file, tensors } });
  await tab('tensors').click();
  await rows().first().waitFor();
  assert.ok((await rows().count()) < 60);
  await grid().focus();
  await page.keyboard.press('End');
  await page.locator('.row', { hasText: 'blk.9999.weight' }).waitFor();
  assert.ok((await rows().count()) < 60);
  await becomes(() => chosen().getAttribute('aria-rowindex'), '10001');
});

test('the vocabulary is searched, and an entry has the merge that makes it', async () => {
  await open(fixture('llama', 'tokenizer.json'));
  await becomes(() => tab('vocabulary').getAttribute('aria-selected'), 'true');
  await page.locator('.row .piece').first().waitFor();
  await page.locator('.found', { hasText: '400 of 400' }).waitFor();
  await page.locator('ts-vocabulary .search').fill('th');
  await page.locator('.found', { hasNotText: '400 of 400' }).waitFor();
  const row = page.locator('.row', { has: page.locator('[data-cell=merge]:not(:empty)') }).first();
  await comesToMatch(() => row.locator('[data-cell=merge]').innerText(), / \+ /);
  await comesToMatch(() => row.locator('[data-cell=rank]').innerText(), /^\d+$/);
  await pick(page.locator('ts-choice.kind'), (options) => options.filter({ hasText: 'special' }));
  await page.locator('ts-vocabulary .search').fill('');
  await page.locator('.row [data-cell=kind]', { hasText: 'special' }).first().waitFor();
});

test('a vocabulary that nobody has searched says what it is, and leads into it', async () => {
  await open(fixture('llama', 'tokenizer.json'));
  await page.locator('.introduction', { hasText: 'these 400 pieces' }).waitFor();
  await page.locator('[data-way=special]').click();
  await page.locator('.found', { hasNotText: '400 of 400' }).waitFor();
  await page.locator('.row [data-cell=kind]', { hasText: 'special' }).first().waitFor();
  await becomes(() => page.locator('.introduction').count(), 0);
});

test('what a safetensors file says of itself is shown, long texts folded, and nothing in it is run or unseen', async () => {
  const content = await contentOf(fixture('quantised/gptq-4', 'model.safetensors'));
  assert.ok(content.kind === 'shown');
  const long = `<img src=x onerror="document.title='run'"> ${'a word '.repeat(80)}`;
  const ownMetadata = [
    ['format', 'pt'],
    ['turned', 'a\u202eb'],
    ['settings', long],
  ] as const;
  await openContent({ ...content, file: { ...content.file, ownMetadata } });
  await page.locator('[data-own] > summary', { hasText: '3' }).click();
  await comesToMatch(() => page.locator('[data-own]').innerText(), /⟨U\+202E⟩/);
  await becomes(() => page.locator('[data-own] pre').isVisible(), false);
  await page.locator('[data-own] .long summary').click();
  assert.ok((await page.locator('[data-own] pre').innerText()).includes('<img src=x'));
  await becomes(() => page.locator('[data-own] img').count(), 0);
  await becomes(() => page.title(), 'x');
});

test('packed codes have the histogram of the weights that they stand for, and say whose', async () => {
  await open(fixture('quantised/gptq-4', 'model.safetensors'));
  const bits = /([\d.]+) bits a weight/.exec(await page.locator('dl.card').innerText())?.[1];
  assert.ok(Number(bits) > 4 && Number(bits) < 8, `${bits}: the embeddings of this small model have 16`);
  await tab('tensors').click();
  await page.locator('ts-tensors .search').fill('up_proj qweight');
  await page.locator('.row').first().click();
  await page.locator('[data-action=histogram]').click();
  await page.locator('[data-stands-for]', { hasText: 'model.layers.0.mlp.up_proj.weight' }).waitFor();
  await page.locator('ts-histogram').waitFor();
});

test('entries come a page at a time, also far down', async () => {
  await open(resolve(import.meta.dirname, '../../../media/model/tokenizer.json'));
  await page.locator('.row .piece').first().waitFor();
  const before = told.filter(([name]) => name === 'entries').length;
  await grid().focus();
  await page.keyboard.press('End');
  await page.locator('.row .piece', { hasText: /./ }).first().waitFor();
  await page.locator('[aria-selected=true] [data-cell=id]', { hasText: '12287' }).waitFor();
  assert.ok(told.filter(([name]) => name === 'entries').length - before <= 3);
});

test('a text that is compared has the divergence of every token and the tokens that changed', async () => {
  const { measured, reference } = await comparedPair();
  await open(measured, { other: reference, text: 'the cat sat on the mat and the cat' });
  await tell('textInHand', TEXT);
  await page.locator('[data-action=compare]').click();
  await page.locator('.fact', { hasText: 'relative error of all weights' }).waitFor();
  const errors = (await page.locator('.row [data-cell=error]').allInnerTexts()).map((text) => Number.parseFloat(text));
  assert.ok(errors[0] > 0 && errors.every((error, i) => i === 0 || error <= errors[i - 1]));
  await page.locator('[data-kind=tensors]').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-action=compare-text]').click();
  await page.locator('.fact', { hasText: 'Kullback–Leibler' }).waitFor();
  await comesToMatch(() => page.locator('.fact').first().innerText(), /^0\.\d+ bits|^\d+(\.\d+)?(e−\d+)? bits/);
  assert.ok((await rows().count()) > 4);
  await page.locator('[data-action=open-in-compare]').click();
  await becomes(async () => told.at(-1), ['openInCompare']);
});

test('in a narrow comparison names of matrices are whole: they differ at their ends', async () => {
  const { measured, reference } = await comparedPair();
  await open(measured, { other: reference, width: 480 });
  await page.locator('[data-action=compare]').click();
  const names = page.locator('.row [data-cell=name]', { hasText: '_proj' });
  await names.first().waitFor();
  await page.locator('[role=columnheader]', { hasText: 'Type' }).waitFor({ state: 'detached' });
  const cut = (cells: (HTMLElement | SVGElement)[]) =>
    cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent);
  await becomes(() => names.evaluateAll(cut), []);
});

test('without a text in hand there is nothing to compare on, and words say what to do', async () => {
  const { measured, reference } = await comparedPair();
  await open(measured, { other: reference });
  await page.locator('[data-action=compare]').click();
  await page.locator('[data-kind=text]').click();
  assert.ok(await page.locator('[data-action=compare-text]').isDisabled());
  assert.ok(await page.locator('[data-action=open-in-compare]').isDisabled());
  await page.locator('ts-compare-files p', { hasText: 'Open a text file' }).waitFor();
});

test('a workspace that is not trusted shows a size, words, and the way to trust', async () => {
  await openContent({ kind: 'restricted', name: 'a.gguf', bytes: 4e9 });
  const words = await page.locator('.screen').innerText();
  assert.match(words, /4 GB[\s\S]*not trusted/);
  await page.locator('[data-action=trust]').click();
  await becomes(async () => told.at(-1), ['manageTrust']);
  await becomes(() => page.locator('[role=tab]').count(), 0);
});

test('a file that cannot be read says why and can be read again', async () => {
  await openContent({ kind: 'failed', name: 'a.gguf', words: 'It is empty.' });
  await page.locator('[role=alert]', { hasText: 'It is empty.' }).waitFor();
  await page.locator('[data-action=reload]').click();
  await becomes(async () => told.at(-1), ['reload']);
});

test('a file that is changed on disk can be loaded again', async () => {
  await open(GGUF);
  await tell('changed', false);
  await page.locator('.notice', { hasText: 'changed on disk' }).locator('[data-action=reload]').click();
  await becomes(async () => told.at(-1), ['reload']);
  await tell('changed', true);
  await page.locator('.notice', { hasText: 'gone' }).waitFor();
});

test('what is no whole model explains nothing and says why', async () => {
  await open(fixture('gguf-llama-q4_0', 'dequantised.safetensors'));
  assert.ok(await page.locator('[data-action=explain]').isDisabled());
  await comesToMatch(() => page.locator('#no-model').innerText(), /not the whole model/);
  await becomes(() => page.locator('.steps').getAttribute('data-drawing'), 'groups');
});

test('nothing is wrong with any tab for screen readers, wide or narrow', async () => {
  for (const width of [1000, 420]) {
    await open(GGUF, { width });
    await tell('textInHand', TEXT);
    for (const name of ['overview', 'tensors', 'vocabulary', 'compare']) {
      await tab(name).click();
      if (name === 'tensors') await rows().first().click();
      if (name === 'vocabulary') await page.locator('.row .piece').first().waitFor();
      assert.deepEqual(await accessibilityProblems(page.mainFrame()), [], `${name} at ${width}`);
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(Number(over) <= 0, `${name} is wider than ${width}`);
    }
  }
});

test('every word is there in Traditional Chinese', async () => {
  const strings = JSON.parse(readFileSync(BUNDLE, 'utf8')) as Record<string, string>;
  await open(GGUF, { start: { language: 'zh-tw', strings } });
  await becomes(() => page.locator('[role=tab]').allInnerTexts(), ['概覽', '張量', '詞彙表', '比較']);
  await tab('tensors').click();
  await comesToMatch(() => found(), /26 個張量中的 26 個/);
});
