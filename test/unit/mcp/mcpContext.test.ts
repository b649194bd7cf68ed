// What fills a context, over MCP: parts that say the same, conversations by message and tool, and what is in a wrong form.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startEngine } from '../engine/engineProcess.ts';
import { type StartedServer, startServer, textOf } from './mcpProcess.ts';

const RULES = `# Rules\n\n${'The data files are generated: never change them by hand, ask the harbour office. '.repeat(4)}\n`;
const TIDE = { name: 'tide', description: 'The next high water.', parameters: { type: 'object', properties: {} } };
const CHAT = {
  messages: [
    { role: 'user', content: 'When is high water at Dover?' },
    { role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: { name: 'tide', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'a', content: '11:42' },
    { role: 'assistant', content: 'High water at Dover is at 11:42 today, and again at midnight.' },
  ],
  tools: [{ type: 'function', function: TIDE }],
};
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-mcp-context-'));
const engine = startEngine();
let server: StartedServer;
const json = (value: object) => JSON.stringify(value, null, 2);

before(async () => {
  const texts = { 'AGENTS.md': RULES, 'copy.md': RULES, 'nearly.md': `${RULES}Be brief.\n`, 'chat.json': json(CHAT) };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'broken.json'),
    json({ messages: [{ role: 'assistant', content: null, tool_calls: [{ id: 'a' }] }] }),
  );
  server = await startServer({ after: () => {} }, ['--root', folder]);
});
after(async () => {
  engine.dispose();
  await server.client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function fills(paths: readonly string[]) {
  const answer = await server.call('tokenscope_what_fills_context', { paths, tokenizer: 'o200k_base' });
  return { text: textOf(answer), ...(answer.structuredContent as unknown as Fills) };
}

test('parts that say the same, and nearly the same, with what one of them would save', async () => {
  const { duplicates, text } = await fills(['AGENTS.md', 'copy.md', 'nearly.md']);
  const [tokens] = await engine.count([RULES], { kind: 'openai', encoding: 'o200k_base' });
  assert.deepEqual(duplicates[0], { parts: ['AGENTS.md', 'copy.md'], similarity: 1, tokens });
  assert.ok(duplicates.slice(1).some(({ parts, similarity }) => parts.includes('nearly.md') && similarity < 1));
  assert.match(
    text,
    new RegExp(`^The same, or nearly:\n- AGENTS.md and copy.md: 100 % alike, ${tokens} tokens to save$`, 'm'),
  );
  assert.deepEqual((await fills(['AGENTS.md'])).duplicates, []);
});

test('a conversation by its messages, each with its place, and its tools', async () => {
  const { parts, categories, text } = await fills(['chat.json']);
  const names = parts.map(({ part }) => part);
  for (const name of [
    'message 1, user',
    'message 2, assistant',
    'message 3, tool',
    'message 4, assistant',
    'tool tide',
  ])
    assert.ok(names.includes(`chat.json § ${name}`), `${name} is not in\n${text}`);
  assert.deepEqual(categories.map(({ category }) => category).toSorted(), ['conversation']);
  const [first] = await engine.count(['When is high water at Dover?'], { kind: 'openai', encoding: 'o200k_base' });
  assert.ok((parts.find(({ part }) => part.endsWith('message 1, user'))?.tokens ?? 0) >= first);
});

test('JSON that looks like a conversation and is none is named, with what is wrong', async () => {
  const { leftOut, text } = await fills(['broken.json']);
  assert.equal(leftOut[0].path, 'broken.json', text);
  assert.match(leftOut[0].why, /^form, .*messages/);
  assert.match(text, /^- broken\.json: form, /m);
});

interface Fills {
  readonly duplicates: readonly {
    readonly parts: readonly string[];
    readonly similarity: number;
    readonly tokens: number;
  }[];
  readonly parts: readonly { readonly part: string; readonly tokens: number }[];
  readonly categories: readonly { readonly category: string }[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}
