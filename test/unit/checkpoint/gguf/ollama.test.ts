// gpt-oss as Ollama's own converter writes it: its first files, with joined maps and MXFP4 in OpenAI's order of codes under a
// number of ggml's that was given up, and its later ones. What is written here is made anew from what that converter does.
// https://github.com/ollama/ollama/blob/main/convert/convert_gptoss.go
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openCheckpoint } from '../../../../src/checkpoint/checkpoint.ts';
import { readBytes, readFloats, readSafetensorsHeader } from '../../../../src/checkpoint/safetensors.ts';
import { largestDifference } from '../../../golden/goldenErrors.ts';
import { FIXTURES } from '../remadeFolder.ts';
import { logitsOf } from '../sameLogits.ts';
import { floats, ggufBytes, type Written, type WrittenTensor } from './ggufBytes.ts';

const FIXTURE = join(FIXTURES, 'variants/gpt_oss-mxfp4');
const [EXPERTS, D, INNER, HEADS, KEYS, WIDTH] = [5, 32, 64, 4, 2, 12];
const METADATA: Readonly<Record<string, Written>> = {
  'general.architecture': 'gptoss',
  'gptoss.context_length': 64,
  'gptoss.block_count': 2,
  'gptoss.embedding_length': D,
  'gptoss.feed_forward_length': INNER,
  'gptoss.expert_count': EXPERTS,
  'gptoss.expert_used_count': 2,
  'gptoss.attention.head_count': HEADS,
  'gptoss.attention.head_count_kv': KEYS,
  'gptoss.attention.key_length': WIDTH,
  'gptoss.attention.value_length': WIDTH,
  'gptoss.attention.layer_norm_rms_epsilon': { float32: 1e-5 },
  'gptoss.attention.sliding_window': 8,
  'gptoss.rope.freq_base': { float32: 150_000 },
  'gptoss.rope.scaling.factor': { float32: 32 },
  'gptoss.rope.scaling.original_context_length': 4096,
};
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^lm_head/, 'output'],
  [/^model\.embed_tokens/, 'token_embd'],
  [/^model\.norm/, 'output_norm'],
  [/^model\.layers/, 'blk'],
  [/input_layernorm/, 'attn_norm'],
  [/self_attn\.([qkv])_proj/, 'attn_$1'],
  [/self_attn\.o_proj/, 'attn_out'],
  [/self_attn\.sinks/, 'attn_sinks'],
  [/post_attention_layernorm/, 'ffn_norm'],
  [/mlp\.router/, 'ffn_gate_inp'],
  [/mlp\.experts\.gate_up_proj_/, 'ffn_gate_up_exps.'],
  [/mlp\.experts\.down_proj_/, 'ffn_down_exps.'],
];
const [FIRST, LATER] = [4, 39];

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollama-'));
});
after(() => rm(folder, { recursive: true }));

for (const layout of ['first', 'later'] as const) {
  test(`Ollama's ${layout} files of gpt-oss compute what the checkpoint computes`, async () => {
    const file = join(folder, `${layout}.gguf`);
    const tensors = layout === 'first' ? joined(await written(FIRST)) : halves(await written(LATER));
    await writeFile(file, ggufBytes({ metadata: METADATA, tensors }));
    const difference = largestDifference(await logitsOf(file), await logitsOf(FIXTURE));
    assert.ok(difference <= 2e-4, `logits differ by ${difference}`);
  });
}

test('a joined map of another number of rows is refused', async () => {
  const file = join(folder, 'rows.gguf');
  const tensors = joined(await written(FIRST)).map((tensor) =>
    tensor.name === 'blk.1.attn_qkv.bias' ? floats(tensor.name, [12], new Float32Array(12)) : tensor,
  );
  await writeFile(file, ggufBytes({ metadata: METADATA, tensors }));
  const problem = '12 rows where 48 + 24 + 24 are needed';
  await assert.rejects(openCheckpoint(file), { code: 'tensor-invalid', tensor: 'blk.1.attn_qkv.bias', problem });
});

/** All tensors under Ollama's names, with the experts' weights in blocks of the type. */
async function written(type: number): Promise<WrittenTensor[]> {
  const stored = await readSafetensorsHeader(join(FIXTURE, 'model.safetensors'));
  const tensors: WrittenTensor[] = [];
  for (const tensor of stored.values()) {
    const name = NAMES.reduce((text, [pattern, ours]) => text.replace(pattern, ours), tensor.name);
    const scales = stored.get(tensor.name.replace('_blocks', '_scales'));
    if (tensor.dtype !== 'U8') tensors.push(floats(name, tensor.shape, await readFloats(tensor)));
    else if (name.endsWith('.blocks') && scales) {
      const [codes, exponents] = await Promise.all(
        [tensor, scales].map((each) => readBytes(each.file, each.offset, each.bytes)),
      );
      const [count, rows, blocks] = tensor.shape;
      const bytes = blocksOf(new Uint8Array(codes), new Uint8Array(exponents), type);
      tensors.push({ name: name.replace('blocks', 'weight'), type, shape: [count, rows, 32 * blocks], bytes });
    }
  }
  return tensors;
}

/** An exponent and 32 codes each: one after another, or the first 16 in the lower halves of bytes, as ggml has them. */
function blocksOf(codes: Uint8Array, exponents: Uint8Array, type: number): Uint8Array {
  const bytes = new Uint8Array(17 * exponents.length);
  for (const [block, exponent] of exponents.entries()) {
    const code = (i: number) => (codes[16 * block + (i >> 1)] >> (4 * (i & 1))) & 15;
    bytes[17 * block] = exponent;
    for (let i = 0; i < 16; i++)
      bytes[17 * block + 1 + i] = type === FIRST ? codes[16 * block + i] : code(i) | (code(i + 16) << 4);
  }
  return bytes;
}

/** Queries, keys and values of a layer in one map, as OpenAI's own files have them. */
function joined(tensors: readonly WrittenTensor[]): readonly WrittenTensor[] {
  return tensors.flatMap((tensor) => {
    if (/attn_[kv]\./.test(tensor.name)) return [];
    if (!tensor.name.includes('attn_q.')) return [tensor];
    const parts = ['q', 'k', 'v'].map((part) =>
      tensors.find(({ name }) => name === tensor.name.replace('attn_q', `attn_${part}`)),
    );
    const all = parts.filter((part) => part !== undefined);
    const shape = [all.reduce((sum, part) => sum + part.shape[0], 0), ...tensor.shape.slice(1)];
    return [
      {
        ...tensor,
        name: tensor.name.replace('attn_q', 'attn_qkv'),
        shape,
        bytes: Buffer.concat(all.map(({ bytes }) => bytes)),
      },
    ];
  });
}

/** Gate and up, which are rows by turns, in a tensor each. */
function halves(tensors: readonly WrittenTensor[]): readonly WrittenTensor[] {
  return tensors.flatMap((tensor) => {
    if (!tensor.name.includes('gate_up')) return [tensor];
    const [count, rows, ...rest] = tensor.shape;
    const rowBytes = tensor.bytes.length / (count * rows);
    return ['gate', 'up'].map((half, first) => {
      const own = Array.from({ length: (count * rows) / 2 }, (_, i) => (2 * i + first) * rowBytes);
      const bytes = Buffer.concat(own.map((at) => tensor.bytes.subarray(at, at + rowBytes)));
      return { ...tensor, name: tensor.name.replace('gate_up', half), shape: [count, rows / 2, ...rest], bytes };
    });
  });
}
