// Templates as Jinja 2 renders them where transformers sets it up (fixtures/chat/constructs.py).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderTemplate } from '../../src/tokenizer/jinja/render.ts';
import { fromJson } from '../../src/tokenizer/jinja/values.ts';

interface Case {
  readonly kind: string;
  readonly template: string;
  readonly text?: string;
  readonly error?: string;
}

const FIXTURE = join(import.meta.dirname, 'fixtures/chat/constructs.json');
const { variables, cases } = JSON.parse(await readFile(FIXTURE, 'utf8')) as {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
};
const values = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, fromJson(value)]));

for (const { kind, template, text } of cases) {
  test(`${kind}: ${JSON.stringify(template).slice(0, 100)}`, () => {
    if (text === undefined) assert.throws(() => renderTemplate(template, values), Error);
    else assert.equal(renderTemplate(template, values), text);
  });
}

/** What is refused is named. */
const MESSAGES: readonly [template: string, message: RegExp][] = [
  ["{{ raise_exception('Only ' ~ messages[0].role) }}", /^Only system$/],
  ["a\n\r\n{% include 'a' %}\n", /^line 3: .*include/],
  ['{% for x in [] recursive %}{% endfor %}', /recursive/],
  ["{{ 'a' | xmlattr }}", /the filter "xmlattr" is not supported/],
  ["{{ 'a' | explode }}", /there is no filter "explode"/],
  ['{{ 1 is exploding }}', /there is no test "exploding"/],
  ['{{ messages.append(1) }}', /append\(\) is not allowed/],
  ['{{ messages[0].extra.text }}', /messages\[0\]\.extra is undefined/],
  ['a\n{{ § }}', /line 2: "§ }}" is not understood/],
  ['{% if true %}\na', /^line 2: a block or an expression has no end/],
  ['a\n{{ 1 + }}\nb\nc', /^line 2: /],
];
for (const [template, message] of MESSAGES) {
  test(`${JSON.stringify(template)} says ${message}`, () => {
    assert.throws(() => renderTemplate(template, values), { message });
  });
}
