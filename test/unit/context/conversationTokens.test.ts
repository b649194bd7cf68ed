// Which token of a rendered conversation is whose, with templates in the manner of the well-known ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { conversationTokens } from '../../../src/context/conversations/conversationTokens.ts';
import type { ConversationTokens } from '../../../src/contract/conversationTokens.ts';
import { tokenizerOf } from '../../../src/tokenizer/loadedTokenizers.ts';
import { TINY } from '../engine/engineProcess.ts';
import { folderWith } from './reported.ts';

const CASES = JSON.parse(readFileSync(join(import.meta.dirname, '../../golden/fixtures/chat/cases.json'), 'utf8'));
/** In the manner of Hermes and Qwen: tools in the system message, calls as JSON, results in the user's turn. */
const TOOLS =
  CASES.templates.tools ??
  `{%- if tools %}<|im_start|>system
{{ messages[0].content if messages[0].role == 'system' else '' }}
# Tools
{% for tool in tools %}{{ tool | tojson }}
{% endfor %}<|im_end|>
{% elif messages[0].role == 'system' %}<|im_start|>system
{{ messages[0].content }}<|im_end|>
{% endif %}
{%- for message in messages %}
{%- if loop.first and message.role == 'system' %}{% continue %}{% endif %}
{%- if message.role == 'tool' %}<|im_start|>user
<tool_response>
{{ message.content }}
</tool_response><|im_end|>
{% else %}<|im_start|>{{ message.role }}
{{ message.content | trim }}
{%- for call in message.tool_calls or [] %}
<tool_call>
{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
</tool_call>
{%- endfor %}<|im_end|>
{% endif %}
{%- endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}`;

const TALK = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: '  Here?\n' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c', function: { name: 'weather', arguments: '{"city": "Taipei", "days": 2}' } }],
  },
  { role: 'tool', tool_call_id: 'c', content: 'Sunny' },
  { role: 'assistant', content: 'Sunny.' },
  { role: 'user', content: 'Thanks' },
];
const WEATHER = {
  type: 'function',
  function: { name: 'weather', description: 'Says it.', parameters: { type: 'object' } },
};

function folderOf(template: string): string {
  const tokenizer = readFileSync(join(TINY, 'tokenizer.json'));
  const config = JSON.stringify({ chat_template: template, bos_token: '<s>', eos_token: '</s>' });
  return folderWith({ 'tokenizer.json': tokenizer, 'tokenizer_config.json': config });
}

/** The text that tokens of one origin cover. */
function covered({ text, tokens, origins }: ConversationTokens, from: string, message?: number): string {
  const shown = new Set<number>();
  for (const [i, { span }] of tokens.entries())
    if (origins[i].from === from && origins[i].message === message)
      for (let at: number = span.start; at < span.end; at++) shown.add(at);
  return [...shown].map((at) => text[at]).join('');
}

test('a conversation with tools: everything is somebody’s', async () => {
  const folder = folderOf(TOOLS);
  const received = await conversationTokens(folder, JSON.stringify({ messages: TALK, tools: [WEATHER] }), 'a.json');
  const { tokens, origins, messages, exact } = received;
  assert.ok(exact);
  assert.deepEqual(tokens, (await tokenizerOf({ kind: 'folder', folder })).encode(received.text));
  const said = messages.map((_, i) => covered(received, 'said', i));
  assert.deepEqual(said, ['Be brief.', 'Here?', 'weatherTaipei', 'Sunny', 'Sunny.', 'Thanks']);
  assert.ok(covered(received, 'tools').includes('"description": "Says it."'), covered(received, 'tools'));
  assert.equal(covered(received, 'prompt').trim(), '<|im_start|>assistant');
  assert.match(covered(received, 'template', 3), /<tool_response>\s*<\/tool_response>/);
  assert.equal(received.toolTokens, origins.filter(({ from }) => from === 'tools').length);
  const prompt = origins.filter(({ from }) => from === 'prompt').length;
  const all = messages.reduce((sum, message) => sum + message.tokens, received.toolTokens + prompt);
  assert.equal(all, tokens.length);
});

for (const { template, messages, error } of CASES.cases) {
  if (error || messages.some(({ tool_calls }: { tool_calls?: unknown }) => tool_calls)) continue;
  test(`${template}: ${JSON.stringify(messages).slice(0, 60)}`, async () => {
    const received = await conversationTokens(folderOf(CASES.templates[template]), JSON.stringify(messages), 'a.json');
    for (const [i, { content }] of messages.entries()) assert.equal(covered(received, 'said', i), content.trim());
    assert.ok(received.exact);
  });
}

test('a template that decides by what is said still tells messages apart', async () => {
  const template =
    "{% for m in messages %}[{{ m.role }}]{% if m.content.startswith('/') %}(command){% endif %}{{ m.content }}\n{% endfor %}";
  const talk = [
    { role: 'user', content: '/help' },
    { role: 'assistant', content: 'Yes' },
  ];
  const received = await conversationTokens(folderOf(template), JSON.stringify(talk), 'a.json');
  assert.equal(received.exact, false);
  assert.deepEqual(
    [0, 1].map((i) => covered(received, 'template', i)),
    ['[user](command)/help\n', '[assistant]Yes\n'],
  );
});

test('what is no conversation is refused, with its place', async () => {
  const refused = async (json: string, place: string) =>
    await assert.rejects(conversationTokens(TINY, json, 'a.json'), {
      code: 'conversation-invalid',
      file: 'a.json',
      place,
    });
  await refused('{"a": 1}', '$');
  await refused('[{"role": "user", "content": "a"}, {"role": "king", "content": "b"}]', '$[1]');
  await refused('{"tools": [{"name": "a", "inputSchema": {}}]}', '$');
});
