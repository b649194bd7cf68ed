// The Context X-ray in a real workbench: what an agent would read in a small repository, counted by the real engine, and the
// numbers held against the tokenizer asked here.
import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../../../scripts/workbench/workbench.ts';
import { accessibilityProblems } from '../accessibility.ts';
import { becomes, comesToMatch } from '../becomes.ts';
import { ROOT, type Session } from '../session.ts';
import { sharedWorkbench } from '../sharedWorkbench.ts';
import { testsWith } from '../testsWith.ts';
import { uncaughtInPages } from '../uncaught.ts';

const AGENTS = '# Rules\n\nWrite tests first.\n\n## Style\n\nShort sentences, no abbreviations.\n';
const FILES: Readonly<Record<string, string>> = {
  'AGENTS.md': AGENTS,
  '.github/copilot-instructions.md': '# Copilot\n\nUse the words of the field.\n',
  '.github/prompts/review.prompt.md': '---\ndescription: Review a change\n---\n\nRead the diff. Name every risk.\n',
  '.claude/skills/notes/SKILL.md': '---\nname: notes\ndescription: Keeps notes\n---\n\n# Notes\n\nOne file a day.\n',
};
const CHAT = 'chat.json';
const TALK = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hello!' },
];
const TEMPLATE =
  '{% for message in messages %}<{{ message.role }}>{{ message.content }}\n{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}';
const tokensOf = (name: string) => encode(FILES[name]).length;
const number = (value: number) => value.toLocaleString('en');

let session: Session;
let workbench: Workbench;
let view: Frame;

const test = testsWith({
  once: async () => {
    ({ session, workbench } = await sharedWorkbench());
    const folder = session.folderOf(workbench);
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await session.setWorkspace(workbench, { 'tokenscope.tokenizer': 'o200k_base' });
  },
  before: async () => {
    await workbench.choose('Context X-ray…', 'What an Agent Would Read Here');
    view = await workbench.webview('tokenscope-context');
    await view.locator('[data-action=tokenizer]', { hasText: 'o200k_base' }).waitFor();
  },
  after: () => assert.deepEqual(uncaughtInPages([workbench]), []),
});

const row = (name: string) => view.locator('ts-context-tree .row', { hasText: name }).first();
const sum = async () => await view.locator('[data-sum]').innerText();

test('what an agent would read is summed under the chosen tokenizer, and a box takes a file out of the sum', async () => {
  const all = Object.keys(FILES).reduce((tokens, name) => tokens + tokensOf(name), 0);
  await becomes(() => sum(), number(all));
  await comesToMatch(
    () => row('AGENTS.md').locator('.spoken').innerText(),
    new RegExp(`^AGENTS.md, ${tokensOf('AGENTS.md')} tokens, \\d+ %`),
  );
  await row('AGENTS.md').locator('.box').click();
  await view.locator('[data-sum]', { hasText: number(all - tokensOf('AGENTS.md')) }).waitFor();
  await view.locator('[data-action=check-all]').click();
  await view.locator('[data-sum]', { hasText: number(all) }).waitFor();
});

test('Enter opens a section where it stands in the file', async () => {
  await row('AGENTS.md').locator('.twisty').click();
  await row('Rules').locator('.twisty').click();
  await row('Style').waitFor();
  await view.locator('ts-context-tree .rows').press('ArrowDown');
  await view.locator('ts-context-tree .rows').press('Enter');
  await workbench.page.locator('.tab.active[data-resource-name="AGENTS.md"]').waitFor();
  await workbench.until('the caret in the section', async () => (await workbench.caret()).startsWith('Ln 5'));
});

test('a file that is saved with another text is told, and counted again on demand', async () => {
  const before = await sum();
  await writeFile(join(session.folderOf(workbench), 'AGENTS.md'), `${AGENTS}\nOne more rule: measure.\n`);
  await view.locator('[role=status]', { hasText: 'A file has changed' }).waitFor();
  await view.locator('[data-action=refresh]').click();
  await workbench.until('a larger sum', async () => {
    const now = view.locator('[data-sum]');
    return (
      (await now.count()) > 0 && Number((await now.innerText()).replace(',', '')) > Number(before.replace(',', ''))
    );
  });
  await writeFile(join(session.folderOf(workbench), 'AGENTS.md'), AGENTS);
});

test('a conversation shows every token that a model with a chat template receives', async () => {
  const folder = join(session.home, 'chat model');
  await mkdir(folder, { recursive: true });
  await copyFile(join(ROOT, 'test/golden/fixtures/qwen2/tokenizer.json'), join(folder, 'tokenizer.json'));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template: TEMPLATE }));
  await session.setMachine({ 'tokenscope.model': folder });
  await session.setWorkspace(workbench, { 'tokenscope.tokenizer': 'model' });
  await writeFile(join(session.folderOf(workbench), CHAT), JSON.stringify({ messages: TALK }));
  await workbench.openFile(CHAT);
  await workbench.choose('Context X-ray…', 'The Open JSON');
  await view.locator('[data-action=tokenizer]', { hasText: 'chat model' }).waitFor();
  await view.locator('#tab-chat').click();
  await view.locator('.chat .role').first().waitFor();
  await becomes(() => view.locator('.chat .role').allInnerTexts(), ['System', 'User', 'Beginning of the answer']);
  await view.locator('.chat .chip').last().scrollIntoViewIfNeeded(); // what is out of sight has no text yet
  const shown = (await view.locator('.chat .chip').allInnerTexts()).join('');
  assert.equal(shown, '<system>Be·brief.⏎<user>Hello!⏎<assistant>');
  const template = (await view.locator('.chat .template').allInnerTexts()).join('');
  assert.match(template, /^<system>.*<user>.*<assistant>$/);
  assert.ok(!template.includes('Hello'));
  // The sum is of what the model receives, and messages have what the template puts around them.
  const chips = await view.locator('.chat .chip').count();
  await view.locator('[data-conversation]', { hasText: 'as chat model receives it' }).waitFor();
  await becomes(() => sum(), number(chips));
  const ofUser = await view.locator('.chat li', { hasText: 'User' }).locator('.chip').count();
  await view.locator('#tab-parts').click();
  await becomes(() => row('User').locator('.tokens').innerText(), number(ofUser));
  await session.setMachine({});
  await session.setWorkspace(workbench, { 'tokenscope.tokenizer': 'o200k_base' });
});

test('axe finds nothing in the Context X-ray', async () => {
  assert.deepEqual(await accessibilityProblems(view), []);
  await session.setWorkspace(workbench, {}); // other tests use the same workbench
});
