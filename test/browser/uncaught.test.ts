// What a program throws and nobody catches is written down, and known as ours.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LISTENER, recording, uncaughtInProcesses, uncaughtOf } from './uncaught.ts';

const HOST = ['--', '--type=extensionHost'];
/** As VS Code's extension host does. */
const GOES_ON = "process.on('unhandledRejection', () => {});";

const PROGRAMS: readonly [name: string, program: string, args: readonly string[], ours: RegExp | undefined][] = [
  ['an exception', "throw new Error('planted')", ['--', 'engine.js'], /^engine\.js: [\s\S]*planted/],
  ['a rejection that ends the program', "Promise.reject(new Error('planted'))", ['--', 'engine.js'], /Error: planted/],
  ['a failure in the host', `${GOES_ON} Promise.reject({ code: 'planted' })`, HOST, /\{"code":"planted"\}/],
  ['an error of another extension', `${GOES_ON} Promise.reject(new Error('theirs'))`, HOST, undefined],
  [
    'what is caught late',
    `${GOES_ON} const late = Promise.reject({ code: 'late' }); setImmediate(() => late.catch(() => {}))`,
    HOST,
    undefined,
  ],
];
for (const [name, program, args, ours] of PROGRAMS) {
  test(name, async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'uncaught-'));
    context.after(async () => await rm(folder, { recursive: true }));
    const file = join(folder, 'uncaught.jsonl');
    const preload = `--import=${pathToFileURL(join(LISTENER, 'recordUncaught.mjs')).href}`;
    const child = spawn(process.execPath, [preload, '--eval', program, ...args], {
      env: { ...process.env, ...recording(file) },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    const found = uncaughtInProcesses(file, args[1]);
    assert.equal(found.length, ours ? 1 : 0, found.join());
    if (ours) assert.match(found[0], ours);
  });
}

test('an error with a stack in our files is ours', () => {
  const thrown = 'Error: no\n    at f (/x/extensions/tokenscope.tokenscope-0.1.0/dist/extension.js:1:1)';
  assert.equal(uncaughtOf(JSON.stringify({ process: 1, program: 'host', rejected: 0, thrown })).length, 1);
});
