// Reading a text at once, in chunks and token by token are the same model, in every architecture. Knows no golden number.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import type { Sequence } from '../../../src/transformer/sequence.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
/** Of the largest number: sums in another order. */
const SAME = 1e-5;
/** Scores are not divided by √d_head, so that rounding counts for more: the reference differs by 3.4e-5 from itself. */
const NEARLY_SAME = new Map([['gemma4_text', 2e-5]]);
const N = 40;
const CHUNK = 7;
/**
 * Where angles depend on the length of the text, a token keeps those of the text it was read in: token by token is
 * another text than all at once as soon as the angles change. So many tokens are read before they do.
 */
const BEFORE_ANGLES_CHANGE = new Map([
  ['phi3-longrope', 32],
  ['variants/phi3-partial-longrope', 24],
  ['variants/llama-dynamic', 24],
]);

for (const name of [...namesIn('.'), ...namesIn('variants')]) {
  test(`${name}: in chunks, and token by token with the cache, as all at once`, async () => {
    const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
    try {
      const ids = Array.from({ length: N }, (_, i) => (i * 37 + 11) % model.shape.vocabSize);
      const whole = await read(model, [ids]);
      const same = NEARLY_SAME.get(name) ?? SAME;
      assertSame(await read(model, [ids], CHUNK), whole, 'in chunks', same);
      const few = ids.slice(0, BEFORE_ANGLES_CHANGE.get(name) ?? N);
      const once = few.length === N ? whole : await read(model, [few]);
      assertSame(
        await read(
          model,
          Array.from(few, (id) => [id]),
        ),
        once,
        'token by token',
        same,
      );
    } finally {
      await model.release();
    }
  });
}

test('cancelled in the second chunk: the sequence has the tokens that it had, and reads others as if nothing had been', async () => {
  const model = await Transformer.load(join(FIXTURES, 'gpt2'), { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, [1, 2, 3]);
    const abort = new AbortController();
    const onBlock = (done: number) => {
      if (done === model.shape.layers + 1) abort.abort();
    };
    const cancelled = model.forward(sequence, [4, 5, 6, 7], { chunk: 2, signal: abort.signal, onBlock });
    await assert.rejects(cancelled, { code: 'cancelled' });
    assert.deepEqual(
      [sequence.ids, sequence.textLengths],
      [
        [1, 2, 3],
        [3, 3, 3],
      ],
    );
    await model.forward(sequence, [8, 9]);
    assertSame(
      await numbersOf(model, sequence),
      await read(model, [
        [1, 2, 3],
        [8, 9],
      ]),
      'after a cancelled chunk',
    );
  } finally {
    await model.release();
  }
});

interface Numbers {
  readonly residual: Float32Array;
  readonly logits: Float32Array;
}

async function read(model: Transformer, pieces: readonly (readonly number[])[], chunk?: number): Promise<Numbers> {
  const sequence = model.newSequence();
  for (const piece of pieces) await model.forward(sequence, piece, { chunk });
  return await numbersOf(model, sequence);
}

async function numbersOf(model: Transformer, sequence: Sequence): Promise<Numbers> {
  const residual = sequence.streams(model.shape.layers, 0, sequence.length);
  return { residual, logits: await model.logits(sequence, 0, sequence.length) };
}

function assertSame(ours: Numbers, theirs: Numbers, how: string, same = SAME): void {
  for (const kind of ['residual', 'logits'] as const) {
    const largest = theirs[kind].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const difference = largestDifference(ours[kind], theirs[kind]);
    assert.ok(difference <= same * largest, `${how}, ${kind} differ by ${difference}, the largest is ${largest}`);
  }
}

function namesIn(folder: string): string[] {
  const names = readdirSync(join(FIXTURES, folder)).map((name) => join(folder, name));
  return names.filter((name) => existsSync(join(FIXTURES, name, 'manifest.json')));
}
