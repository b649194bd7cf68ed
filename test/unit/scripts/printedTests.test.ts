import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { countsOf, failedTests, failureMessages } from '../../../scripts/printedTests.ts';

const TESTS = `import test from 'node:test';
test('good', () => {});
test('bad', () => { throw new Error('one is not two'); });
test('outer', async (t) => { await t.test('inner', () => { throw new Error('inside'); }); });`;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokenscope-printed-'));
});
after(async () => await rm(folder, { recursive: true }));

async function printedBy(tests: string): Promise<string> {
  const file = join(folder, 'some.test.mjs');
  await writeFile(file, tests);
  // Without it a runner inside a runner reports to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, ['--test', '--test-reporter=spec', file], { encoding: 'utf8', env }).stdout;
}

test('of what Node’s runner prints, failures are counted, named and told with their messages', async () => {
  const printed = await printedBy(TESTS);
  assert.deepEqual(countsOf(printed), { passed: 1, failed: 3 });
  assert.deepEqual([...failedTests(printed)], ['bad', 'inner', 'outer']);
  assert.match(
    failureMessages(printed),
    /^✖ failing tests:[\s\S]*✖ bad[\s\S]*one is not two[\s\S]*✖ inner[\s\S]*inside/,
  );
  assert.equal(failureMessages(printed, 20), '✖ failing tests:\n\nte\n…');
});

test('tests that pass have no messages', async () => {
  const printed = await printedBy("import test from 'node:test'; test('good', () => {});");
  assert.deepEqual(countsOf(printed), { passed: 1, failed: 0 });
  assert.deepEqual([failedTests(printed).size, failureMessages(printed)], [0, '']);
});

test('of what mocha prints, too', () => {
  const printed =
    'views (server)\n  2 passing (3s)\n  1 failing\n\n  1) opens\n       a panel:\n     Error: it is closed\n\n2 passing in all\n1 failing in all\n';
  assert.deepEqual(countsOf(printed), { passed: 2, failed: 1 });
  assert.match(failureMessages(printed), /^ {2}1 failing[\s\S]*it is closed/);
});

test('what counts nothing is no count', () => assert.equal(countsOf('error TS2322'), undefined));
