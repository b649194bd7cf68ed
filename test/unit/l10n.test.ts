// Everything a user reads exists in Traditional Chinese: strings in the code, and those of package.json.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const json = (file: string): Record<string, string> => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const bundle = json('l10n/bundle.l10n.zh-tw.json');

function stringsInCode(): Set<string> {
  const sources = globSync('{src,webview}/**/*.ts', { cwd: ROOT }).map((file) =>
    readFileSync(join(ROOT, file), 'utf8'),
  );
  const calls = sources.flatMap((source) => [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)]);
  return new Set(calls.map(([, string]) => string.replace(/\\'/g, "'")));
}

test('every string in the code is translated, and nothing else is kept', () => {
  const used = stringsInCode();
  assert.ok(used.size > 50);
  assert.deepEqual(
    [...used].filter((string) => !(string in bundle)),
    [],
    'missing',
  );
  assert.deepEqual(
    Object.keys(bundle).filter((string) => !used.has(string)),
    [],
    'no longer used',
  );
});

test('translations fill the same holes', () => {
  const holes = (string: string) => (string.match(/\{\d\}/g) ?? []).toSorted();
  for (const [english, chinese] of Object.entries(bundle)) assert.deepEqual(holes(chinese), holes(english), english);
});

test('what stands behind a number in compact notation, which may end with 萬, is not a space in Chinese', () => {
  const sources = globSync('webview/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const keys = sources.flatMap((source) => [...source.matchAll(/\bt\(\s*'([^']*\{0\}[^']*)',\s*formatCompact\(/g)]);
  assert.ok(keys.length > 0);
  for (const [, key] of keys) assert.doesNotMatch(bundle[key], /\{0\} /, key);
});

test('package.json has both languages for every string', () => {
  const used = [...readFileSync(join(ROOT, 'package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
  for (const file of ['package.nls.json', 'package.nls.zh-tw.json']) {
    assert.deepEqual(Object.keys(json(file)).toSorted(), [...new Set(used)].toSorted(), file);
  }
});
