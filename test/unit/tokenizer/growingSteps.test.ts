// Steps of a tokenizer.json that make far more of a text than published ones are refused before they take the memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, madeTokenizer } from './madeTokenizer.ts';

const bpe: { readonly pre_tokenizer?: unknown } = await fixture('spm-bpe-prepend');
const words = (part: object) => ({ ...bpe, pre_tokenizer: part });
const DOUBLING = Array.from({ length: 40 }, () => ({ type: 'Replace', pattern: { String: 'b' }, content: 'bb' }));
const GROWS = { code: 'tokenizer-invalid', problem: /makes \d+ characters of \d+$/ };

test('normalizers that double a text forty times are given up on', async () => {
  const { count } = await madeTokenizer({ ...bpe, normalizer: { type: 'Sequence', normalizers: DOUBLING } });
  assert.ok(count('a a') > 0);
  assert.throws(() => count('b'.repeat(1000)), GROWS);
});

test('decoders that double a token forty times are given up on', async () => {
  const { pre_tokenizer, ...one } = bpe;
  const model = { type: 'WordLevel', vocab: { a: 0, b: 1 }, unk_token: 'a' };
  const decoder = { type: 'Sequence', decoders: DOUBLING };
  const { decode, piece } = await madeTokenizer({ ...one, model, decoder });
  assert.equal(decode([0]), 'a');
  assert.throws(() => decode([1]), GROWS);
  assert.throws(() => piece(1), GROWS);
});

const LONG = 'x'.repeat(1_000_000);
for (const [name, step] of Object.entries({
  'a replacement of 1 MB': { type: 'Replace', pattern: { String: 'b' }, content: LONG },
  'a replacement of 1 MB for an expression': { type: 'Replace', pattern: { Regex: 'b' }, content: LONG },
  'a mark of 1 MB in front': { type: 'Prepend', prepend: LONG },
}))
  test(`a normalizer is refused where it would write ${name}`, async () => {
    const { count } = await madeTokenizer({ ...bpe, normalizer: step });
    assert.throws(() => count('b'.repeat(2000)), GROWS);
    assert.throws(() => count('b'), GROWS);
  });

test('a pre-tokenizer is refused where it would write a mark of 1 MB for a space', async () => {
  const { count } = await madeTokenizer(words({ type: 'Metaspace', replacement: LONG }));
  assert.throws(() => count(' b'.repeat(2000)), GROWS);
});

test('a decoder is refused where it would write 1 MB for a letter, or much for many tokens', async () => {
  const { pre_tokenizer, ...one } = bpe;
  const model = { type: 'WordLevel', vocab: { a: 0, b: 1 }, unk_token: 'a' };
  const writing = async (content: string) =>
    await madeTokenizer({ ...one, model, decoder: { type: 'Replace', pattern: { String: 'b' }, content } });
  const long = await writing(LONG);
  assert.equal(long.decode([0]), 'a');
  assert.throws(() => long.decode([1]), GROWS);
  assert.throws(() => long.piece(1), GROWS);
  const some = await writing('x'.repeat(1000));
  assert.equal(some.decode([1]).length, 1000);
  assert.throws(() => some.decode(Array.from({ length: 1_000_000 }, () => 1)), GROWS);
});
