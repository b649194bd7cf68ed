// Templates with tools: what jinja2 makes of calls and results, and whose each character of it is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { conversationTokens } from '../../src/context/conversations/conversationTokens.ts';
import { openChatTemplate } from '../../src/tokenizer/chatTemplate.ts';
import { folderWith } from '../unit/context/reported.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const { templates, cases, tokens } = JSON.parse(readFileSync(join(FIXTURES, 'chat/tools.json'), 'utf8'));
const TOKENIZER = readFileSync(join(import.meta.dirname, '../../media/model/tokenizer.json'));

function folderOf(template: string): string {
  const config = JSON.stringify({ ...tokens, chat_template: templates[template] });
  return folderWith({ 'tokenizer.json': TOKENIZER, 'tokenizer_config.json': config });
}

for (const [i, { template, messages, tools, text, error }] of cases.entries()) {
  test(`${i}: ${template}, ${messages.length} messages ${tools ? 'with' : 'without'} tools`, async () => {
    const folder = folderOf(template);
    const render = async () => (await openChatTemplate(folder)).render(messages, tools ? { tools } : {});
    if (error) {
      await assert.rejects(render(), (failure: { readonly problem: string }) => failure.problem.includes(error));
      return;
    }
    assert.equal(await render(), text);
    const received = await conversationTokens(folder, JSON.stringify({ messages, ...(tools && { tools }) }), 'a.json');
    assert.equal(received.text, text);
    assert.deepEqual(
      received.messages.map(({ role }) => role),
      messages.map(({ role }: { role: string }) => role),
    );
    assert.equal(received.toolTokens > 0, tools !== null && template !== 'thinking');
    // What is said stands in the rendered text as it was said, but for white space around it.
    const isThought = messages.some(({ content }: { content: string }) => content.includes('<think>'));
    assert.equal(received.exact, !(template === 'thinking' && isThought));
    const said = messages.map((_: unknown, m: number) => saidBy(received, m));
    if (received.exact)
      for (const [m, { content }] of messages.entries())
        assert.ok(said[m].includes(content.trim()), `${said[m]} | ${content}`);
  });
}

function saidBy(
  { text, tokens: all, origins }: Awaited<ReturnType<typeof conversationTokens>>,
  message: number,
): string {
  const places = new Set<number>();
  for (const [i, { span }] of all.entries())
    if (origins[i].from === 'said' && origins[i].message === message)
      for (let at: number = span.start; at < span.end; at++) places.add(at);
  return [...places].map((at) => text[at]).join('');
}
