// What a folder that somebody else made may ask for: nothing that leads to a file, an address or a command.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { readSources } from '../../scripts/house/importGraph.ts';
import { readSession } from '../../src/sessions/sessionReader.ts';
import { SAMPLE } from './sessions/sampleSession.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { capabilities, contributes } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Setting {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly scope?: string;
  readonly items?: { readonly pattern?: string };
}

/** Some text or other, which may be a folder or an address; a list of identifiers is neither. */
function isFree({ type, enum: values, items }: Setting): boolean {
  if (type === 'boolean' || values) return false;
  return (
    items?.pattern === undefined || ['/etc', 'C:\\a', 'http://a'].some((text) => RegExp(items.pattern ?? '').test(text))
  );
}
const SETTINGS = Object.entries(contributes.configuration.properties as Readonly<Record<string, Setting>>);
const { restrictedConfigurations: restricted } = capabilities.untrustedWorkspaces;

/** Who counts the tokens of a folder may be said by that folder, once it is trusted. */
const OF_FOLDERS = ['tokenscope.tokenizer', 'tokenscope.comparedTokenizers'];
/** Numbers, globs within the workspace, and words and numbers that are shown as such. */
const HARMLESS = /^(?:number|integer)$/;
const HARMLESS_NAMES = ['tokenscope.budgetFiles', 'tokenscope.prices'];

test('a setting that can name a folder or an address is not read in an untrusted workspace', () => {
  const free = SETTINGS.filter(
    ([name, setting]) => isFree(setting) && !HARMLESS.test(setting.type) && !HARMLESS_NAMES.includes(name),
  ).map(([name]) => name);
  assert.ok(free.includes('tokenscope.model'));
  for (const name of free) {
    assert.ok(restricted.includes(name), name);
    if (!OF_FOLDERS.includes(name)) assert.equal(contributes.configuration.properties[name].scope, 'machine', name);
  }
});

test('what is restricted there is a setting, and every setting of the machine is restricted', () => {
  const ofMachine = SETTINGS.filter(([, { scope }]) => scope === 'machine').map(([name]) => name);
  assert.deepEqual([...restricted].sort(), [...ofMachine, ...OF_FOLDERS].sort());
});

test('a session names no folder, and in an untrusted workspace the user is asked for its model', () => {
  const model = { ...SAMPLE.model, folder: '/etc', path: '/etc' };
  const read = readSession(JSON.stringify({ ...SAMPLE, model, folder: '/etc' }), 'a');
  assert.ok(!JSON.stringify(read).includes('/etc'));
  const choice = readFileSync(join(ROOT, 'src/sessions/sessionModelChoice.ts'), 'utf8');
  assert.match(choice, /isSet \|\| vscode\.workspace\.isTrusted/);
});

test('no Markdown and no page of ours may run commands or hold HTML', () => {
  const sources = readSources(ROOT, ['src', 'webview']);
  assert.ok(sources.length > 200);
  for (const { path } of sources) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    assert.doesNotMatch(text, /isTrusted\s*[=:]|supportHtml|enableCommandUris|\bcommand:[a-z]/i, path);
  }
});
