// Whose tokenizer and which model the MCP server uses, and what it needs of a model for a conversation.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { MOST_FILE_BYTES } from '../../../src/agents/confinedFile.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { serverArguments } from '../../../src/mcp/serverArguments.ts';
import { bertFolder } from '../engine/bertFolder.ts';
import { EMBEDDED, explained, SAMPLING, startEngine, TINY } from '../engine/engineProcess.ts';
import { ROOT, startServer } from './mcpProcess.ts';

const LLAMA = join(ROOT, 'test/golden/fixtures/llama');
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-mcp-models-'));
const engine = startEngine();
after(() => {
  engine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('--tokenizer takes a folder with a tokenizer.json, and calls are counted with it', async (t) => {
  const { call } = await startServer(t, ['--tokenizer', LLAMA]);
  const text = 'The river was cold, 語言模型.';
  const [tokens] = await engine.count([text], { kind: 'folder', folder: LLAMA });
  const { structuredContent } = await call('tokenscope_count_tokens', { text });
  assert.deepEqual([structuredContent?.tokens, structuredContent?.tokenizer], [tokens, 'llama']);
  const named = await call('tokenscope_count_tokens', { text, tokenizer: 'embedded' });
  assert.notEqual(named.structuredContent?.tokens, tokens);
});

test('a folder without a tokenizer is refused by the call in words', async (t) => {
  const { refusal } = await startServer(t, ['--tokenizer', folder]);
  assert.match(await refusal('tokenscope_count_tokens', { text: 'a' }), /tokenizer\.json/);
});

test('what the arguments mean', () => {
  const tokenizer = (...args: string[]) => serverArguments(args, EMBEDDED).tokenizer;
  assert.deepEqual(tokenizer(), { kind: 'folder', folder: EMBEDDED });
  assert.deepEqual(tokenizer('--model', TINY), { kind: 'folder', folder: TINY });
  assert.deepEqual(tokenizer('--model', TINY, '--tokenizer', 'embedded'), { kind: 'folder', folder: EMBEDDED });
  assert.deepEqual(tokenizer('--tokenizer', 'o200k_base'), { kind: 'openai', encoding: 'o200k_base' });
  assert.deepEqual(tokenizer('--tokenizer', LLAMA), { kind: 'folder', folder: LLAMA });
  assert.throws(() => tokenizer('--tokenizer', join(folder, 'none')), /--tokenizer: there is no folder/);
  assert.throws(() => serverArguments(['--remote', 'http://box:8000'], EMBEDDED), /--remote/);
});

test('with chat the text is a message in the template of the model', async (t) => {
  for (const file of ['config.json', 'model.safetensors', 'tokenizer.json'])
    copyFileSync(join(EMBEDDED, file), join(folder, file));
  const chat_template =
    "{% for message in messages %}{{ message.role + ' said: ' + message.content + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ 'She said: ' }}{% endif %}";
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template }));
  const { call, refusal } = await startServer(t, ['--model', folder]);
  const asked = await call('tokenscope_next_tokens', { text: 'Where is\r\nthe boat?', k: 3, chat: true });
  const { run, tokens } = await explained(engine, 'user said: Where is\nthe boat?\nShe said: ', EMBEDDED);
  const next = await engine.nextTokens(run, (tokens.length - 1) as TokenIndex, 3, SAMPLING);
  assert.equal(asked.structuredContent?.tokensRead, tokens.length);
  assert.deepEqual(
    (asked.structuredContent as unknown as Next).next.map(({ id }) => id),
    next.candidates.map(({ id }) => id),
  );
  const long = { text: 'The river was cold. '.repeat(400), chat: true };
  assert.match(await refusal('tokenscope_next_tokens', long), /conversation is longer than the context of the model/);
});

test('a model that reads in both directions counts, and says that nothing comes next', async (t) => {
  const bert = await bertFolder();
  t.after(() => rmSync(bert, { recursive: true, force: true }));
  const { call, refusal } = await startServer(t, ['--model', bert]);
  const { structuredContent } = await call('tokenscope_count_tokens', { text: 'The cat sat.' });
  assert.equal(structuredContent?.tokens, 4);
  for (const tool of ['tokenscope_next_tokens', 'tokenscope_what_mattered'])
    assert.match(await refusal(tool, { text: 'The cat sat.' }), /does not say what comes next/, tool);
});

test('a file over the limit is refused without being read', async (t) => {
  const files = join(folder, 'huge.txt');
  writeFileSync(files, '');
  truncateSync(files, MOST_FILE_BYTES + 1);
  const { refusal } = await startServer(t, ['--root', folder]);
  for (const name of ['tokenscope_count_tokens', 'tokenscope_file_surprisal'])
    assert.match(await refusal(name, { path: 'huge.txt' }), /has 50000001 bytes, and at most 50000000 are read/);
});

interface Next {
  readonly next: readonly { readonly id: number }[];
}
