// Conversations in the forms of all services: what is counted of them, where it stands, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContextNode } from '../../../src/contract/contextReport.ts';
import { count, flat, folderWith, reportOf } from './reported.ts';

const SCHEMA = { type: 'object', properties: { city: { type: 'string' } } };
const PNG = `data:image/png;base64,${'iVBORw0KGgo'.repeat(1000)}`;

/** Each form's file, and its parts: label, and the text whose tokens it has by itself. */
const FORMS: Readonly<Record<string, readonly [content: unknown, parts: readonly (readonly [string, string])[]]>> = {
  'OpenAI Chat Completions': [
    {
      model: 'gpt-5',
      tools: [{ type: 'function', function: { name: 'weather', description: 'Says it.', parameters: SCHEMA } }],
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And here?' },
            { type: 'image_url', image_url: { url: PNG } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Taipei"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'Sunny' },
        { role: 'assistant', content: 'Sunny.' },
      ],
    },
    [
      [
        'weather',
        JSON.stringify({
          type: 'function',
          function: { name: 'weather', description: 'Says it.', parameters: SCHEMA },
        }),
      ],
      ['developer', 'Be brief.'],
      ['user', ''],
      ['text', 'And here?'],
      ['image/png', ''],
      ['assistant', ''],
      ['weather()', 'weather{"city":"Taipei"}'],
      ['tool', ''],
      ['c1 →', 'Sunny'],
      ['assistant', 'Sunny.'],
    ],
  ],
  'an answer of it': [{ choices: [{ message: { role: 'assistant', content: 'Yes.' } }] }, [['assistant', 'Yes.']]],
  'OpenAI Responses': [
    {
      model: 'gpt-5',
      instructions: 'Be brief.',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Here?' },
            { type: 'input_image', image_url: PNG },
          ],
        },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Look.' }] },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'Sunny' },
        { type: 'web_search_call', id: 'w' },
      ],
      tools: [{ type: 'web_search' }],
    },
    [
      ['web_search', '{"type":"web_search"}'],
      ['instructions', 'Be brief.'],
      ['user', ''],
      ['text', 'Here?'],
      ['image/png', ''],
      ['assistant', ''],
      ['thinking', 'Look.'],
      ['assistant', ''],
      ['weather()', 'weather{}'],
      ['tool', ''],
      ['c1 →', 'Sunny'],
      ['assistant', ''],
      ['web_search_call', ''],
    ],
  ],
  'Anthropic Messages': [
    {
      system: [{ type: 'text', text: 'Be brief.' }],
      tools: [{ name: 'weather', description: 'Says it.', input_schema: SCHEMA }],
      messages: [
        { role: 'user', content: 'Here?' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Look.', signature: 'x' },
            { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Taipei' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'Sunny' }] },
            { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'UklGR' } },
          ],
        },
      ],
    },
    [
      ['weather', JSON.stringify({ name: 'weather', description: 'Says it.', input_schema: SCHEMA })],
      ['system', 'Be brief.'],
      ['user', 'Here?'],
      ['assistant', ''],
      ['thinking', 'Look.'],
      ['weather()', 'weather{"city":"Taipei"}'],
      ['user', ''],
      ['t1 →', 'Sunny'],
      ['image/webp', ''],
    ],
  ],
  'Gemini generateContent': [
    {
      system_instruction: { parts: [{ text: 'Be brief.' }] },
      tools: [{ functionDeclarations: [{ name: 'weather', description: 'Says it.', parameters: SCHEMA }] }],
      contents: [
        { role: 'user', parts: [{ text: 'Here?' }, { inlineData: { mimeType: 'image/png', data: 'iVBOR' } }] },
        { role: 'model', parts: [{ functionCall: { name: 'weather', args: { city: 'Taipei' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { sky: 'blue' } } }] },
      ],
    },
    [
      ['weather', JSON.stringify({ name: 'weather', description: 'Says it.', parameters: SCHEMA })],
      ['system', 'Be brief.'],
      ['user', ''],
      ['text', 'Here?'],
      ['image/png', ''],
      ['model', ''],
      ['weather()', 'weather{"city":"Taipei"}'],
      ['user', ''],
      ['weather →', '{"sky":"blue"}'],
    ],
  ],
  'MCP tools/list': [
    { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'weather', inputSchema: SCHEMA }] } },
    [['weather', JSON.stringify({ name: 'weather', inputSchema: SCHEMA })]],
  ],
  'VS Code’s export': [
    {
      responderUsername: 'GitHub Copilot',
      requests: [
        {
          message: { text: 'Here?', parts: [] },
          response: [{ value: 'It is ' }, { kind: 'inlineReference', inlineReference: {} }, { value: 'sunny.' }],
          result: {
            metadata: {
              toolCallRounds: [{ response: '', toolCalls: [{ id: 'c', name: 'weather', arguments: '{}' }] }],
              toolCallResults: { c: { $mid: 20, content: [{ $mid: 21, value: 'Sunny' }] } },
            },
          },
        },
      ],
    },
    [
      ['user', 'Here?'],
      ['assistant', ''],
      ['text', 'It is '],
      ['text', 'sunny.'],
      ['assistant', ''],
      ['weather()', 'weather{}'],
      ['tool', ''],
      ['weather →', 'Sunny'],
    ],
  ],
};

