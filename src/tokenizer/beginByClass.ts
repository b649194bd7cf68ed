// The token that some of transformers' tokenizer classes put in front of a text: whatever post-processor tokenizer.json has,
// they put their own in its place, made of add_bos_token and add_eos_token of tokenizer_config.json (update_post_processor
// in transformers 4.57, models/llama, code_llama, gemma, cohere, gpt_neox). What add_eos_token puts behind a text is left
// out here, as in postProcessor.ts. Knows no text.
import { type JsonFields, quoted } from './jsonFields.ts';
import { tokenText } from './tokenizerConfig.ts';

interface TokenizerClass {
  /** add_bos_token where the file does not say it. */
  readonly begins: boolean;
  /** bos_token where the file does not say it. */
  readonly token: string;
}

const CLASSES: Readonly<Record<string, TokenizerClass>> = {
  CodeLlamaTokenizer: { begins: true, token: '<s>' },
  CohereTokenizer: { begins: true, token: '<BOS_TOKEN>' },
  GemmaTokenizer: { begins: true, token: '<bos>' },
  GPTNeoXTokenizer: { begins: false, token: '<|endoftext|>' },
  LlamaTokenizer: { begins: true, token: '<s>' },
};

/**
 * The ids in front of a text; undefined where the class leaves that to tokenizer.json, and where it would put a token of
 * its own there that the vocabulary lacks. Fails with tokenizer-invalid where the file asks for such a token.
 */
export function beginByClass(
  config: JsonFields,
  idOf: (token: string) => number | undefined,
): readonly number[] | undefined {
  const { tokenizer_class: written, add_bos_token: begins, bos_token: given } = config.values;
  const name = typeof written === 'string' ? written.replace(/Fast$/, '') : '';
  if (!Object.hasOwn(CLASSES, name)) return undefined;
  const own = CLASSES[name];
  if (begins === null || !config.flag('add_bos_token', own.begins)) return [];
  const token = given === undefined ? own.token : tokenText(given);
  const id = token === undefined ? undefined : idOf(token);
  if (id !== undefined) return [id];
  if (begins === undefined) return undefined;
  throw config.invalid(`puts ${quoted(token ?? null)} in front, which is not in the vocabulary`, 'add_bos_token');
}
