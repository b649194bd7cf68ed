// A conversation as the text that a chat model was trained on, made by the model's own Jinja template. Templates are
// programs that anybody may have written: they get no files and a few seconds. Knows no tokens.
import type { Failure } from '../contract/failure.ts';
import type { ChatMessage } from '../contract/tokens.ts';
import { readChatTemplate } from './chatTemplateFile.ts';
import { renderTemplate } from './jinja/render.ts';
import { fromJson } from './jinja/values.ts';
import { specialTokens } from './specialTokens.ts';
import { withinTime } from './timeLimit.ts';

const RENDER_MS = 5_000;

/**
 * The conversation as text. It ends where the model's answer begins, as with add_generation_prompt of
 * PreTrainedTokenizerBase.apply_chat_template in Hugging Face's transformers, whose variables a template finds.
 * Fails with file-unreadable, json-invalid, chat-template-missing, chat-template-invalid.
 */
export async function applyChatTemplate(folder: string, messages: readonly ChatMessage[]): Promise<string> {
  const { file, source } = await readChatTemplate(folder);
  const conversation = { messages, tools: null, documents: null, add_generation_prompt: true };
  const variables = { ...(await specialTokens(folder)), ...conversation };
  const values = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, fromJson(value)]));
  const invalid = (problem: string): Failure => ({ code: 'chat-template-invalid', file, problem });
  let rendered: { readonly value: string } | undefined;
  try {
    rendered = withinTime(RENDER_MS, () => renderTemplate(source, values));
  } catch (error) {
    // Too many calls within calls, or a text that is too long.
    throw invalid(
      error instanceof RangeError ? 'it calls itself without end, or writes too much' : (error as Error).message,
    );
  }
  if (!rendered) throw invalid(`it was not through after ${RENDER_MS / 1000} s`);
  return rendered.value;
}
