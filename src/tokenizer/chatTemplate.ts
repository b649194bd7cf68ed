// A conversation as the text that a chat model was trained on, made by the model's own Jinja template in
// chat_template.jinja or tokenizer_config.json. Templates are programs that anybody may have written: they get no files
// and a few seconds. Knows no tokens.

import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import { fileExists, readTextFile } from '../checkpoint/jsonFile.ts';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import type { ChatMessage } from '../contract/tokens.ts';
import { withinTime } from './timeLimit.ts';
import { readTokenizerConfig, type TokenizerConfig, tokenText } from './tokenizerConfig.ts';

/** The longest published templates have 30 KB. */
const MAX_TEMPLATE_BYTES = 1_000_000;
const RENDER_MS = 5_000;

/**
 * The conversation as text. It ends where the model's answer begins, as with add_generation_prompt of
 * PreTrainedTokenizerBase.apply_chat_template in Hugging Face's transformers.
 * Fails with file-unreadable, json-invalid, chat-template-missing, chat-template-invalid.
 */
export async function applyChatTemplate(folder: string, messages: readonly ChatMessage[]): Promise<string> {
  const config = await readTokenizerConfig(folder);
  const { file, source } = await templateOf(folder, config);
  const tokens = Object.fromEntries(SPECIAL.map((name) => [name, tokenText(config.fields.values[name])]));
  const values = { ...tokens, messages: structuredClone(messages), tools: null, add_generation_prompt: true };
  const invalid = (problem: string): Failure => ({ code: 'chat-template-invalid', file, problem });
  let rendered: { readonly value: string } | undefined;
  try {
    rendered = withinTime(RENDER_MS, () => new Template(source).render(values));
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (!rendered) throw invalid(`it was not through after ${RENDER_MS / 1000} s`);
  return rendered.value;
}

const SPECIAL = ['bos_token', 'eos_token', 'unk_token', 'pad_token'];

interface TemplateSource {
  readonly file: string;
  readonly source: string;
}

/**
 * A file of its own comes first. In tokenizer_config.json the template is a text, or a list of named ones of which
 * `default` is taken.
 */
async function templateOf(folder: string, { file: configFile, fields }: TokenizerConfig): Promise<TemplateSource> {
  const file = join(folder, 'chat_template.jinja');
  if (await fileExists(file)) return { file, source: await readTextFile(file, MAX_TEMPLATE_BYTES) };
  const { chat_template: written } = fields.values;
  if (written === undefined || written === null)
    throw { code: 'chat-template-missing', file: configFile } satisfies Failure;
  const source = Array.isArray(written) ? defaultOf(written) : written;
  if (typeof source === 'string' && source.length <= MAX_TEMPLATE_BYTES) return { file: configFile, source };
  const problem = Array.isArray(written) ? 'it has no template named "default"' : 'chat_template is no text';
  throw { code: 'chat-template-invalid', file: configFile, problem } satisfies Failure;
}

function defaultOf(templates: readonly unknown[]): unknown {
  const named = templates.filter(isRecord);
  return named.find(({ name }) => name === 'default')?.template;
}
