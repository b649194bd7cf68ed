// Tells by its structure which form a JSON value has, and reads it as a conversation. Knows no file and no tokens.
import type { Conversation, ConversationForm, ConversationMessage } from './conversation.ts';
import { geminiContent, geminiContents } from './gemini.ts';
import { FormProblem, type JsonNode, parsedJson } from './jsonNode.ts';
import { messageOf, messagesOf } from './messages.ts';
import { contentParts } from './parts.ts';
import { itemOf, looksLikeItem, responseItems } from './responses.ts';
import { looksLikeTool, toolsOf } from './tools.ts';
import { looksLikeRequest, vscodeRequests } from './vscodeChat.ts';

/** Around what was sent: a line of a batch, of a transcript of Claude Code or Codex, of JSON-RPC. */
const WRAPPERS = ['body', 'request', 'params', 'message', 'payload', 'response', 'result'];

/**
 * One conversation, or in JSONL one in each line; undefined where it is none, as most JSON. Throws FormProblem where it is
 * one, or its first line is, and something is wrong in it.
 */
export function readConversations(text: string, isLines: boolean): readonly Conversation[] | undefined {
  if (!isLines) {
    const root = parsedOrNot(text);
    const found = root && conversationIn(root);
    return found && [found];
  }
  const lines = [...text.matchAll(/[^\r\n]+/g)].filter(([line]) => line.trim() !== '');
  const [first] = lines;
  if (!first || !parsedOrNot(first[0])) return undefined;
  const read: Conversation[] = [];
  let isOne = true;
  for (const [i, { 0: line, index }] of lines.entries()) {
    try {
      const root = parsedJson(line, index);
      const found = conversationIn(root);
      isOne &&= ['role', 'message', 'payload'].some((name) => root.field(name)) || looksLikeItem(root) || !found;
      if (found) read.push(found);
      else if (i === 0 && !isNote(root)) return undefined;
      else if (!isNote(root)) throw root.problem('is no conversation in a known form');
    } catch (error) {
      if (!(error instanceof FormProblem)) throw error;
      throw new FormProblem(`line ${i + 1}: ${error.path}`, error.message);
    }
  }
  if (read.length === 0) return undefined;
  // Lines that are a message each are one conversation.
  return isOne ? [{ ...read[0], messages: read.flatMap(({ messages }) => messages) }] : read;
}

/** Lists of all forms, so that what is wrong is sought in them. */
const LISTS = ['messages', 'contents', 'input', 'output', 'requests', 'tools'];

/** As readConversations, of what is said to be one. Throws FormProblem also where it is no JSON, or has no known form. */
export function readChosenConversations(text: string, isLines: boolean): readonly Conversation[] {
  const found = readConversations(text, isLines);
  if (found) return found;
  const [line = ''] = isLines ? (/[^\r\n]*\S[^\r\n]*/.exec(text) ?? []) : [text];
  const root = parsedJson(line);
  const list = root.list ? root : LISTS.map((name) => root.field(name)).find((field) => field?.list);
  const [first] = list?.list ?? [];
  throw (
    first?.problem('is no message, content or tool of a known form') ?? root.problem('it has none of the known forms')
  );
}

/** A file that ends in .json need not be JSON: comments and all, it is data that is counted as it is. */
function parsedOrNot(text: string): JsonNode | undefined {
  try {
    return parsedJson(text);
  } catch (error) {
    if (error instanceof FormProblem) return undefined;
    throw error;
  }
}

/** A line of a transcript that nobody says, such as a title: it has a type of its own. */
function isNote(line: JsonNode): boolean {
  return line.textField('type') !== undefined && !WRAPPERS.some((name) => line.field(name)) && !line.field('role');
}

/** Whether it may be one, so that other JSON is not parsed: a few names that every form has some of. */
export function mayBeConversation(text: string): boolean {
  return /"(?:role|parts|requests|tools|input_?schema|function_?declarations|parameters|input|output)"\s*:/i.test(text);
}

/** undefined where it has none of the forms. Throws FormProblem where it has one, and something is wrong in it. */
export function conversationIn(root: JsonNode): Conversation | undefined {
  const [first] = root.list ?? [];
  if (first) return inList(root, first);
  if (root.type !== 'object') return undefined;
  if (looksLikeItem(root)) return conversation('openai-responses', [itemOf(root)]);
  return (
    ofMessages(root) ??
    ofContents(root) ??
    ofItems(root) ??
    ofRequests(root) ??
    ofTools(root) ??
    WRAPPERS.reduce<Conversation | undefined>((found, name) => {
      const inner = found ? undefined : root.field(name);
      return found ?? (inner?.type === 'object' ? conversationIn(inner) : undefined);
    }, undefined)
  );
}

