// What the panel says where an answer is missing. The host has longer words for what keeps a text from being explained.
import { isFailure } from '../../src/contract/failure.ts';
import { t } from '../text/l10n.ts';

export function failureWords(failure: unknown): string {
  const code = isFailure(failure) ? failure.code : String(failure);
  if (code === 'engine-stopped') return t('The engine stopped. Explain the text again.');
  if (code === 'run-unknown') return t('The engine has started anew and does not know this text. Read the text again.');
  return t('Something went wrong: {0}', code);
}
