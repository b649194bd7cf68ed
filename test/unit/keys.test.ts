// The keys that the extension takes: none that types a character on some keyboard, and no text names one that does
// nothing. The chords were looked up in the default keyboard shortcuts of VS Code 1.139 on Linux, Windows and macOS.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const { contributes } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Binding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly win?: string;
  readonly linux?: string;
}
const BINDINGS: readonly Binding[] = contributes.keybindings;
const KEYS = BINDINGS.flatMap(({ key, mac, win, linux }) => [key, mac, win, linux].filter((one) => one !== undefined));

/** The pages' own keys, and those that have always ended programs and undone edits. */
const OTHERS = ['shift+n', 'ctrl+c', 'ctrl+f', 'cmd+f', 'ctrl+z', 'ctrl+shift+z'];
const NAMED = /\b(?:(?:Ctrl|Control|Cmd|Alt|Option|Shift|Win|Meta)\+)+[A-Z0-9](?![A-Za-z])/gi;

/** What a text calls keys, a chord as one: 'Ctrl+K Ctrl+G' → 'ctrl+k ctrl+g' */
function keysIn(text: string): readonly string[] {
  const chords = new RegExp(`${NAMED.source}(?: ${NAMED.source})*`, 'gi');
  return [...text.matchAll(chords)].map(([key]) => key.toLowerCase());
}

test('no key is made with Ctrl+Alt, which is AltGr on Windows, or with Alt and a letter, which types one on a Mac', () => {
  assert.ok(KEYS.length > 0);
  assert.deepEqual(
    KEYS.filter((key) => /alt\+|option\+/i.test(key)),
    [],
  );
});

test('every command that has a key has one on a Mac that is made with Cmd', () => {
  for (const { command, mac } of BINDINGS) assert.match(mac ?? '', /^cmd\+/, command);
});

test('a bound command is one that package.json declares, and no key is bound twice', () => {
  const commands = contributes.commands.map(({ command }: { command: string }) => command);
  for (const { command } of BINDINGS) assert.ok(commands.includes(command), command);
  const keys = BINDINGS.map(({ key }) => key);
  assert.deepEqual(keys, [...new Set(keys)]);
});

test('no text names a key that is not bound', () => {
  const texts = globSync(
    [
      'README.md',
      'docs/**/*.md',
      'media/**/*.md',
      'package.nls*.json',
      'l10n/*.json',
      '{src,webview}/**/*.ts',
      'scripts/start.ts',
    ],
    { cwd: ROOT },
  );
  assert.ok(texts.length > 100);
  for (const file of texts) {
    const unbound = keysIn(readFileSync(join(ROOT, file), 'utf8')).filter((key) => ![...KEYS, ...OTHERS].includes(key));
    assert.deepEqual(unbound, [], file);
  }
});

test('keys are found in a text', () => {
  assert.deepEqual(keysIn('press `Ctrl+K Ctrl+G` (`Cmd+K Cmd+G`), or Ctrl+Alt+T; Shift+Nothing'), [
    'ctrl+k ctrl+g',
    'cmd+k cmd+g',
    'ctrl+alt+t',
  ]);
});
