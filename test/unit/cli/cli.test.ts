// `npm run explain`, as a process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { EMBEDDED, TINY } from '../engine/engineProcess.ts';
import { startInferenceServer } from '../runtime/remote/inferenceServer.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function cli(...args: readonly string[]): Promise<Ended> {
  return await new Promise((done) => {
    execFile(process.execPath, ['src/cli/cli.ts', ...args], { cwd: ROOT, maxBuffer: 1e9 }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

async function embeddedConfig(): Promise<Readonly<Record<'n_layer' | 'n_head' | 'n_embd', number>>> {
  return JSON.parse(await readFile(join(EMBEDDED, 'config.json'), 'utf8'));
}

test('prints the tokens and what comes next', async () => {
  const { code, out } = await cli('--text', 'Once upon a time', '--generate', '3');
  assert.equal(code, 0);
  const { n_layer: layers, n_head: heads, n_embd: width } = await embeddedConfig();
  assert.ok(out.startsWith(`model (gpt2): ${layers} layers × ${heads} heads, width ${width}`), out);
  assert.match(out, /"Once"\n.*" upon"\n.*" a"\n.*" time"/);
  assert.match(out, /continued: ".+"/);
});

test('--json holds everything but the raw attention, the same twice', async () => {
  const [first, second] = await Promise.all(
    [0, 1].map(async () => JSON.parse((await cli('--text', '蘋果', '--generate', '2', '--json')).out)),
  );
  assert.equal(first.model.folder, EMBEDDED);
  const n = first.tokens.length;
  assert.deepEqual([first.next.length, first.vectors.length, first.steps.length], [n, n, 2]);
  const { n_layer: layers, n_embd: width } = await embeddedConfig();
  assert.equal(first.vectors[0].residual.values.length, (layers + 1) * width);
  assert.deepEqual([first.tokens, first.next, first.vectors], [second.tokens, second.next, second.vectors]);
  assert.ok(!JSON.stringify(Object.keys(first.steps[0])).includes('attention'));
});

test('--export-triton writes what --remote runs, with the same result', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  const repository = join(folder, 'tiny');
  const exported = await cli('--export-triton', repository, '--model', TINY);
  assert.equal(exported.code, 0, exported.err);
  assert.match(exported.out, /tiny: 5 models, \d+ bytes of weights\ntritonserver --model-repository=/);
  const server = await startInferenceServer(repository, { binary: true });
  const text = ['--text', 'the cat sat', '--generate', '3', '--json'];
  const there = JSON.parse((await cli(...text, '--model', repository, '--remote', server.url)).out);
  const here = JSON.parse((await cli(...text, '--model', TINY)).out);
  await server.close();
  await rm(folder, { recursive: true });
  assert.equal(there.model.remote, new URL(server.url).host);
  assert.equal(here.model.remote, undefined);
  const story = ({ steps }: { steps: { token: { id: number } }[] }) => steps.map(({ token }) => token.id);
  assert.deepEqual(story(there), story(here));
  assert.equal((await cli('--export-triton', TINY, '--model', TINY)).code, 1);
});

test('says what is wrong and how it is used', async () => {
  const missing = await cli('--text', 'x', '--model', resolve(TINY, 'nowhere'));
  assert.equal(missing.code, 1);
  assert.match(missing.err, /could not explain: file-missing\n {2}file: .*nowhere.*config\.json/);
  const usage = await cli('--text', 'x', '--generate', 'many');
  assert.equal(usage.code, 2);
  assert.match(usage.err, /--generate needs a number from 0 on, not "many"\nusage: npm run explain/);
  assert.equal((await cli()).code, 2);
});
