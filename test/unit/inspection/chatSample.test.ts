// A sample conversation by the template of a file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { chatSample } from '../../../src/inspection/chatSample.ts';
import { folderWith } from '../context/reported.ts';

const TOKENIZER = readFileSync(resolve(import.meta.dirname, '../../golden/fixtures/qwen2/tokenizer.json'));
const TURNS =
  '{% for m in messages %}<|endoftext|>{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}?{% endif %}';

function fileWith(template: string | undefined): string {
  const config = JSON.stringify({ chat_template: template });
  return join(folderWith({ 'tokenizer.json': TOKENIZER, 'tokenizer_config.json': config }), 'tokenizer.json');
}

test('the sample is what the template writes, with the places of its special tokens', async () => {
  const { text, messages, special, tokens, withoutSystem, source } = await chatSample(fileWith(TURNS));
  assert.equal(source, TURNS);
  assert.deepEqual([messages.length, withoutSystem], [4, false]);
  assert.ok(text.startsWith('<|endoftext|>system: You are') && text.endsWith('\n?'));
  assert.deepEqual(
    special.map(([start, end]) => text.slice(start, end)),
    messages.map(() => '<|endoftext|>'),
  );
  assert.ok((tokens ?? 0) > 20);
});

test('a template that refuses a system message gets none', async () => {
  const refusing = `{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}${TURNS}`;
  const { withoutSystem, text } = await chatSample(fileWith(refusing));
  assert.ok(withoutSystem && text.startsWith('<|endoftext|>user: '));
});

test('a template that refuses everything says what it says, and none is missing', async () => {
  await assert.rejects(chatSample(fileWith("{{ raise_exception('never') }}")), { code: 'chat-template-invalid' });
  await assert.rejects(chatSample(fileWith(undefined)), { code: 'chat-template-missing' });
});
