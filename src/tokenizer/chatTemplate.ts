// A conversation as the text that a chat model was trained on, made by the model's own Jinja template. Templates are
// programs that anybody may have written: they get no files and a few seconds. Knows no tokens.
import type { Failure } from '../contract/failure.ts';
import type { ChatMessage } from '../contract/tokens.ts';
import { type ChatTemplate, readChatTemplate } from './chatTemplateFile.ts';
import { renderTemplate } from './jinja/render.ts';
import { fromJson } from './jinja/values.ts';
import { specialTokens } from './specialTokens.ts';
import { withinTime } from './timeLimit.ts';

const RENDER_MS = 5_000;

/**
 * A message as templates of transformers know it: besides a ChatMessage, what a tool gave back (role tool), and calls
 * ({ type: 'function', id, function: { name, arguments } }, where arguments is an object).
 */
export interface TemplateMessage {
  readonly role: string;
  readonly content: string | readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

export interface TemplateOptions {
  /** As JSON schemas: { type: 'function', function: { name, description, parameters } }. */
  readonly tools?: readonly unknown[];
  /** Whether the text ends where the model's answer begins. */
  readonly prompt?: boolean;
}

/**
 * The conversation as text. It ends where the model's answer begins, as with add_generation_prompt of
 * PreTrainedTokenizerBase.apply_chat_template in Hugging Face's transformers, whose variables a template finds.
 * Fails with file-unreadable, json-invalid, chat-template-missing, chat-template-invalid.
 */
export async function applyChatTemplate(folder: string, messages: readonly ChatMessage[]): Promise<string> {
  return (await openChatTemplate(folder)).render(messages.map(({ role, content }) => ({ role, content })));
}

export interface ChatTemplateRenderer {
  readonly source: string;
  /** Fails with chat-template-invalid: templates refuse conversations that they were not made for. */
  render(messages: readonly TemplateMessage[], options?: TemplateOptions): string;
}

/**
 * The model's template, to be used more than once; `withTools`: the one for tools, where there are several.
 * Fails with file-unreadable, json-invalid, chat-template-missing, chat-template-invalid.
 */
export async function openChatTemplate(folder: string, withTools = false): Promise<ChatTemplateRenderer> {
  const { file, source } = await readChatTemplate(folder, withTools);
  const special = await specialTokens(folder);
  return {
    source,
    render: (messages, { tools, prompt = true } = {}) => {
      const conversation = { messages, tools: tools ?? null, documents: null, add_generation_prompt: prompt };
      return rendered({ file, source }, { ...special, ...conversation });
    },
  };
}

function rendered({ file, source }: ChatTemplate, variables: Readonly<Record<string, unknown>>): string {
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
