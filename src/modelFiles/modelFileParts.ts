// What the editors of models' files are made of. Types only.
import type * as vscode from 'vscode';
import type { MemoryConsent } from '../contract/memoryConsent.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Panel } from '../views/panel.ts';

export interface ModelFileParts {
  readonly extension: vscode.Uri;
  /** An engine of their own: a file may take all of its time and memory, and nobody else waits for it. */
  readonly inspector: EngineClient;
  readonly panel: Panel;
  readonly embeddedModel: string;
  readonly memory: MemoryConsent;
  readonly log: vscode.LogOutputChannel;
}
