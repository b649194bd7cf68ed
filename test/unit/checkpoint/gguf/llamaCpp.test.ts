// The embedded model as a GGUF file, read by llama.cpp and by us: the same tokens, the same logits, the same text.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { argmax } from '../../../../src/explain/argmax.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import { loadTokenizer, type Tokenizer } from '../../../../src/tokenizer/tokenizer.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { largestDifference } from '../../../golden/goldenErrors.ts';
import { LlamaCpp, noLlamaCpp } from '../../../llama/llamaCpp.ts';
import { writeAsGguf } from './convert.ts';
import { GPT2 } from './gpt2.ts';

const EMBEDDED = join(import.meta.dirname, '../../../../media/model');
const skip = noLlamaCpp();

let folder: string;
let file: string;
let theirs: LlamaCpp;
let tokenizer: Tokenizer;
before(async () => {
  if (skip) return;
  folder = await mkdtemp(join(tmpdir(), 'llama-cpp-'));
  file = join(folder, 'model.gguf');
  await writeAsGguf(EMBEDDED, file, { ...GPT2, metadata: await vocabulary() });
  theirs = await LlamaCpp.open(file);
  tokenizer = await loadTokenizer(file);
});
after(async () => {
  if (skip) return;
  await theirs[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** llama.cpp has no name for how the embedded model cuts a text into words; GPT-2's way cuts these texts alike. */
async function vocabulary() {
  const { model } = JSON.parse(await readFile(join(EMBEDDED, 'tokenizer.json'), 'utf8'));
  const tokens = Object.entries<number>(model.vocab).toSorted(([, a], [, b]) => a - b);
  return {
    ...{ 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': 'gpt-2' },
    'tokenizer.ggml.tokens': { texts: tokens.map(([text]) => text) },
    'tokenizer.ggml.token_type': { int32s: tokens.map((_, id) => (id === 0 ? 3 : 1)) },
    'tokenizer.ggml.merges': {
      texts: (model.merges as (string | string[])[]).map((merge) => [merge].flat().join(' ')),
    },
    ...{ 'tokenizer.ggml.bos_token_id': 0, 'tokenizer.ggml.eos_token_id': 0 },
  };
}

const TEXTS = [
  'The capital of France is Paris, and the capital of Italy is',
  'Once upon a time there was a little girl who',
  'function add(a, b) {\n  return a + b;\n}\n',
];
const MORE_TEXTS = [
  'naïve façade — “quoted”…',
  '  two  spaces\n\n\tand a tab ',
  '貓坐在墊子上。 안녕 🦊👩‍👩‍👧',
  "it's 12345.67 €",
  '',
];
const LENGTH = 24;
/** llama.cpp looks GELU up in half precision. The most probable token is ahead by 0.05 at least. */
const TOLERANCE = 0.01;

for (const text of [...TEXTS, ...MORE_TEXTS]) {
  test(`llama.cpp cuts ${JSON.stringify(text)} into our tokens`, { skip }, () => {
    assert.deepEqual(theirs.tokens(text), idsOf(text));
  });
}

for (const text of TEXTS) {
  test(`llama.cpp goes on behind ${JSON.stringify(text)} as we do`, { skip }, async () => {
    const ids = idsOf(text);
    const { logits, greedy } = await ours(file, ids);
    const difference = largestDifference(logits, await theirs.logits(ids));
    assert.ok(difference <= TOLERANCE, `logits differ by ${difference}`);
    assert.deepEqual(await theirs.greedy(ids, LENGTH), greedy);
    assert.deepEqual((await ours(EMBEDDED, ids)).greedy, greedy);
  });
}

test('the embedded model itself has the same tokens where no word of a text is cut otherwise', { skip }, async () => {
  const embedded = await loadTokenizer(EMBEDDED);
  for (const text of TEXTS)
    assert.deepEqual(
      embedded.encode(text).map(({ id }) => id),
      idsOf(text),
    );
});

function idsOf(text: string): readonly number[] {
  return tokenizer.encode(text).map(({ id }) => id);
}

async function ours(path: string, ids: readonly number[]) {
  const model = await Transformer.load(path, { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, ids);
    const logits = await model.logits(sequence);
    const greedy: number[] = [];
    for (let next = logits; greedy.length < LENGTH; next = await model.logits(sequence)) {
      greedy.push(argmax(next));
      await model.forward(sequence, greedy.slice(-1));
    }
    return { logits, greedy };
  } finally {
    await model.release();
  }
}
