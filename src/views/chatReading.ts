// A conversation as the chosen model receives it, or in words why that cannot be seen. Knows no view.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ChatReading } from '../contract/contextApi.ts';
import type { UnsavedText } from '../contract/contextReport.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { thrownFailure } from '../messages/thrownFailure.ts';

interface ChatText {
  readonly path: string;
  /** In place of the file. */
  readonly unsaved: UnsavedText | undefined;
}

interface Asked {
  readonly counter: Pick<EngineClient, 'conversationTokens'>;
  readonly tokenizer: TokenizerRef;
  /** The tokenizer's model, as people call it. */
  readonly name: string;
  readonly log: vscode.LogOutputChannel;
}

/** Never rejects. */
export async function chatReading(
  { path, unsaved }: ChatText,
  { counter, tokenizer, name, log }: Asked,
): Promise<ChatReading> {
  const { t } = vscode.l10n;
  if (tokenizer.kind === 'openai') {
    const why = t(
      'OpenAI does not publish how it writes a conversation for its models, so that only the texts are counted.',
    );
    return {
      kind: 'none',
      why: `${why} ${t('Count by a model with a chat template to see every token that it receives.')}`,
    };
  }
  try {
    const json = unsaved?.text ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(path)));
    const { tokens, origins, messages, exact } = await counter.conversationTokens(
      tokenizer.folder,
      json,
      basename(path),
    );
    return {
      kind: 'read',
      model: name,
      tokens: tokens.map(({ text, bytes, special }, at) => ({ text, bytes, special, ...origins[at] })),
      roles: messages.map(({ role }) => role),
      exact,
    };
  } catch (thrown) {
    return { kind: 'none', why: failureMessage(thrownFailure(thrown, log)) };
  }
}
