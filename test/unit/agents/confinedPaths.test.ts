// Nothing outside the workspace is read, however a path is written and wherever links lead.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, posix, win32 } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { confinedText, MOST_FILE_BYTES } from '../../../src/agents/confinedFile.ts';
import { confined, isInside } from '../../../src/agents/confinedPaths.ts';
import { Refusal } from '../../../src/agents/refusal.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'tokenscope-confined-')));
after(() => rmSync(base, { recursive: true, force: true }));
const [root, other, secret] = ['app', 'lib', 'app-secret'].map((name) => join(base, name));
for (const folder of [join(root, 'src'), other, secret]) mkdirSync(folder, { recursive: true });
writeFileSync(join(root, 'a.md'), 'of app');
writeFileSync(join(root, 'src/b.md'), 'of src');
writeFileSync(join(other, 'c.md'), 'of lib');
writeFileSync(join(secret, 'key'), 'secret');
writeFileSync(join(root, 'binary'), Buffer.from([1, 0, 2]));
writeFileSync(join(root, 'latin'), Buffer.from([0x63, 0xe9]));

const withoutRoots = 'No folder.';
const confine = (path: string, roots: readonly string[] = [root]) => confined(path, { roots, withoutRoots });
const refused = async (path: string, pattern: RegExp, roots?: readonly string[]) =>
  await assert.rejects(confine(path, roots), (error) => error instanceof Refusal && pattern.test(error.message));

for (const path of [
  'a.md',
  './a.md',
  'src/../a.md',
  join(root, 'a.md'),
  'app/a.md',
  pathToFileURL(join(root, 'a.md')).href,
]) {
  test(`inside: ${path.replace(base, '')}`, async () => {
    const found = await confine(path);
    assert.equal(found.shown, 'a.md');
    assert.equal(await confinedText(found), 'of app');
  });
}

for (const path of [
  '../app-secret/key',
  `${secret}/key`,
  '/etc/passwd',
  '..',
  'src/../../app-secret/key',
  '../nothing',
]) {
  test(`outside: ${path.replace(base, '')}`, async () => await refused(path, /is not in the workspace/));
}

test('outside: the address of a file', async () => {
  await refused(pathToFileURL(join(secret, 'key')).href, /is not in the workspace/);
  await refused('file://elsewhere.example/share/a.md', process.platform === 'win32' ? /./ : /is no path/);
});

test('nothing is there, or the name is none', async () => {
  await refused('nothing.md', /^There is no "nothing.md" in /);
  await refused('C:\\Windows\\win.ini', /There is no|is not in the workspace/);
  await refused('', /names no file/);
  await refused('a\0.md', /names no file/);
  await refused(`${'x'.repeat(30_000)}`, /There is no/);
  await refused('a.md', /^No folder\.$/, []);
});

test('backslashes separate folders, as on Windows', async () => {
  assert.equal((await confine('src\\b.md')).shown, 'src/b.md');
  await refused('..\\app-secret\\key', /is not in the workspace/);
});

test('of several folders the one that has it; answers name the folder', async () => {
  const roots = [root, other];
  assert.equal((await confine('c.md', roots)).shown, 'lib/c.md');
  assert.equal((await confine('lib/c.md', roots)).shown, 'lib/c.md');
  assert.equal((await confine(other, roots)).shown, 'lib');
  await refused('app-secret/key', /There is no|is not in the workspace/, roots);
});

const skip = process.platform === 'win32' && 'making links takes a privilege on Windows';
test('a link leads where it leads', { skip }, async () => {
  symlinkSync(join(secret, 'key'), join(root, 'out'));
  symlinkSync(secret, join(root, 'folder'));
  symlinkSync(join(other, 'c.md'), join(root, 'beside'));
  symlinkSync('a.md', join(root, 'within'));
  symlinkSync('circle', join(root, 'circle'));
  await refused('out', /is not in the workspace/);
  await refused('folder/key', /is not in the workspace/);
  await refused('circle', /There is no/);
  await refused('beside', /is not in the workspace/);
  assert.equal((await confine('beside', [root, other])).shown, 'lib/c.md');
  assert.equal((await confine('within')).shown, 'a.md');
  const linked = join(base, 'linked');
  symlinkSync(root, linked);
  assert.equal((await confine(join(linked, 'a.md'), [linked])).shown, 'a.md');
  assert.equal((await confine('a.md', [linked])).real, join(root, 'a.md'));
});

test('a file that became a link after it was looked at is not read', { skip }, async () => {
  writeFileSync(join(root, 'swapped'), 'harmless');
  const found = await confine('swapped');
  rmSync(join(root, 'swapped'));
  symlinkSync(join(secret, 'key'), join(root, 'swapped'));
  await assert.rejects(confinedText(found), (error) => error instanceof Refusal && /ELOOP/.test(error.message));
});

test('what is no text is refused in words', async () => {
  const text = async (path: string) => await confinedText(await confine(path));
  await assert.rejects(text('src'), /is a folder/);
  await assert.rejects(text('binary'), /is binary/);
  await assert.rejects(text('latin'), /is neither UTF-8 nor UTF-16/);
  writeFileSync(join(root, 'huge'), Buffer.alloc(MOST_FILE_BYTES + 1, 'a'));
  await assert.rejects(text('huge'), new RegExp(`has ${MOST_FILE_BYTES + 1} bytes`));
});

test('inside is told by the rules of the system', () => {
  assert.ok(isInside('C:\\Work', 'c:\\work\\a.md', win32));
  assert.ok(isInside('C:\\', 'C:\\a.md', win32));
  assert.ok(!isInside('C:\\Work', 'D:\\Work\\a.md', win32));
  assert.ok(!isInside('C:\\Work', 'C:\\Workshop\\a.md', win32));
  assert.ok(!isInside('C:\\Work', '\\\\server\\share\\a.md', win32));
  assert.ok(isInside('/work', '/work', posix));
  assert.ok(isInside('/work', '/work/..a', posix));
  assert.ok(isInside('/', '/etc', posix));
  assert.ok(!isInside('/work', '/Work/a', posix));
  assert.ok(!isInside('/work/a', '/work', posix));
  assert.equal(basename(root), 'app');
});
