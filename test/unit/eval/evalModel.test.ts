// `npm run eval-model`, as a process, on a tiny checkpoint.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { TINY } from '../engine/engineProcess.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

async function evalModel(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return await new Promise((done) => {
    execFile(process.execPath, ['scripts/evalModel.ts', ...args], { cwd: ROOT, maxBuffer: 1e9 }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eval-'));
  await writeFile(join(folder, 'cats.txt'), 'the cat sat on the mat\n<|endoftext|>\nthe cat sat\n');
});
after(() => rm(folder, { recursive: true }));

test('--json holds what was asked for, and ratios', async () => {
  const only = ['--only', 'bits,heads', '--text', folder, '--ngrams', folder, '--compare', TINY, '--json'];
  const { code, out, err } = await evalModel(TINY, ...only);
  assert.equal(code, 0, err);
  const { model, compared, fiveGram, ratios } = JSON.parse(out);
  assert.deepEqual([model.bits.cats.bytes, model.bits.cats.documents], [33, 2]);
  assert.deepEqual(compared, model);
  assert.deepEqual(Object.keys(model).sort(), ['bits', 'folder', 'heads']);
  assert.equal(ratios.toCompared.cats, 1);
  // Counting what it has read beats random weights.
  assert.equal(ratios.toFiveGram.cats, model.bits.cats.bitsPerByte / fiveGram.bits.cats.bitsPerByte);
  assert.ok(ratios.toFiveGram.cats > 2, `${ratios.toFiveGram.cats}`);
});

test('samples are searched for the words of a list, the same twice', async () => {
  const words = join(folder, 'words');
  await writeFile(words, 'man\nwoman\n'); // prompts hold them
  const args = [TINY, '--only', 'heads', '--samples', '3', '--words', words, '--json'];
  const [first, second] = await Promise.all([evalModel(...args), evalModel(...args)]);
  const { samples } = JSON.parse(first.out).model;
  assert.equal(samples.listedWords, 2);
  assert.deepEqual(
    samples.offending.map(({ seed, words: found }: { seed: number; words: string[] }) => [seed, found]),
    [
      [1, ['man']],
      [2, ['woman']],
    ],
  );
  assert.equal(first.out, second.out);
});

test('says what is missing and what is wrong', async () => {
  const nowhere = join(folder, 'nowhere');
  const noList = await evalModel(TINY, '--only', 'heads', '--samples', '1', '--words', nowhere);
  assert.match(noList.err, /nowhere is missing: no samples were searched/);
  assert.deepEqual([noList.code, (await evalModel(nowhere)).code], [0, 1]);
  const refused = await evalModel('--only', 'beauty');
  assert.equal(refused.code, 2);
  assert.match(refused.err, /there is no measure beauty\nusage:/);
});
