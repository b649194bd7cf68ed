// onnxruntime would keep a database of what it was used for, to be sent away. It runs in a process with a home of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const ADD = `
  import { Graph } from './src/onnx/graph.ts';
  import { floats } from './src/runtime/feeds.ts';
  import { OnnxSession } from './src/runtime/onnxSession.ts';
  const g = new Graph();
  const x = g.input('x', 'float32', ['n']);
  g.output('y', g.add(x, x), ['n']);
  const session = await OnnxSession.open(g, 'embed', '.');
  const { y } = await session.run({ x: floats(Float32Array.of(1), [1]) }, ['y']);
  console.log(y[0]);
  await session.release();`;

test('a session writes nothing into the folders of the user', async () => {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const places = { HOME: home, USERPROFILE: home, XDG_CACHE_HOME: join(home, 'cache'), TMPDIR: join(home, 'tmp') };
  await mkdir(places.TMPDIR);
  // A server that builds software would be recognised, and nothing collected there.
  const { CI, TF_BUILD, GITHUB_ACTIONS, JENKINS_URL, NODE_COMPILE_CACHE, ORT_DISABLE_TELEMETRY, ...others } =
    process.env;
  const cwd = join(import.meta.dirname, '../../..');
  const args = ['--input-type=module', '--eval', ADD];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: { ...others, ...places } });
  assert.equal(stdout, '2\n');
  assert.deepEqual(await readdir(home, { recursive: true }), ['tmp']);
  await rm(home, { recursive: true });
});
