// What people read while an agent's tool works. Knows tools by their names.
import * as vscode from 'vscode';

const { t } = vscode.l10n;
/** A path that a model wrote may be anything. */
const LONGEST_PATH = 80;

/** `input` is as the model wrote it. */
export function invocationMessage(tool: string, input: object): string {
  const path = 'path' in input && typeof input.path === 'string' ? input.path.slice(-LONGEST_PATH) : undefined;
  switch (tool) {
    case 'tokenscope_count_tokens':
      return path === undefined ? t('Counting tokens') : t('Counting the tokens of {0}', path);
    case 'tokenscope_file_surprisal':
      return t('Reading {0} with the model', path ?? '');
    case 'tokenscope_next_tokens':
      return t('Predicting the next token');
    case 'tokenscope_what_mattered':
      return t('Measuring what mattered in the prompt');
    default:
      return t('Counting what fills the context');
  }
}
