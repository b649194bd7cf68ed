// Chat templates against Hugging Face's own rendering (fixtures/chat/make.py), and templates that are broken or
// malicious.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Failure } from '../../src/contract/failure.ts';
import type { ChatMessage } from '../../src/contract/tokens.ts';
import { applyChatTemplate } from '../../src/tokenizer/chatTemplate.ts';

interface Case {
  readonly template: string;
  readonly messages: readonly ChatMessage[];
  readonly text?: string;
  readonly error?: string;
}

const FIXTURE = join(import.meta.dirname, 'fixtures/chat/cases.json');
const { tokens, templates, cases } = JSON.parse(await readFile(FIXTURE, 'utf8')) as {
  readonly tokens: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
};
const HI: readonly ChatMessage[] = [{ role: 'user', content: 'Hi' }];

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-'));
});
after(async () => await rm(folder, { recursive: true }));

async function write(config: object | undefined, jinja?: string): Promise<void> {
  for (const file of ['tokenizer_config.json', 'chat_template.jinja']) await rm(join(folder, file), { force: true });
  if (config) await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(config));
  if (jinja !== undefined) await writeFile(join(folder, 'chat_template.jinja'), jinja);
}

for (const [i, { template, messages, text, error }] of cases.entries()) {
  test(`${template}, conversation ${i % 3}`, async () => {
    await write({ ...tokens, chat_template: templates[template] });
    if (text !== undefined) assert.equal(await applyChatTemplate(folder, messages), text);
    else await rejects(messages, 'chat-template-invalid', error ?? '');
  });
}

test('a template in a file of its own comes first', async () => {
  await write(
    { chat_template: 'the other', bos_token: { content: '<b>' } },
    '{{ bos_token }}{{ messages[0].content }}',
  );
  assert.equal(await applyChatTemplate(folder, HI), '<b>Hi');
});

test('of named templates the default one is taken, and one must be there', async () => {
  const named = (name: string) => ({
    chat_template: [
      { name: 'tool_use', template: 'tools' },
      { name, template: 'plain' },
    ],
  });
  await write(named('default'));
  assert.equal(await applyChatTemplate(folder, HI), 'plain');
  await write(named('rag'));
  await rejects(HI, 'chat-template-invalid', 'default');
});

const BROKEN: readonly [name: string, config: object | undefined, code: Failure['code'], problem: string][] = [
  ['no template', {}, 'chat-template-missing', ''],
  ['no tokenizer_config.json', undefined, 'chat-template-missing', ''],
  ['a template that is a number', { chat_template: 7 }, 'chat-template-invalid', 'no text'],
  ['a template that is no Jinja', { chat_template: '{% for %}' }, 'chat-template-invalid', ''],
  ['an unknown filter', { chat_template: "{{ 'a' | explode }}" }, 'chat-template-invalid', 'explode'],
  [
    'a template that never ends',
    { chat_template: '{% for a in range(30000) %}{% for b in range(30000) %}{% endfor %}{% endfor %}' },
    'chat-template-invalid',
    'not through',
  ],
];

for (const [name, config, code, problem] of BROKEN) {
  test(name, async () => {
    await write(config);
    await rejects(HI, code, problem);
  });
}

async function rejects(messages: readonly ChatMessage[], code: Failure['code'], problem: string): Promise<void> {
  await assert.rejects(applyChatTemplate(folder, messages), (failure: Failure) => {
    assert.equal(failure.code, code, JSON.stringify(failure));
    if ('problem' in failure) assert.ok(failure.problem.includes(problem), failure.problem);
    return true;
  });
}