function inList(list: JsonNode, first: JsonNode): Conversation | undefined {
  if (looksLikeItem(first)) return conversation('openai-responses', responseItems(list));
  if (looksLikeTool(first)) return { form: 'tools', messages: [], tools: toolsOf(list) };
  if (first.field('parts')?.list) return conversation('gemini', geminiContents(list));
  return looksLikeMessage(first) ? conversation(formOf(list), messagesOf(list)) : undefined;
}

function ofMessages(root: JsonNode): Conversation | undefined {
  const list = root.field('messages');
  const answer = root.field('choices')?.list?.[0]?.field('message');
  if (list?.list?.[0] && looksLikeMessage(list.list[0])) {
    const system = root.field('system');
    const front: readonly ConversationMessage[] = system
      ? [{ role: 'system', written: 'system', at: system, parts: contentParts(system) }]
      : [];
    const tools = toolsOf(root.field('tools') ?? root.field('functions'));
    const form = system || root.field('tools')?.list?.[0]?.field('input_schema') ? 'anthropic' : formOf(list);
    return { form, messages: [...front, ...messagesOf(list)], tools };
  }
  if (answer) return conversation('openai-chat', [messageOf(answer)]);
  // An answer of Anthropic, and a line of JSONL that is a message.
  return looksLikeMessage(root) ? conversation(formOf(root), [messageOf(root)]) : undefined;
}

function ofContents(root: JsonNode): Conversation | undefined {
  const contents = root.field('contents');
  const answer = root.field('candidates')?.list?.[0]?.field('content');
  const list = contents?.list?.[0]?.field('parts') ? contents : undefined;
  if (!list && !answer?.field('parts')) return undefined;
  const system = root.field('systemInstruction', 'system_instruction');
  const tools = root.field('tools') ?? root.field('config')?.field('tools');
  return {
    form: 'gemini',
    messages: [
      ...(system ? [geminiContent(system, 'system')] : []),
      ...(list ? geminiContents(list) : []),
      ...(answer?.field('parts') ? [geminiContent(answer)] : []),
    ],
    tools: toolsOf(tools),
  };
}

function ofItems(root: JsonNode): Conversation | undefined {
  const isItems = (list: JsonNode | undefined) => {
    const first = list?.list?.[0];
    return first !== undefined && (looksLikeItem(first) || looksLikeMessage(first));
  };
  const input = root.field('input');
  const output = root.field('output');
  const isText = input?.text !== undefined && root.textField('model') !== undefined && isResponsesRequest(root);
  if (!isText && !isItems(input) && !isItems(output)) return undefined;
  const instructions = root.field('instructions');
  const front: readonly ConversationMessage[] =
    instructions?.text === undefined
      ? []
      : [{ role: 'system', written: 'instructions', at: instructions, parts: contentParts(instructions) }];
  const items = [
    ...(isText || isItems(input) ? responseItems(input) : []),
    ...(isItems(output) ? responseItems(output) : []),
  ];
  return { form: 'openai-responses', messages: [...front, ...items], tools: toolsOf(root.field('tools')) };
}

/** `input` and `model` alone are a request for embeddings as well. */
function isResponsesRequest(root: JsonNode): boolean {
  return ['instructions', 'tools', 'max_output_tokens', 'reasoning', 'previous_response_id'].some((name) =>
    root.field(name),
  );
}

function ofRequests(root: JsonNode): Conversation | undefined {
  const list = root.field('requests');
  const first = list?.list?.[0];
  return list && first && looksLikeRequest(first) ? conversation('vscode', vscodeRequests(list)) : undefined;
}

function ofTools(root: JsonNode): Conversation | undefined {
  const list = root.field('tools') ?? root.field('result')?.field('tools');
  const first = list?.list?.[0];
  return first && looksLikeTool(first) ? { form: 'tools', messages: [], tools: toolsOf(list) } : undefined;
}

function looksLikeMessage(message: JsonNode): boolean {
  const says = message.field('content') ?? message.field('tool_calls');
  if (message.textField('role') !== undefined) return says !== undefined || 'content' in (message.value as object);
  return message.field('content')?.text !== undefined && Object.keys(message.value as object).length <= 2;
}

/** What Anthropic calls use and result of tools are parts of a message. */
function formOf(list: JsonNode): ConversationForm {
  const parts = (list.list ?? [list]).flatMap((message) => message.field('content')?.list ?? []);
  return parts.some((part) => /^tool_(?:use|result)$/.test(part.textField('type') ?? '')) ? 'anthropic' : 'openai-chat';
}

function conversation(form: ConversationForm, messages: readonly ConversationMessage[]): Conversation {
  return { form, messages, tools: [] };
}
