// What the stop is called and says, by what the model predicts. Knows no answer.

import type { TemplateResult } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { t } from '../../text/l10n.ts';
import { MASKED, NEXT } from '../formulas.ts';

type Predicts = ModelInfo['predicts'];

interface NextWords {
  readonly title: string;
  readonly lead: string;
  readonly formula?: TemplateResult;
  readonly task?: string;
}

export function nextWords(predicts: Predicts): NextWords {
  switch (predicts) {
    case 'masked':
      return {
        title: t('Masked word'),
        formula: MASKED,
        lead: t(
          'This model does not go on with a text: it fills in what is hidden. The selected token is replaced by a mask, the model reads the text again from both sides, and the vector at that place becomes one number for every token in the vocabulary; a softmax makes probabilities of them.',
        ),
        task: t('Select one word after another: which could be told from their neighbours, and which are a surprise?'),
      };
    case 'nothing':
      return {
        title: t('No word'),
        lead: t('This model makes vectors of texts and predicts no words. What they are for is in the Lab: Sentences.'),
      };
    default:
      return {
        title: t('Next token'),
        formula: NEXT,
        lead: t(
          'The last layer’s vector at a position becomes one number for every token in the vocabulary; a softmax makes probabilities of them. The sliders change what is drawn from, not what the model thinks.',
        ),
        task: t('Set the temperature to 0, then to 2, and press Step each time.'),
      };
  }
}

/** What the bars are. */
export function nextTitle(predicts: Predicts): string {
  return predicts === 'masked' ? t('Most probable tokens behind the mask') : t('Most probable next tokens');
}
