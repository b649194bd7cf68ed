// What the panel says where an answer is missing. The host has longer words for what keeps a text from being explained.
import { isFailure } from '../../src/contract/failure.ts';
import { t } from '../text/l10n.ts';

export function failureWords(failure: unknown): string {
  const code = isFailure(failure) ? failure.code : String(failure);
  if (code === 'engine-stopped') return t('The engine stopped. Explain the text again.');
  if (code === 'run-unknown') return t('The engine has started anew and does not know this text. Read the text again.');
  if (code === 'reads-both-ways')
    return t('This model reads the text as a whole, in both directions, and does not say what comes next.');
  if (code === 'predicts-no-word') return t('This model makes vectors of texts and predicts no words.');
  if (code === 'head-not-linear')
    return t(
      'Votes cannot be told apart here: between the last layer and the words stands a transformation that is not linear.',
    );
  if (code === 'mask-missing') return t('The tokenizer has no token for a hidden word ([MASK]).');
  return t('Something went wrong: {0}', code);
}