for (const [name, [content, parts]] of Object.entries(FORMS)) {
  test(`${name}: every part, with its own tokens and its place`, async () => {
    const text = JSON.stringify(content, null, 2);
    const file = await fileOf({ 'chat.json': text });
    const found = flat(file.children);
    assert.deepEqual(
      found.map(({ label, tokens, children }) => [
        label,
        tokens - children.reduce((sum, child) => sum + child.tokens, 0),
      ]),
      parts.map(([label, own]) => [label, count(own)]),
    );
    assert.equal(file.category, parts.length === 1 && name.startsWith('MCP') ? 'tools' : 'conversation');
    assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
    for (const { place } of found) {
      const written = text.slice(place?.span?.start, place?.span?.end);
      assert.doesNotThrow(() => JSON.parse(written), written);
      assert.equal(place?.line, text.slice(0, place?.span?.start).split('\n').length - 1);
    }
  });
}

test('JSONL is one conversation where each line is a message, else one for each line', async () => {
  const line = (content: string) => JSON.stringify({ role: 'user', content });
  const one = await fileOf({ 'a.jsonl': `${line('A')}\n\n${line('B')}\n` });
  assert.deepEqual(
    one.children.map(({ label, place }) => [label, place?.line]),
    [
      ['user', 0],
      ['user', 2],
    ],
  );
  const each = (content: string) => JSON.stringify({ custom_id: '1', body: { messages: [{ role: 'user', content }] } });
  const two = await fileOf({ 'a.jsonl': `${each('A')}\r\n${each('B')}` });
  assert.deepEqual(
    two.children.map(({ label, children }) => [label, children.map((child) => child.place?.line)]),
    [
      ['1', [0]],
      ['2', [1]],
    ],
  );
  const transcript = ['{"type":"summary","summary":"x"}', `{"type":"user","message":${line('A')}}`].join('\n');
  assert.deepEqual(
    (await fileOf({ 'a.jsonl': transcript })).children.map(({ tokens }) => tokens),
    [1],
  );
});

test('of two fields with one name the last counts, as in every parser', async () => {
  const file = await fileOf({ 'a.json': '{"messages":[{"role":"user","content":"one two three","content":"one"}]}' });
  assert.equal(file.tokens, count('one'));
});

for (const [name, text] of Object.entries({
  'other JSON': '{"messages": {"hello": "Hello"}, "parts": [1], "tools": ["a"]}',
  'a request for embeddings': '{"input": "a text", "model": "m"}',
  'JSON with comments': '{"role": "a", /* b */ "content": 1}',
  'nothing nested so deeply': `${'['.repeat(100_000)}"role":`,
})) {
  test(`${name} is data, and counted as it is`, async () => {
    const file = await fileOf({ 'a.json': text });
    assert.deepEqual([file.category, file.tokens, file.children], ['data', count(text), []]);
  });
}

const WRONG: readonly [name: string, content: unknown, problem: string][] = [
  ['no role', [{ role: 'user', content: 'a' }, { content: 'b' }], '$[1]: has no role'],
  [
    'another role',
    {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'king', content: 'b' },
      ],
    },
    '$.messages[1]: has the role "king", none of',
  ],
  [
    'a content that is a number',
    { messages: [{ role: 'user', content: 7 }] },
    '$.messages[0].content: is neither a text nor a list',
  ],
  [
    'a part without a type',
    { messages: [{ role: 'user', content: [{ txt: 'a' }] }] },
    '$.messages[0].content[0]: has no type',
  ],
  [
    'a call without a name',
    { messages: [{ role: 'assistant', content: null, tool_calls: [{ id: 'a' }] }] },
    '$.messages[0].tool_calls[0]: has no name',
  ],
  ['no parts', { contents: [{ parts: [] }, { role: 'user' }] }, '$.contents[1]: has no list of parts'],
];
for (const [name, content, problem] of WRONG) {
  test(`${name} is refused, with its place`, async () => {
    const [left] = (await reportOf(folderWith({ 'a.json': JSON.stringify(content) }))).leftOut;
    assert.equal(left.why, 'form');
    assert.ok(left.problem?.startsWith(problem), left.problem);
  });
}

test('a line that is refused is named', async () => {
  const [left] = (await reportOf(folderWith({ 'a.jsonl': '{"role":"user","content":"a"}\n{"role":"user"' }))).leftOut;
  assert.match(left.problem ?? '', /^line 2: \$: line 1: /);
});

async function fileOf(files: Readonly<Record<string, string>>): Promise<ContextNode> {
  const { nodes, leftOut } = await reportOf(folderWith(files));
  assert.deepEqual(leftOut, []);
  return nodes[0].children[0];
}
