// What the panel's host is made of. Types only.
import type * as vscode from 'vscode';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { AttentionTint } from '../editor/attentionTint.ts';
import type { TokenHighlight } from '../editor/tokenHighlight.ts';
import type { EngineClient } from '../engine/client.ts';
import type { GhostText } from './insertBehind.ts';

export interface PanelParts {
  readonly extension: vscode.Uri;
  readonly engine: EngineClient;
  /** An engine that tokenizes with other tokenizers, without waiting for the model. */
  readonly counter: EngineClient;
  readonly modelFolder: () => string;
  readonly embeddedModel: string;
  readonly engineOptions: () => EngineOptions;
  readonly highlight: TokenHighlight;
  readonly tint: AttentionTint;
  readonly ghostText: GhostText;
  readonly log: vscode.LogOutputChannel;
}
