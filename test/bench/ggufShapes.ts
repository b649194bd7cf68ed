// The shape of Qwen2.5 0.5B as a GGUF file, with a vocabulary of its size. Knows no weights.
import type { Written } from '../unit/checkpoint/gguf/ggufBytes.ts';
import type { GgufShapes } from './randomGguf.ts';

const [LAYERS, D, INNER, HEADS, KEY_VALUE_HEADS, HEAD, VOCABULARY] = [24, 896, 4864, 14, 2, 64, 151_936];

/** 395 MB as Q4_K_M: most rows are no multiple of 256, and so in Q5_0 and Q8_0. */
export function qwenHalfBillion(vocabulary: Readonly<Record<string, Written>>): GgufShapes {
  const blocks = Array.from({ length: LAYERS }, (_, i) => `blk.${i}`).flatMap((block) => [
    [`${block}.attn_norm.weight`, [D]] as const,
    ...(['q', 'k', 'v'] as const).flatMap((name) => {
      const rows = HEAD * (name === 'q' ? HEADS : KEY_VALUE_HEADS);
      return [[`${block}.attn_${name}.weight`, [rows, D]] as const, [`${block}.attn_${name}.bias`, [rows]] as const];
    }),
    [`${block}.attn_output.weight`, [D, HEAD * HEADS]] as const,
    [`${block}.ffn_norm.weight`, [D]] as const,
    [`${block}.ffn_gate.weight`, [INNER, D]] as const,
    [`${block}.ffn_up.weight`, [INNER, D]] as const,
    [`${block}.ffn_down.weight`, [D, INNER]] as const,
  ]);
  return {
    layers: LAYERS,
    metadata: {
      'general.architecture': 'qwen2',
      'qwen2.block_count': LAYERS,
      'qwen2.context_length': 32_768,
      'qwen2.embedding_length': D,
      'qwen2.feed_forward_length': INNER,
      'qwen2.attention.head_count': HEADS,
      'qwen2.attention.head_count_kv': KEY_VALUE_HEADS,
      'qwen2.attention.layer_norm_rms_epsilon': { float32: 1e-6 },
      'qwen2.rope.freq_base': { float32: 1e6 },
      ...vocabulary,
    },
    tensors: [['token_embd.weight', [VOCABULARY, D]], ...blocks, ['output_norm.weight', [D]]],
  };
}

export interface TokenizerFile {
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges: readonly (string | string[])[] };
}

/** GPT-2's vocabulary with its merges, and then as many tokens and merges more as Qwen's have; or its first `size` ones. */
export function vocabularyOf(
  tokenizer: TokenizerFile,
  size = VOCABULARY,
  pre: 'qwen2' | 'gpt-2' = 'qwen2',
): Readonly<Record<string, Written>> {
  const known = Object.entries(tokenizer.model.vocab).toSorted(([, a], [, b]) => a - b);
  const texts = known.slice(0, size).map(([text]) => text);
  const merges = tokenizer.model.merges.map((merge) => (typeof merge === 'string' ? merge : merge.join(' ')));
  const seen = new Set(texts);
  for (let i = 0; texts.length < size; i++) {
    const [left, right] = [texts[300 + (i % 40_000)], texts[300 + Math.floor(i / 40_000) * 13]];
    if (seen.has(left + right)) continue;
    seen.add(left + right);
    texts.push(left + right);
    merges.push(`${left} ${right}`);
  }
  return {
    ...{ 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': pre },
    'tokenizer.ggml.tokens': { texts },
    'tokenizer.ggml.token_type': { int32s: texts.map(() => 1) },
    'tokenizer.ggml.merges': { texts: merges.filter((merge) => seen.has(merge.replace(' ', ''))) },
    'tokenizer.ggml.eos_token_id': Math.min(50_256, size - 1),
  };
}
