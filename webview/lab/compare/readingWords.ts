// What Compare says of itself and of what it cannot ask, by what the model says at a place. Pure.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { t } from '../../text/l10n.ts';

export function leadOf({ bidirectional }: Pick<ModelInfo, 'bidirectional'>): string {
  return bidirectional
    ? t(
        'Two readings side by side, token by token: where inside the model they part, which heads attend most differently, and what each says behind a mask. How surprising a token is, is not asked: the model reads the text as a whole, each token in sight of all others. A difference shows that the two readings differ there, not what has caused it.',
      )
    : t(
        'Two readings side by side, token by token: how surprising each token is to both, what each expects next, and where inside the model they part. A difference shows that the two readings differ there, not what has caused it.',
      );
}

/** Why there are no predictions side by side: this side has none, or the other one's are of another kind. */
export function notAskedForWords({ predicts }: Pick<ModelInfo, 'predicts'>): string {
  return predicts === 'nothing'
    ? t('This model predicts no words: it has vectors only, and these are compared.')
    : t(
        'The two models are not asked for the same: one says what comes next, or what stands behind a mask, and the other does not.',
      );
}
