// Counts what a Context X-ray looks at: asks the engine's process for the report, and of a conversation what the model
// receives. Knows no view.
import * as vscode from 'vscode';
import type { ChatReading, ContextSubject } from '../contract/contextApi.ts';
import {
  type ContextReport,
  type ContextRequest,
  MOST_CHOSEN_FILE_BYTES,
  type UnsavedText,
} from '../contract/contextReport.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import { chatReading } from './chatReading.ts';
import { excludedGlobs } from './excludedGlobs.ts';
import { unsavedText } from './unsavedText.ts';

export interface SubjectCounter {
  readonly counter: EngineClient;
  readonly tokenizer: () => TokenizerRef;
  readonly nameOf: (tokenizer: TokenizerRef) => string;
  readonly log: vscode.LogOutputChannel;
}

export interface CountedSubject {
  readonly report: ContextReport;
  /** The tokens of the conversation, where it is one. */
  readonly chat: ChatReading | undefined;
  /** Whether the text of an editor was counted, and not its file. */
  readonly unsaved: boolean;
}

/** `id` names the count to those who follow or cancel it. Fails as the engine's contextReport() does. */
export async function countSubject(
  id: string,
  subject: ContextSubject,
  { counter, tokenizer, nameOf, log }: SubjectCounter,
): Promise<CountedSubject> {
  const unsaved = await unsavedText(subject);
  const request = requestFor(subject, tokenizer(), unsaved);
  const name = nameOf(request.tokenizer);
  const report = { ...(await counter.contextReport(id, request)), tokenizer: name };
  if (subject.kind !== 'conversation') return { report, chat: undefined, unsaved: false };
  const asked = { counter, tokenizer: request.tokenizer, name, log };
  const read = await chatReading({ path: subject.paths[0], unsaved, report }, asked);
  return { ...read, unsaved: unsaved !== undefined };
}

/** What changed is asked of git, which runs what a repository's settings say: only where the user trusts it. */
function requestFor(
  { kind, paths }: ContextSubject,
  tokenizer: TokenizerRef,
  unsaved: UnsavedText | undefined,
): ContextRequest {
  const shared = { tokenizer, exclude: excludedGlobs(), mostChosenBytes: MOST_CHOSEN_FILE_BYTES };
  if (kind === 'conversation')
    return unsaved
      ? { ...shared, roots: [], unsaved, conversation: true }
      : { ...shared, roots: paths, conversation: true };
  const changes = vscode.workspace.isTrusted;
  return { ...shared, roots: paths, agentFiles: kind === 'agent', duplicates: true, changes };
}
