// Which files of a folder are counted, on real folders with everything in them that a disk may hold.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scan } from '../../../src/context/scan.ts';
import { counted, folderWith, leftOut, reportOf } from './reported.ts';

test('.gitignore of every folder counts, the inner one more, and info/exclude of the repository', async () => {
  const folder = folderWith({
    '.git/info/exclude': 'private.txt\n',
    '.gitignore': '*.log\nbuild/\n!keep.log\n',
    'a.log': 'a',
    'keep.log': 'a',
    'private.txt': 'a',
    'build/out.txt': 'a',
    'in/.gitignore': '!a.log\n/only-here.txt\n',
    'in/a.log': 'a',
    'in/only-here.txt': 'a',
    'in/deep/only-here.txt': 'a',
  });
  const report = await reportOf(folder);
  const files = ['in/deep/only-here.txt', 'in/.gitignore', 'in/a.log', '.gitignore', 'keep.log'];
  assert.deepEqual(counted(report, folder), files);
  const ignored = ['a.log', 'build', 'in/only-here.txt', 'private.txt'];
  assert.deepEqual(leftOut(report, folder), Object.fromEntries(ignored.map((name) => [name, 'ignored'])));
  // The rules above a chosen folder hold as well, unless they ignore itself.
  assert.deepEqual(counted(await reportOf(join(folder, 'in')), folder), files.slice(0, 3));
  assert.deepEqual(counted(await reportOf(join(folder, 'build')), folder), ['build/out.txt']);
});

test('globs leave out folders with what is in them', async () => {
  const folder = folderWith({ 'a.txt': 'a', 'b/.c/d.txt': 'a', 'b/e.ts': 'a', 'b/e.js': 'a' });
  const report = await reportOf(folder, { exclude: ['**/.c', '**/*.{ts,tsx}'] });
  assert.deepEqual(counted(report, folder), ['b/e.js', 'a.txt']);
  assert.deepEqual(leftOut(report, folder), { 'b/.c': 'ignored', 'b/e.ts': 'ignored' });
});

test('links are followed within the chosen folders, and circles are named once', async () => {
  const outside = folderWith({ 'secret.txt': 'a' });
  const folder = folderWith({ 'a/file.txt': 'a', 'b/other.txt': 'b', 'AGENTS.md': 'a' });
  symlinkSync(folder, join(folder, 'a/up'));
  symlinkSync(join(folder, 'b'), join(folder, 'a/to-b'));
  symlinkSync(join(folder, 'a'), join(folder, 'b/to-a'));
  symlinkSync('AGENTS.md', join(folder, 'CLAUDE.md'));
  symlinkSync('nowhere', join(folder, 'broken'));
  symlinkSync(outside, join(folder, 'out'));
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'out.txt'));
  const report = await reportOf(folder);
  assert.deepEqual(counted(report, folder).toSorted(), [
    'AGENTS.md',
    'CLAUDE.md',
    'a/file.txt',
    'a/to-b/other.txt',
    'b/other.txt',
    'b/to-a/file.txt',
  ]);
  assert.deepEqual(leftOut(report, folder), {
    'a/to-b/to-a': 'link-circle',
    'a/up': 'link-circle',
    'b/to-a/to-b': 'link-circle',
    'b/to-a/up': 'link-circle',
    broken: 'unreadable',
    out: 'link-outside',
    'out.txt': 'link-outside',
  });
});

test('a pipe is not opened', { skip: process.platform === 'win32' }, async () => {
  const folder = folderWith({ 'a.txt': 'a' });
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  assert.deepEqual(leftOut(await reportOf(folder), folder), { pipe: 'unreadable' });
});

test('a root that is not there is named, and so are files behind the limit', async () => {
  const folder = folderWith({ 'a.txt': 'a', 'b.txt': 'b' });
  const gone = await reportOf(join(folder, 'gone'));
  assert.deepEqual(leftOut(gone, folder), { gone: 'deleted' });
  const limited = await scan([folder], { exclude: [], mostBytes: 10, mostFiles: 1 });
  assert.deepEqual(limited.leftOut, [{ path: join(folder, 'b.txt'), why: 'too-many', size: 1 }]);
});
