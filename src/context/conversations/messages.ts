// Messages in the forms of OpenAI's Chat Completions and of Anthropic: a role, and what it says. Knows no file.
import type { ConversationMessage, ConversationPart } from './conversation.ts';
import type { JsonNode } from './jsonNode.ts';
import { callOf, contentParts, textIn } from './parts.ts';

const ROLES: Readonly<Record<string, ConversationMessage['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  model: 'assistant',
  tool: 'tool',
  function: 'tool',
};

export function messagesOf(list: JsonNode): readonly ConversationMessage[] {
  if (!list.list) throw list.problem('is no list of messages');
  return list.list.map(messageOf);
}

export function messageOf(message: JsonNode): ConversationMessage {
  const { role, written } = roleOf(message);
  return { role, written, at: message, parts: role === 'tool' ? [toolResult(message)] : said(message) };
}

/** Throws where there is none that a conversation has. */
export function roleOf(message: JsonNode): Pick<ConversationMessage, 'role' | 'written'> {
  if (message.type !== 'object') throw message.problem('is no message');
  const written = message.textField('role');
  if (written === undefined) throw message.problem('has no role');
  if (Object.hasOwn(ROLES, written)) return { role: ROLES[written], written };
  throw message.problem(`has the role ${JSON.stringify(written)}, none of ${Object.keys(ROLES).join(', ')}`);
}

function said(message: JsonNode): readonly ConversationPart[] {
  const thinking = message.field('reasoning_content', 'reasoning');
  const calls = message.field('tool_calls');
  if (calls && !calls.list) throw calls.problem('is no list of calls');
  const old = message.field('function_call');
  return [
    ...(thinking?.text ? [{ kind: 'thinking' as const, text: thinking.text, at: thinking }] : []),
    ...contentParts(message.field('content')),
    ...(calls?.list ?? []).map((call) => {
      const called = call.field('function', 'custom') ?? call;
      return callOf(called, called.field('arguments', 'input'), call.textField('id'));
    }),
    ...(old ? [callOf(old, old.field('arguments'))] : []),
  ];
}

function toolResult(message: JsonNode): ConversationPart {
  const content = message.field('content');
  const name = message.textField('name');
  return { kind: 'result', name, id: message.textField('tool_call_id'), text: textIn(content), at: content ?? message };
}
