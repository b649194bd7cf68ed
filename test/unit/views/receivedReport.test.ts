// A report of a conversation with the numbers of what the model receives, of a real template and a real tokenizer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextReport } from '../../../src/context/contextReport.ts';
import { conversationTokens } from '../../../src/context/conversations/conversationTokens.ts';
import type { ContextNode, ContextReport } from '../../../src/contract/contextReport.ts';
import { receivedReport } from '../../../src/views/receivedReport.ts';
import { flat, folderWith } from '../context/reported.ts';
import { TINY } from '../engine/engineProcess.ts';

const TURNS = `{% for t in tools or [] %}{{ t | tojson }}{% endfor %}{% for m in messages %}<{{ m.role }}>{{ m.content }}
{% for c in m.tool_calls or [] %}{{ c.function.name }}{{ c.function.arguments | tojson }}{% endfor %}{% endfor %}<answer>`;
const CALL = { id: 'c', function: { name: 'weather', arguments: '{"city": "Taipei"}' } };
const TOOL = {
  type: 'function',
  function: { name: 'weather', description: 'Says it.', parameters: { type: 'object' } },
};
/** The last two are one turn to a template, and so are the call and the words before it. */
const TALK = [
  { role: 'user', content: 'Is it warm in Taipei today?' },
  { role: 'assistant', content: 'I shall ask.', tool_calls: [CALL] },
  { role: 'tool', tool_call_id: 'c', content: 'Sunny, 31 degrees.' },
  { role: 'assistant', content: 'It is.' },
  { role: 'assistant', content: 'Thirty-one degrees, and not a cloud.' },
];

function folderOf(template: string): string {
  const tokenizer = readFileSync(join(TINY, 'tokenizer.json'));
  return folderWith({
    'tokenizer.json': tokenizer,
    'tokenizer_config.json': JSON.stringify({ chat_template: template }),
  });
}

async function asked(text: string, template = TURNS, path = 'a.json') {
  const folder = folderOf(template);
  const tokenizer = { kind: 'folder', folder } as const;
  const report = await contextReport({ roots: [], tokenizer, conversation: true, unsaved: { path, text } });
  return { report, received: await conversationTokens(folder, text, path) };
}

function messagesOf({ nodes }: ContextReport): readonly ContextNode[] {
  return flat(nodes).filter(({ kind }) => kind === 'message');
}

test('a message has what the template puts around it, and the file all that the model receives', async () => {
  const { report, received } = await asked(JSON.stringify({ messages: TALK, tools: [TOOL] }));
  const exact = receivedReport(report, received) ?? assert.fail();
  assert.deepEqual([exact.tokens, exact.nodes[0].tokens], [received.tokens.length, received.tokens.length]);
  assert.ok(exact.tokens > report.tokens);
  assert.deepEqual(
    received.messages.map(({ from }) => from),
    [[0], [1], [2], [3, 4]],
  );
  const sums = messagesOf(exact).map(({ tokens }) => tokens);
  const whole = received.messages.map(({ tokens }) => tokens);
  assert.deepEqual([...sums.slice(0, 3), sums[3] + sums[4]], whole);
  assert.ok(sums[3] > 0 && sums[4] > sums[3]);
  const tool = flat(exact.nodes).find(({ kind }) => kind === 'tool');
  assert.equal(tool?.tokens, received.toolTokens);
});

test('what a template leaves out is not counted, and no part has more than what it is in', async () => {
  const thoughtless = "{% for m in messages %}<{{ m.role }}>{{ m.content if m.role == 'user' }}{% endfor %}";
  const { report, received } = await asked(JSON.stringify(TALK), thoughtless);
  const exact = receivedReport(report, received) ?? assert.fail();
  assert.ok(exact.tokens < report.tokens);
  for (const { tokens, children } of flat(exact.nodes))
    assert.ok(children.reduce((sum, child) => sum + child.tokens, 0) <= tokens);
});

test('of several conversations in a file the contents are counted', async () => {
  const { report, received } = await asked(`${JSON.stringify(TALK)}\n${JSON.stringify(TALK)}`, TURNS, 'a.jsonl');
  assert.equal(receivedReport(report, received), undefined);
});
