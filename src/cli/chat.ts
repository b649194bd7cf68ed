// --chat: a conversation from a file as the model's template writes it, and its tokens. Knows no template and no form.
import { readTextFile } from '../checkpoint/jsonFile.ts';
import type { ConversationTokens } from '../contract/conversationTokens.ts';
import type { EngineClient } from '../engine/client.ts';

const MAX_BYTES = 50_000_000;

/** Fails with file-missing, file-unreadable, conversation-invalid, chat-template-missing, chat-template-invalid. */
export async function renderChat(engine: EngineClient, file: string, modelFolder: string): Promise<ConversationTokens> {
  return await engine.conversationTokens(modelFolder, await readTextFile(file, MAX_BYTES), file);
}
