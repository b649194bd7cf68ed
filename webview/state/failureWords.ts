// What the panel says where an answer is missing. The host has longer words for what keeps a text from being explained.
import { type Failure, isFailure } from '../../src/contract/failure.ts';
import { formatNumber, t } from '../text/l10n.ts';

export function failureWords(failure: unknown): string {
  const known = isFailure(failure) && knownWords(failure);
  return known || t('Something went wrong: {0}', isFailure(failure) ? failure.code : String(failure));
}

function knownWords(failure: Failure): string | undefined {
  switch (failure.code) {
    case 'engine-stopped':
      return t('The engine stopped. Explain the text again.');
    case 'run-unknown':
      return t('The engine has started anew and does not know this text. Read the text again.');
    case 'reads-both-ways':
      return t('This model reads the text as a whole, in both directions, and does not say what comes next.');
    case 'predicts-no-word':
      return t('This model makes vectors of texts and predicts no words.');
    case 'head-not-linear':
      return t(
        'Votes cannot be told apart here: between the last layer and the words stands a transformation that is not linear.',
      );
    case 'mask-missing':
      return t('The tokenizer has no token for a hidden word ([MASK]).');
    case 'text-empty':
      return t('There is no text.');
    case 'text-beyond-context':
      return t('The model reads a text as a whole, and at most {0} tokens.', formatNumber(failure.context));
    case 'sentence-too-long':
      return t(
        'Texts of at most {0} tokens are held against one another. Choose shorter ones.',
        formatNumber(failure.most),
      );
    default:
      return undefined;
  }
}
