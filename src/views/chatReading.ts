// A conversation as the chosen model receives it, or in words why that cannot be seen. Knows no view.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ChatReading } from '../contract/contextApi.ts';
import type { ContextReport, UnsavedText } from '../contract/contextReport.ts';
import type { ConversationTokens } from '../contract/conversationTokens.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';
import { receivedReport } from './receivedReport.ts';

interface ChatText {
  readonly path: string;
  /** In place of the file. */
  readonly unsaved: UnsavedText | undefined;
  readonly report: ContextReport;
}

interface Asked {
  readonly counter: Pick<EngineClient, 'conversationTokens'>;
  readonly tokenizer: TokenizerRef;
  /** The tokenizer's model, as people call it. */
  readonly name: string;
  readonly log: vscode.LogOutputChannel;
}

export interface ReadChat {
  readonly chat: ChatReading;
  /** With the numbers of what the model receives, where these are known. */
  readonly report: ContextReport;
}

/** Never rejects. `report` is of the contents alone. */
export async function chatReading(
  { path, unsaved, report }: ChatText,
  { counter, tokenizer, name, log }: Asked,
): Promise<ReadChat> {
  const { t } = vscode.l10n;
  if (tokenizer.kind === 'openai') {
    const why = t(
      'OpenAI does not publish how it writes a conversation for its models, so that only the texts are counted.',
    );
    const how = t('Count by a model with a chat template to see every token that it receives.');
    return { report, chat: { kind: 'none', why: `${why} ${how}` } };
  }
  try {
    const json = unsaved?.text ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(path)));
    const received = await counter.conversationTokens(tokenizer.folder, json, basename(path));
    const exact = receivedReport(report, received);
    return { report: exact ?? report, chat: readChat(name, received, exact !== undefined) };
  } catch (thrown) {
    return { report, chat: { kind: 'none', why: failureMessage(thrownFailure(thrown, log)) } };
  }
}

function readChat(model: string, { tokens, origins, messages, exact }: ConversationTokens, isCounted: boolean) {
  return {
    kind: 'read',
    model,
    tokens: tokens.map(({ text, bytes, special }, at) => ({ text, bytes, special, ...origins[at] })),
    roles: messages.map(({ role }) => role),
    exact,
    isCounted,
  } as const;
}
