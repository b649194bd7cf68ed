// The items of OpenAI's Responses API: messages, calls and their outputs, each by itself. Knows no file.
import type { ConversationMessage } from './conversation.ts';
import type { JsonNode } from './jsonNode.ts';
import { roleOf } from './messages.ts';
import { callOf, contentParts, resultOf, textIn } from './parts.ts';

/** The input, or the output of an answer: a text, or a list of items. */
export function responseItems(input: JsonNode | undefined): readonly ConversationMessage[] {
  if (!input) return [];
  if (input.text !== undefined)
    return [{ role: 'user', written: 'user', at: input, parts: [{ kind: 'text', text: input.text, at: input }] }];
  if (!input.list) throw input.problem('is neither a text nor a list of items');
  return input.list.map(itemOf);
}

/** Whether an element of a list can be nothing but an item. */
export function looksLikeItem(item: JsonNode): boolean {
  const type = item.textField('type');
  if (type === 'message') return item.field('role') !== undefined;
  return type !== undefined && /^(?:reasoning|(?:[a-z_]+_call)(?:_output)?)$/.test(type);
}

export function itemOf(item: JsonNode): ConversationMessage {
  if (item.type !== 'object') throw item.problem('is no item');
  const type = item.textField('type') ?? 'message';
  const by = (role: ConversationMessage['role'], parts: ConversationMessage['parts']): ConversationMessage => ({
    role,
    written: role,
    at: item,
    parts,
  });
  if (type === 'message') return { ...roleOf(item), at: item, parts: contentParts(item.field('content')) };
  if (type === 'reasoning') {
    const text = [textIn(item.field('summary')), textIn(item.field('content'))].filter((one) => one !== '').join('\n');
    return by('assistant', [{ kind: 'thinking', text, at: item }]);
  }
  if (type === 'function_call' || type === 'custom_tool_call')
    return by('assistant', [callOf(item, item.field('arguments', 'input'), item.textField('call_id'))]);
  if (type.endsWith('_call_output')) return by('tool', [resultOf(item, item.field('output'))]);
  return by('assistant', [{ kind: 'other', type, at: item }]);
}
