// The name that people know whoever counts by. Knows no tokenizer.
import * as vscode from 'vscode';
import type { CounterRef } from '../contract/tokens.ts';
import { modelName } from './modelName.ts';

/** A model's name, an encoding's, or that of a language model of VS Code. 'copilot/gpt-4o' → 'gpt-4o (copilot)' */
export function counterName(ref: CounterRef, embeddedModel: string): string {
  if (ref.kind === 'openai') return ref.encoding;
  if (ref.kind === 'folder') return modelName(ref.folder, embeddedModel);
  const slash = ref.model.indexOf('/');
  return vscode.l10n.t('{0} ({1})', ref.model.slice(slash + 1), ref.model.slice(0, slash));
}
