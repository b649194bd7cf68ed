// Chat templates against Hugging Face's own rendering (fixtures/chat/make.py), and templates that are broken or
// malicious.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
  for (const file of await readdir(folder)) await rm(join(folder, file), { recursive: true });
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
  const named = (name: string) => [
    { name: 'tool_use', template: 'tools' },
    { name, template: 'plain' },
  ];
  await write({ chat_template: named('default') });
  assert.equal(await applyChatTemplate(folder, HI), 'plain');
  await write({ chat_template: { default: 'plain', tool_use: 'tools' } });
  assert.equal(await applyChatTemplate(folder, HI), 'plain');
  await write({ chat_template: named('rag') });
  await rejects(HI, 'chat-template-invalid', '"tool_use", "rag", and none named "default"');
});

test('a folder of named templates adds to the file, and hides what tokenizer_config.json has', async () => {
  const more = join(folder, 'additional_chat_templates');
  await write({ chat_template: 'of the config' }, 'of the file');
  await mkdir(more);
  await writeFile(join(more, 'tool_use.jinja'), 'tools');
  assert.equal(await applyChatTemplate(folder, HI), 'of the file');
  await rm(join(folder, 'chat_template.jinja'));
  await rejects(HI, 'chat-template-invalid', '"tool_use", and none named "default"');
  await writeFile(join(more, 'default.jinja'), 'of the folder');
  assert.equal(await applyChatTemplate(folder, HI), 'of the folder');
});

test("a processor's chat_template.json serves where the tokenizer has none", async () => {
  await write({});
  await writeFile(join(folder, 'chat_template.json'), JSON.stringify({ chat_template: 'of the processor' }));
  assert.equal(await applyChatTemplate(folder, HI), 'of the processor');
});

test('line ends of Windows are those of Unix, in a file and in JSON', async () => {
  const template = "{%- for m in messages %}\r\n{{- '<|' + m.role + '|>\r\n' + m.content }}\r\n{%- endfor %}\r\n";
  await write({ chat_template: template });
  assert.equal(await applyChatTemplate(folder, HI), '<|user|>\nHi');
  await write({}, template);
  assert.equal(await applyChatTemplate(folder, HI), '<|user|>\nHi');
});

/** What transformers passes to a template, and what it finds in which file. */
const VARIABLES: readonly [template: string, config: object, map: object | undefined, right: string][] = [
  ['{% if documents is none and tools is none %}none{% endif %}', {}, undefined, 'none'],
  [
    '{{ sep_token }}{{ cls_token }}{{ mask_token }}',
    { sep_token: 's', cls_token: 'c', mask_token: 'm' },
    undefined,
    'scm',
  ],
  [
    "{{ additional_special_tokens | join(',') }}",
    { additional_special_tokens: ['a', { content: 'b' }] },
    undefined,
    'a,b',
  ],
  ['{{ image_token }}', { extra_special_tokens: { image_token: '<image>' } }, undefined, '<image>'],
  ['{{ bos_token }}', { bos_token: 'config' }, { bos_token: { content: 'map' } }, 'map'],
  ['{{ bos_token }}', { bos_token: 'config', added_tokens_decoder: { 0: {} } }, { bos_token: 'map' }, 'config'],
  ['{{ bos_token }}{{ eos_token }}', { tokenizer_class: 'LlamaTokenizerFast', eos_token: null }, undefined, '<s>'],
  ['{% if bos_token is not defined %}none{% endif %}', { bos_token: null }, undefined, 'none'],
];
for (const [template, config, map, right] of VARIABLES) {
  test(`${template} with ${JSON.stringify(config)} and the map ${JSON.stringify(map)} is ${right}`, async () => {
    await write({ ...config, chat_template: template });
    if (map) await writeFile(join(folder, 'special_tokens_map.json'), JSON.stringify(map));
    assert.equal(await applyChatTemplate(folder, HI), right);
  });
}

const BROKEN: readonly [name: string, config: object | undefined, code: Failure['code'], problem: string][] = [
  ['no template', {}, 'chat-template-missing', ''],
  ['no tokenizer_config.json', undefined, 'chat-template-missing', ''],
  ['a template that is a number', { chat_template: 7 }, 'chat-template-invalid', 'no text'],
  ['a template that is no Jinja', { chat_template: '{% for %}' }, 'chat-template-invalid', ''],
  ['an unknown filter', { chat_template: "{{ 'a' | explode }}" }, 'chat-template-invalid', 'explode'],
  [
    'a macro that calls itself without end',
    { chat_template: '{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}' },
    'chat-template-invalid',
    'without end',
  ],
  [
    'a text that doubles without end',
    {
      chat_template: "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    },
    'chat-template-invalid',
    'writes too much',
  ],
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
