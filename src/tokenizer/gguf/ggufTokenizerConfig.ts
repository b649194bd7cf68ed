// What stands in tokenizer_config.json and generation_config.json of other models, from a GGUF file's metadata: special
// tokens by their roles, the chat template, and the tokens that end a text. Knows no tokenizer.
import type { Metadata } from '../../checkpoint/gguf/metadata.ts';
import type { JsonObject } from '../../checkpoint/jsonFile.ts';

const ROLES: Readonly<Record<string, string>> = {
  bos_token: 'bos',
  eos_token: 'eos',
  unk_token: 'unknown',
  sep_token: 'seperator', // llama.cpp's spelling
  pad_token: 'padding',
  mask_token: 'mask',
};

/** Fails with gguf-header. */
export function ggufTokenizerConfig(metadata: Metadata): JsonObject {
  const texts = metadata.texts('tokenizer.ggml.tokens') ?? [];
  const roles = Object.entries(ROLES).flatMap(([role, name]) => {
    const text = texts[metadata.number(`tokenizer.ggml.${name}_token_id`) ?? -1];
    return text === undefined ? [] : [[role, text]];
  });
  const template = metadata.text('tokenizer.chat_template');
  const named = (metadata.texts('tokenizer.chat_templates') ?? []).flatMap((name) => {
    const source = metadata.text(`tokenizer.chat_template.${name}`);
    return source === undefined ? [] : [{ name, template: source }];
  });
  const all = template === undefined ? named : [{ name: 'default', template }, ...named];
  return { ...Object.fromEntries(roles), ...(all.length > 0 && { chat_template: all }) };
}

/** Tokens that end an answer, whatever model they are of. llama.cpp knows them by their texts, too. */
const ENDS = new Set(
  '<|eot_id|> <|im_end|> <|end|> <end_of_turn> <|endoftext|> <|end_of_text|> <|eom_id|> <EOT> </s> <eos> <|return|> <|END_OF_TURN_TOKEN|> <turn|>'.split(
    ' ',
  ),
);
const CONTROL = 3;

/** Fails with gguf-header. */
export function ggufEndIds(metadata: Metadata): ReadonlySet<number> {
  const named = ['eos', 'eot', 'eom'].map((name) => metadata.number(`tokenizer.ggml.${name}_token_id`));
  const listed = metadata.numbers('tokenizer.ggml.eos_token_ids') ?? []; // Ollama's
  const kinds = metadata.numbers('tokenizer.ggml.token_type') ?? [];
  const written = (metadata.texts('tokenizer.ggml.tokens') ?? []).flatMap((text, id) =>
    ENDS.has(text) && kinds[id] === CONTROL ? [id] : [],
  );
  return new Set([...named, ...listed, ...written].filter((id) => id !== undefined));
}
