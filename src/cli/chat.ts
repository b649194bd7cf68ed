// --chat: a conversation from a file as the model's template writes it, and its tokens. Knows no template.
import { readTextFile } from '../checkpoint/jsonFile.ts';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import type { ChatMessage, Token } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';

const MAX_BYTES = 50_000_000;

export interface RenderedChat {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** Fails with file-missing, file-unreadable, json-invalid, chat-template-missing, chat-template-invalid. */
export async function renderChat(engine: EngineClient, file: string, modelFolder: string): Promise<RenderedChat> {
  const text = await engine.chat(modelFolder, messagesIn(await readTextFile(file, MAX_BYTES), file));
  return { text, tokens: await engine.tokenize(text, { kind: 'folder', folder: modelFolder }) };
}

function messagesIn(text: string, file: string): readonly ChatMessage[] {
  const invalid = (problem: string): Failure => ({ code: 'json-invalid', file, problem });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  const messages = isRecord(value) ? value.messages : value;
  if (!Array.isArray(messages)) throw invalid('neither a list of messages nor an object with one');
  for (const [i, message] of messages.entries()) {
    const { role, content } = isRecord(message) ? message : {};
    if (!ROLES.includes(role)) throw invalid(`message ${i} has no role of system, user, assistant`);
    if (typeof content !== 'string') throw invalid(`message ${i} has no text as its content`);
  }
  return messages.map(({ role, content }) => ({ role, content }));
}

const ROLES: readonly unknown[] = ['system', 'user', 'assistant'];
