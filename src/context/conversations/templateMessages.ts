// A conversation of any form as the templates of transformers expect it: a text a message, calls beside it, and each result
// in a message of its own. https://huggingface.co/docs/transformers/chat_extras. Knows no template.
import type { TemplateMessage } from '../../tokenizer/chatTemplate.ts';
import type { Conversation, ConversationMessage, ConversationPart } from './conversation.ts';

type Part<Kind extends ConversationPart['kind']> = Extract<ConversationPart, { readonly kind: Kind }>;

export type KnownRole = ConversationMessage['role'];
export type KnownMessage = TemplateMessage & { readonly role: KnownRole };

export interface TemplateTurn {
  readonly message: KnownMessage;
  /** The messages of the conversation that it is made of. */
  readonly from: readonly number[];
}

/** Messages that say nothing a template knows of, such as a search on the service's side, are left out. */
export function templateTurns({ messages }: Conversation): readonly TemplateTurn[] {
  const names = new Map<string, string>();
  for (const { parts } of messages)
    for (const part of parts) if (part.kind === 'call' && part.id !== undefined) names.set(part.id, part.name);
  return joined(messages.flatMap((message, i) => known(message, names).map((one) => ({ message: one, from: [i] }))));
}

/** As JSON schemas, in the form that transformers makes of functions. */
export function templateTools({ tools }: Conversation): readonly unknown[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
}

function known({ role, parts }: ConversationMessage, names: ReadonlyMap<string, string>): readonly KnownMessage[] {
  const of = <Kind extends ConversationPart['kind']>(kind: Kind) =>
    parts.filter((part): part is Part<Kind> => part.kind === kind);
  const results = of('result').map(({ text, name, id }): KnownMessage => {
    const called = name ?? (id === undefined ? undefined : names.get(id));
    return {
      role: 'tool',
      content: text,
      ...(id !== undefined && { tool_call_id: id }),
      ...(called !== undefined && { name: called }),
    };
  });
  const calls = of('call').map(({ name, id, input }) => ({
    type: 'function',
    ...(id !== undefined && { id }),
    function: { name, arguments: input },
  }));
  const texts = of('text').map(({ text }) => text);
  const thinking = of('thinking').map(({ text }) => text);
  if (texts.length + calls.length + thinking.length === 0) return results;
  const own: KnownMessage = {
    role,
    content: texts.join('\n'),
    ...(thinking.length > 0 && { reasoning_content: thinking.join('\n') }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return [...results, own];
}

/** Thoughts, words and calls of one turn, which some forms have apart, are one message of the assistant. */
function joined(turns: readonly TemplateTurn[]): readonly TemplateTurn[] {
  const out: TemplateTurn[] = [];
  for (const turn of turns) {
    const last = out.at(-1);
    if (last?.message.role === 'assistant' && turn.message.role === 'assistant')
      out[out.length - 1] = { message: together(last.message, turn.message), from: [...last.from, ...turn.from] };
    else out.push(turn);
  }
  return out;
}

function together(first: KnownMessage, second: KnownMessage): KnownMessage {
  const text = (name: string) =>
    [first[name], second[name]].filter((part) => typeof part === 'string' && part !== '').join('\n');
  const calls = [first, second].flatMap(({ tool_calls }) => (Array.isArray(tool_calls) ? tool_calls : []));
  const thinking = text('reasoning_content');
  return {
    role: first.role,
    content: text('content'),
    ...(thinking !== '' && { reasoning_content: thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}
