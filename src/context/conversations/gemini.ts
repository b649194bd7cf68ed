// The contents of Gemini's generateContent; its REST form has camelCase, that of its Python library snake_case. Knows no
// file.
import type { ConversationMessage, ConversationPart } from './conversation.ts';
import type { JsonNode } from './jsonNode.ts';
import { callOf } from './parts.ts';

export function geminiContents(list: JsonNode): readonly ConversationMessage[] {
  if (!list.list) throw list.problem('is no list of contents');
  return list.list.map((content) => geminiContent(content));
}

/** A content; `role` is what it has where it says none. */
export function geminiContent(content: JsonNode, role: 'system' | 'user' = 'user'): ConversationMessage {
  const parts = content.field('parts');
  // One part need not be in a list.
  const list = parts?.list ?? (parts?.type === 'object' ? [parts] : undefined);
  if (!list) throw content.problem('has no list of parts');
  const written = content.textField('role') ?? role;
  const read = list.map(partOf);
  const results = read.length > 0 && read.every(({ kind }) => kind === 'result');
  if (!['user', 'model', 'function', 'system', 'tool'].includes(written))
    throw content.problem(`has the role ${JSON.stringify(written)}, none of user, model, function`);
  const known = written === 'model' ? 'assistant' : role;
  return { role: results ? 'tool' : known, written, at: content, parts: read };
}

function partOf(part: JsonNode): ConversationPart {
  const text = part.textField('text');
  if (text !== undefined) return { kind: part.field('thought')?.value === true ? 'thinking' : 'text', text, at: part };
  const call = part.field('functionCall', 'function_call');
  if (call) return callOf(call, call.field('args'));
  const response = part.field('functionResponse', 'function_response');
  if (response) {
    const said = JSON.stringify(response.field('response')?.value ?? {});
    return { kind: 'result', name: response.textField('name'), id: response.textField('id'), text: said, at: part };
  }
  const code = part.field('executableCode', 'executable_code')?.textField('code');
  const output = part.field('codeExecutionResult', 'code_execution_result')?.textField('output');
  if (code !== undefined || output !== undefined) return { kind: 'text', text: code ?? output ?? '', at: part };
  const file = part.field('inlineData', 'inline_data', 'fileData', 'file_data');
  if (!file) throw part.problem('is a part of no known kind');
  return { kind: 'other', type: file.textField('mimeType', 'mime_type') ?? 'file', at: part };
}
