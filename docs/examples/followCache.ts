// A text read in chunks, gone on with, cut and looked at again, printed step by step: docs/how-the-cache-works.md
// explains what comes out. Run it with Node 24: node docs/examples/followCache.ts
import { join } from 'node:path';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { causalMask } from '../../src/transformer/mask.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { Transformer } from '../../src/transformer/transformer.ts';

const FOLDER = join(import.meta.dirname, '../../test/golden/fixtures/llama');
const IDS = [1, 318, 281, 304, 293];
/** Sums in another order. */
const SAME = 1e-5;

export async function followCache(): Promise<readonly string[]> {
  const model = await Transformer.load(FOLDER, { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    const lines = [state('nothing read', sequence)];
    await model.forward(sequence, IDS, { chunk: 2 });
    lines.push(state('5 tokens read, 2 at a time', sequence), `its cache of layer 0: ${cacheShapes(sequence)}`);
    lines.push('a cache of 3 tokens with room for 4, 2 new tokens, mask:', ...maskRows(2, 3, 4));
    const whole = model.newSequence();
    await model.forward(whole, IDS);
    lines.push(`the same residual stream as all 5 at once: ${isSame(sequence, whole, 5)}`);
    await model.forward(sequence, [295]);
    lines.push(state('a sixth read', sequence));
    const row = await attentionOf(model, sequence);
    lines.push(`layer 1, head 0, token 5 attends to tokens 0 to 5: ${row}`);
    sequence.truncate(5);
    lines.push(state('the sixth forgotten', sequence));
    await model.forward(sequence, [295]);
    lines.push(`read again, it attends to: ${await attentionOf(model, sequence)}`);
    const silenced = model.newSequence([{ kind: 'head', layer: 1, head: 0, gain: 0 }]);
    await model.forward(silenced, [...IDS, 295]);
    lines.push(
      `with head 0 of layer 1 silent, the same input of block 1: ${isSame(silenced, sequence, 6, 1)}, of block 2: ${isSame(silenced, sequence, 6, 2)}`,
    );
    return lines;
  } finally {
    await model.release();
  }
}

/** 0 where the query may look, . where not; cache | new tokens */
function maskRows(n: number, past: number, slots: number): string[] {
  const mask = causalMask(n, past, slots);
  const cells = Array.from(mask, (value) => (value === 0 ? '0' : '.'));
  return Array.from({ length: n }, (_, query) => {
    const row = cells.slice(query * (slots + n), (query + 1) * (slots + n));
    return `${row.slice(0, slots).join(' ')} | ${row.slice(slots).join(' ')}`;
  });
}

function state(what: string, { length, slots, bytes }: Sequence): string {
  return `${what}: ${length} tokens, ${slots} slots, ${bytes} bytes`;
}

function cacheShapes({ caches: [{ heads, dHead, slots, keys, values }] }: Sequence): string {
  return `keys [${heads}, ${dHead}, ${slots}] ${keys.byteLength} bytes, values [${heads}, ${slots}, ${dHead}] ${values.byteLength} bytes`;
}

/** The last token's, recomputed from its stored residual. */
async function attentionOf(model: Transformer, sequence: Sequence): Promise<string> {
  const last = sequence.length - 1;
  const { attention } = await model.recomputeBlock(sequence, 1, last, last + 1, ['attention']); // [heads, 1, n]
  return Array.from(attention.subarray(0, sequence.length), (weight) => weight.toFixed(2)).join(' ');
}

/** The input of block `layer` (else the output of the last one), for the first n tokens. */
function isSame(a: Sequence, b: Sequence, n: number, layer = a.caches.length): boolean {
  const theirs = b.residual(layer, 0, n);
  return a.residual(layer, 0, n).every((value, i) => Math.abs(value - theirs[i]) <= SAME);
}

if (process.argv[1] === import.meta.filename) for (const line of await followCache()) console.log(line);
