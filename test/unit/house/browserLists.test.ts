// The tests of browsers share processes by lists of files. Whoever adds a file and forgets the list would see it pass alone,
// and never again.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const BROWSER = resolve(import.meta.dirname, '../../browser');
/** Folders, who lists their files, and what is run by itself. */
const LISTS: readonly [folder: string, lists: readonly string[], alone: readonly string[]][] = [
  ['dom', ['inFirstBrowser.ts', 'inSecondBrowser.ts'], []],
  ['.', ['inOneWorkbench.ts'], ['uncaught.test.ts']],
];

for (const [folder, lists, alone] of LISTS) {
  test(`every file of tests in test/browser/${folder} is in one list, and in one only`, () => {
    const files = readdirSync(join(BROWSER, folder)).filter((name) => name.endsWith('.test.ts'));
    const listed = lists.flatMap((list) =>
      Array.from(
        readFileSync(join(BROWSER, folder, list), 'utf8').matchAll(/^import '\.\/(.+)';$/gm),
        ([, name]) => name,
      ),
    );
    assert.deepEqual([...listed, ...alone].sort(), files.sort());
  });
}
