// What the panel's host is made of. Types only.
import type * as vscode from 'vscode';
import type { RunSummary } from '../contract/engineApi.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { MemoryConsent } from '../contract/memoryConsent.ts';
import type { CollectedSession } from '../contract/session.ts';
import type { OtherReading, TextSource } from '../contract/webviewApi.ts';
import type { ChosenText } from '../editor/chosenText.ts';
import type { TextTint } from '../editor/editorColors.ts';
import type { TokenHighlight } from '../editor/tokenHighlight.ts';
import type { EngineClient } from '../engine/client.ts';
import type { GhostText } from './insertBehind.ts';

/** What a session is about. */
export interface KeptExplanation {
  readonly summary: RunSummary;
  readonly chosen: ChosenText;
  readonly source: TextSource;
}

export interface PanelParts {
  readonly extension: vscode.Uri;
  readonly engine: EngineClient;
  /** An engine that tokenizes with other tokenizers, without waiting for the model. */
  readonly counter: EngineClient;
  readonly modelFolder: () => string;
  readonly embeddedModel: string;
  readonly engineOptions: () => EngineOptions;
  readonly memory: MemoryConsent;
  readonly highlight: TokenHighlight;
  readonly tint: TextTint;
  readonly ghostText: GhostText;
  /** What reads the text beside the model that explains it. */
  readonly otherModel: OtherModelReader;
  readonly log: vscode.LogOutputChannel;
  /** Writes a session of what was explained where the user wants it. Never rejects. */
  readonly keepSession: (session: CollectedSession, explained: KeptExplanation) => Promise<void>;
}

/** Folders or GGUF files. */
export interface ComparedModels {
  readonly ours: string;
  readonly theirs: string;
}

export interface OtherModelReader {
  /** Has a model that the user chooses read the text; undefined where the user declines. Never rejects. */
  read(text: string): Promise<OtherReading | undefined>;
  /** Has this model read it; undefined where the user cancels that. Never rejects. */
  readBy(model: string, text: string): Promise<OtherReading | undefined>;
  /** Gives it back. */
  forget(): void;
}
