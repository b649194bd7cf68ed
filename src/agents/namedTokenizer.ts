// The tokenizer that a call names, and what answers call it. Knows no vocabulary.
import type { TokenizerRef } from '../contract/tokens.ts';
import type { AgentCall } from './agentTool.ts';
import type { TokenizerName } from './schemas.ts';

/** That of the user where none is named. */
export function tokenizerNamed(name: TokenizerName | undefined, { choices }: Pick<AgentCall, 'choices'>): TokenizerRef {
  switch (name) {
    case undefined:
      return choices.tokenizer;
    case 'model':
      return { kind: 'folder', folder: choices.modelFolder };
    case 'embedded':
      return { kind: 'folder', folder: choices.embeddedModel };
    default:
      return { kind: 'openai', encoding: name };
  }
}

export function tokenizerLabel(tokenizer: TokenizerRef, { nameOf }: Pick<AgentCall, 'nameOf'>): string {
  return tokenizer.kind === 'openai' ? tokenizer.encoding : nameOf(tokenizer.folder);
}
