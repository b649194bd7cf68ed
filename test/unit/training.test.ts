// The way from raw text to a model that the engine opens, on a few KB and with training/'s own commands. It needs Python
// with the modules below, and is skipped where they are not; TOKENSCOPE_PYTHON names another Python than `python3`.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { openEvaluatedModel, readLogits } from '../../scripts/eval/evaluatedModel.ts';
import { explained, startEngine } from './engine/engineProcess.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NAMED = process.env.TOKENSCOPE_PYTHON;
const PYTHON = NAMED ?? 'python3';
const MODULES = ['numpy', 'regex', 'tokenizers', 'torch'];
// Nothing is imported: PyTorch alone takes seconds. Prints what is missing, or nothing.
const PROBE = `
import importlib.metadata, importlib.util, sys
missing = [name for name in sys.argv[1:] if importlib.util.find_spec(name) is None]
if sys.version_info < (3, 11):
    print("Python 3.11, it is " + sys.version.split()[0])
elif missing:
    print(", ".join(missing))
elif int(importlib.metadata.version("torch").split(".")[0]) < 2:
    print("PyTorch 2, it has " + importlib.metadata.version("torch"))
`;
/** English, Chinese and code: tokens of one byte and of several characters. */
const TEXT = 'One day, Tom saw 蘋果 on the table.\n「你好，」小明說。\nfunction add(a, b) { return a + b; }';
/** Float32 sums of a few hundred terms in another order; the largest logits are about 10. */
const TOLERANCE = 1e-4;
/** A model of 0.2 million parameters, most of them its vocabulary. Fine-tuning reads windows of 256 tokens. */
const SHAPE = '--layers 2 --heads 2 --width 32 --context 256 --batch 2 --device cpu --no-compile'.split(' ');
/** Of a schedule: 1.2 s, some steps at least on any machine, one at the worst. */
const MINUTES = 0.02;

const missing = whatIsMissing();
// Who names a Python wants it run.
if (NAMED !== undefined && missing !== undefined) throw new Error(`TOKENSCOPE_PYTHON: ${missing}`);

const skip = missing ?? false;
const folder = await mkdtemp(join(tmpdir(), 'training-'));
const at = (...names: readonly string[]) => join(folder, ...names);
after(() => rm(folder, { recursive: true, force: true }));

// Each test goes on with what the one before has made.
test('compose and tokenizer make a corpus, a tokenizer and token ids', { skip }, async () => {
  await python('smoke.py', 'texts', folder);
  const texts = ['--texts', at('texts'), '--archives', at('packages'), '--node-modules', at('node_modules')];
  const rules = ['--python-lib', at('python3.11'), '--everyday-mb', '0.3'];
  await python('compose.py', ...texts, ...rules, '--out', at('corpus'));
  await python('tokenizer.py', 'learn', '--corpus', at('corpus'), '--vocab', '6400', '--out', at('model'));
  await python('tokenizer.py', 'encode', '--corpus', at('corpus'), '--model', at('model'), '--data', at('data'));
  const { model } = await json(at('model', 'tokenizer.json'));
  assert.equal(Object.keys(model.vocab).length, 6400);
  const code = await readFile(at('corpus/train/code.txt'), 'utf8');
  const documents = code.split('\n<|endoftext|>\n').length;
  const ids = await readFile(at('data/train.code.bin'));
  assert.ok(documents > 20, `${documents} documents of code`);
  assert.equal(new Uint16Array(ids.buffer, ids.byteOffset, ids.length / 2).filter((id) => id === 0).length, documents);
});

test('train writes a checkpoint, and the state of everything', { skip }, async () => {
  await train('model', ['--minutes', `${MINUTES}`, '--state', at('state'), '--out', at('parts')]);
  assert.ok((await noteOf('parts')).step > 0);
  assert.ok(await sameBytes('model/model.safetensors', 'parts/model.safetensors.part0'));
});

