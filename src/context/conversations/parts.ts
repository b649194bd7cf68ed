// The parts of a message in the forms of OpenAI (Chat Completions and Responses) and Anthropic, which are told apart by
// their types. Sources: the reference of each API, November 2026. Knows no file.
import type { ConversationPart } from './conversation.ts';
import type { JsonNode } from './jsonNode.ts';

const TEXTS = new Set([
  'text',
  'input_text',
  'output_text',
  'summary_text',
  'reasoning_text',
  'refusal',
  'search_result',
]);

/** The content of a message: a text, or a list of parts; null says nothing. */
export function contentParts(content: JsonNode | undefined): readonly ConversationPart[] {
  if (!content) return [];
  if (content.text !== undefined) return [{ kind: 'text', text: content.text, at: content }];
  if (!content.list) throw content.problem('is neither a text nor a list of parts');
  return content.list.map(partOf);
}

export function partOf(part: JsonNode): ConversationPart {
  if (part.text !== undefined) return { kind: 'text', text: part.text, at: part };
  const type = part.textField('type');
  if (type === undefined) throw part.problem('has no type');
  if (TEXTS.has(type)) {
    const text = part.textField('text', 'refusal');
    if (text === undefined) throw part.problem('has no text');
    return { kind: 'text', text, at: part };
  }
  switch (type) {
    case 'thinking':
      return { kind: 'thinking', text: part.textField('thinking') ?? '', at: part };
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return callOf(part, part.field('input'));
    case 'tool_result':
    case 'mcp_tool_result':
      return resultOf(part, part.field('content'));
    default:
      return { kind: 'other', type: mediaTypeOf(part) ?? type, at: part };
  }
}

/** `input` is an object, or one as the text of its JSON. */
export function callOf(
  at: JsonNode,
  input: JsonNode | undefined,
  id = at.textField('id', 'call_id'),
): ConversationPart {
  const name = at.textField('name');
  if (name === undefined) throw at.problem('has no name');
  const text = input?.text ?? JSON.stringify(input?.value ?? {});
  return { kind: 'call', name, id, input: valueIn(text), text, at };
}

export function resultOf(at: JsonNode, content: JsonNode | undefined): ConversationPart {
  const id = at.textField('tool_use_id', 'call_id', 'tool_call_id');
  return { kind: 'result', name: at.textField('name'), id, text: textIn(content), at };
}

/** The texts of a result; an object as its JSON. */
export function textIn(content: JsonNode | undefined): string {
  if (!content) return '';
  if (content.text !== undefined) return content.text;
  if (!content.list) return JSON.stringify(content.value);
  return content.list.map((part) => part.text ?? part.textField('text') ?? '').join('\n');
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // models write what is no JSON, now and then
  }
}

/** Anthropic's source.media_type; what stands in front of base64 in an address, as in OpenAI's image_url. */
function mediaTypeOf(part: JsonNode): string | undefined {
  const said = part.field('source')?.textField('media_type');
  const address = part.field('image_url')?.textField('url') ?? part.textField('image_url') ?? '';
  return said ?? /^data:([\w.+/-]{1,100})[;,]/.exec(address)?.[1];
}
