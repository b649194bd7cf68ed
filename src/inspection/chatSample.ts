// A short conversation as the model's own chat template writes it. Knows templates, no model.
import { type Failure, isFailure } from '../contract/failure.ts';
import type { ChatSample } from '../contract/modelFile.ts';
import type { ChatMessage } from '../contract/tokens.ts';
import { openChatTemplate, type TemplateMessage } from '../tokenizer/chatTemplate.ts';
import { tokenizerOf } from '../tokenizer/loadedTokenizers.ts';
import { tokenizerPath } from './tokenizerPath.ts';

const SYSTEM: ChatMessage = { role: 'system', content: 'You are a helpful assistant.' };
const TURNS: readonly ChatMessage[] = [
  { role: 'user', content: 'What is a token?' },
  { role: 'assistant', content: 'A piece of text that a model reads at once.' },
  { role: 'user', content: 'How many are in this sentence?' },
];

/** Fails with chat-template-missing, chat-template-invalid, file-unreadable, json-invalid. */
export async function chatSample(path: string): Promise<ChatSample> {
  const folder = await tokenizerPath(path);
  if (folder === undefined) throw { code: 'chat-template-missing', file: path } satisfies Failure;
  const { source, render } = await openChatTemplate(folder);
  const { messages, text } = rendered(render);
  const tokens = await tokensOf(folder, text);
  const special = tokens?.flatMap((token) => (token.special ? [[token.span.start, token.span.end] as const] : []));
  return {
    ...{ source, messages, text, withoutSystem: messages[0].role !== 'system' },
    special: special ?? [],
    tokens: tokens?.length,
  };
}

/** Templates of models that were trained without a system message refuse one. */
function rendered(render: (messages: readonly TemplateMessage[]) => string) {
  const written = (messages: readonly ChatMessage[]) => ({
    messages,
    text: render(messages.map(({ role, content }) => ({ role, content }))),
  });
  try {
    return written([SYSTEM, ...TURNS]);
  } catch (failure) {
    if (!isFailure(failure)) throw failure;
    return written(TURNS);
  }
}

/** undefined where the tokenizer cannot be loaded: a template needs none. */
async function tokensOf(folder: string, text: string) {
  try {
    return (await tokenizerOf({ kind: 'folder', folder })).encode(text);
  } catch (failure) {
    if (isFailure(failure)) return undefined;
    throw failure;
  }
}