test('train goes on from a state, and finetune from a checkpoint', { skip }, async () => {
  await Promise.all(['same', 'longer', 'tuned'].map((copy) => cp(at('model'), at(copy), { recursive: true })));
  const { step, seconds } = await noteOf('parts');
  const resume = ['--resume', at('state'), '--out'];
  const small = [
    '--lr',
    '1e-2',
    '--batch',
    '2',
    '--repeated',
    '1',
    '--continuations',
    '2',
    '--tokens',
    '8',
    '--run',
    '2',
  ];
  await Promise.all([
    // Its schedule is used up: not one step is left.
    train('same', ['--minutes', `${MINUTES}`, ...resume, at('same-parts')]),
    train('longer', ['--minutes', `${(seconds + 2) / 60}`, ...resume, at('longer-parts')]),
    python('finetune.py', '--model', at('tuned'), '--data', at('data'), '--minutes', `${MINUTES}`, ...small),
  ]);
  assert.equal((await noteOf('same-parts')).step, step);
  assert.ok(await sameBytes('same/model.safetensors', 'model/model.safetensors'));
  assert.ok((await noteOf('longer-parts')).step > step);
  assert.ok(!(await sameBytes('longer/model.safetensors', 'model/model.safetensors')));
});

test('average takes each weight between the two', { skip }, async () => {
  const files = ['model', 'tuned', 'averaged'].map((name) => at(name, 'model.safetensors'));
  await cp(at('model'), at('averaged'), { recursive: true });
  await python('average.py', ...files.slice(0, 2), '--after', '.7', '--out', files[2]);
  const { change } = JSON.parse(await python('smoke.py', 'average', ...files, '--after', '.7'));
  assert.ok(change > 1e-5, `fine-tuning moved no weight by more than ${change}`);
});

test("the engine opens it, and its ids and logits are PyTorch's, with and without a cache", { skip }, async () => {
  await python('smoke.py', 'amplify', at('averaged'));
  const out = at('logits');
  const printed = await python('smoke.py', 'logits', '--model', at('averaged'), '--text', TEXT, '--out', out);
  const { ids, vocab, cacheDifference } = JSON.parse(printed);
  assert.ok(cacheDifference <= TOLERANCE, `the cache changes logits by ${cacheDifference}`);
  const engine = startEngine();
  const { tokens } = await explained(engine, TEXT, at('averaged')).finally(() => engine.dispose());
  assert.deepEqual(
    tokens.map(({ id }) => id),
    ids,
  );
  const raw = await readFile(out);
  const expected = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
  assert.equal(expected.length, ids.length * vocab);
  assert.ok((await largestDifference(at('averaged'), ids, expected)) <= TOLERANCE);
});

async function train(model: string, more: readonly string[]): Promise<void> {
  await python('train.py', '--data', at('data'), '--model', at(model), ...SHAPE, '--warmup', '3', ...more);
}

async function sameBytes(...names: readonly [string, string]): Promise<boolean> {
  const [one, other] = await Promise.all(names.map((name) => readFile(at(name))));
  return one.equals(other);
}

/** What training says of itself: its steps, and the seconds it took (rounded). */
async function noteOf(parts: string): Promise<{ readonly step: number; readonly seconds: number }> {
  return await json(at(parts, 'training.json'));
}

/** Between the engine's logits and those of a file, [token, vocabulary]. */
async function largestDifference(folder: string, ids: readonly number[], expected: Float32Array): Promise<number> {
  const model = await openEvaluatedModel(folder);
  let largest = 0;
  await readLogits(model, ids, (logits, place) => {
    for (const [i, logit] of logits.entries())
      largest = Math.max(largest, Math.abs(logit - expected[place * logits.length + i]));
  });
  await model.transformer.release();
  return largest;
}

async function json(file: string) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** What a script of training/ prints; rejects with what it wrote to stderr where it fails. */
async function python(script: string, ...args: readonly string[]): Promise<string> {
  // Several run side by side, so that one thread each is enough. Nothing is left beside the scripts.
  const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' };
  const { stdout } = await promisify(execFile)(PYTHON, [join(ROOT, 'training', script), ...args], { env });
  return stdout;
}

/** A sentence, or nothing where the scripts can run. */
function whatIsMissing(): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(PYTHON, ['-c', PROBE, ...MODULES], { encoding: 'utf8' });
  if (error) return `${PYTHON} cannot be started (${error.message})`;
  if (status !== 0) return `${PYTHON} fails: ${stderr.trim()}`;
  const lacks = stdout.trim();
  return lacks === '' ? undefined : `${PYTHON} lacks ${lacks}`;
}
