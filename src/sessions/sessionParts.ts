// What saving and opening sessions is made of. Types only.
import type * as vscode from 'vscode';
import type { DigestStore } from '../hub/modelFiles.ts';

export interface SessionParts {
  /** The version of Tokenscope. */
  readonly version: string;
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
  /** The folder where downloaded models are kept. */
  readonly store: string;
  readonly digests: DigestStore;
  readonly log: vscode.LogOutputChannel;
}
