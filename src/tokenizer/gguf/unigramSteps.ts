// SentencePiece's unigram model in a GGUF file's metadata (llama.cpp calls it by T5, and XLM-RoBERTa has it, too) as the steps of
// a tokenizer.json. Knows no text.
import type { Metadata } from '../../checkpoint/gguf/metadata.ts';
import type { JsonObject } from '../../checkpoint/jsonFile.ts';
import type { JsonFields } from '../jsonFields.ts';
import { frameAround, GENERATING } from './frame.ts';
import { KIND, type ListedToken, scoresOf } from './listedToken.ts';

const SPACE = '▁';

/**
 * White space is one space and does not end a text, as in the tokenizer.json of all of them; what the key
 * remove_extra_whitespaces says was copied from another setting where the converter had no SentencePiece file. Fails with
 * gguf-header, tokenizer-invalid.
 */
export function unigramSteps(metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields): JsonObject {
  const scores = scoresOf(metadata, tokens, fields);
  const scheme = (metadata.flag('tokenizer.ggml.add_space_prefix') ?? true) ? 'always' : 'never';
  const metaspace = { type: 'Metaspace', replacement: SPACE, prepend_scheme: scheme };
  const unknown = tokens.findIndex(({ kind }) => kind === KIND.unknown);
  return {
    normalizer: charsmap(metadata),
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
    decoder: metaspace,
    post_processor: frameAround(metadata, tokens, { ...GENERATING, begins: true, closes: true }),
    model: {
      type: 'Unigram',
      unk_id: metadata.number('tokenizer.ggml.unknown_token_id') ?? (unknown < 0 ? undefined : unknown),
      vocab: tokens.map(({ text }, id) => [text, scores[id]]),
      byte_fallback: tokens.some(({ kind }) => kind === KIND.byte),
    },
  };
}

/** What characters become before they are cut, in SentencePiece's own form. */
function charsmap(metadata: Metadata): JsonObject | null {
  const bytes = metadata.numbers('tokenizer.ggml.precompiled_charsmap');
  if (!bytes || bytes.length === 0) return null;
  return { type: 'Precompiled', precompiled_charsmap: Buffer.from(bytes).toString('base64') };
}
