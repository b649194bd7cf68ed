// What files had at the last commit, in a real repository.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadOpenAiEncoding } from '../../../src/tokenizer/openAiEncoding.ts';
import { count, flat, folderWith, reportOf } from './reported.ts';

/** Where two line breaks are one token, what ends a section may be joined with what follows. */
const JOINING = { kind: 'openai', encoding: 'r50k_base' } as const;

function git(folder: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
}

test('each file has what it had, with its sections; new ones had nothing, and those that are gone are there', async () => {
  const folder = folderWith({
    'same.md': '# A\n\none\n',
    'changed.md': '# A\n\none two\n\n# B\n\nthree\n',
    'in/gone.txt': 'one two three',
    'ignored.log': 'log',
    'out.txt': 'out',
  });
  symlinkSync('same.md', join(folder, 'link.md'));
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
  writeFileSync(join(folder, '.gitignore'), '*.log\n');
  writeFileSync(join(folder, 'changed.md'), '# A\n\none\n\n# C\n\nthree four\n');
  writeFileSync(join(folder, 'new.txt'), 'one');
  rmSync(join(folder, 'in/gone.txt'));
  rmSync(join(folder, 'out.txt'));
  const report = await reportOf(folder, { changes: true, exclude: ['out.*'], tokenizer: JOINING });
  const found = flat(report.nodes[0].children).map(({ label, kind, tokens, before }) => [label, kind, tokens, before]);
  const { count: size } = await loadOpenAiEncoding(JOINING.encoding);
  assert.deepEqual(found, [
    ['.gitignore', 'file', size('*.log\n'), 0],
    ['changed.md', 'file', size('# A\n\none\n\n# C\n\nthree four\n'), size('# A\n\none two\n\n# B\n\nthree\n')],
    // In the text each of the two line breaks in front of B is a token, at its end both are one.
    ['A', 'section', size('# A\n\none\n\n') + 1, size('# A\n\none two\n\n') + 1],
    ['C', 'section', size('# C\n\nthree four\n'), 0],
    ['link.md', 'file', size('# A\n\none\n'), size('# A\n\none\n')],
    ['A', 'section', size('# A\n\none\n'), size('# A\n\none\n')],
    ['new.txt', 'file', 1, 0],
    ['same.md', 'file', size('# A\n\none\n'), size('# A\n\none\n')],
    ['A', 'section', size('# A\n\none\n'), size('# A\n\none\n')],
    ['in', 'folder', 0, 3],
    ['gone.txt', 'file', 0, 3],
  ]);
  const inner = await reportOf(join(folder, 'changed.md'), { changes: true });
  assert.equal(inner.nodes[0].before, count('# A\n\none two\n\n# B\n\nthree\n'));
  assert.equal((await reportOf(folder)).nodes[0].before, undefined);
});

test('nothing is known where there is no commit', async () => {
  const folder = folderWith({ 'a.txt': 'a' });
  assert.equal((await reportOf(folder, { changes: true })).nodes[0].before, undefined);
  git(folder, 'init', '-q');
  assert.equal((await reportOf(folder, { changes: true })).nodes[0].before, undefined);
});

test('nothing that the repository names is run', { skip: process.platform === 'win32' }, async () => {
  const folder = folderWith({
    'a.txt': 'a',
    '.gitattributes': '*.txt filter=run diff=run\n',
    'run.sh': '#!/bin/sh\ntouch "$(dirname "$0")/was-run"\ncat\n',
  });
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
  for (const name of [
    'filter.run.smudge',
    'filter.run.clean',
    'diff.run.textconv',
    'core.fsmonitor',
    'core.pager',
    'core.sshCommand',
  ])
    git(folder, 'config', name, `sh ${join(folder, 'run.sh')}`);
  writeFileSync(join(folder, 'a.txt'), 'a b');
  const report = await reportOf(folder, { changes: true });
  assert.deepEqual(
    flat(report.nodes)
      .filter(({ label }) => label === 'a.txt')
      .map(({ tokens, before }) => [tokens, before]),
    [[2, 1]],
  );
  assert.ok(!existsSync(join(folder, 'was-run')));
});
