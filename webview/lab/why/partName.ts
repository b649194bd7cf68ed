// How a part of the model is called, and what it is. Knows no vote.

import { stateHeadName } from '../../stops/attention/stateWords.ts';
import { headName } from '../../stops/headName.ts';
import { t } from '../../text/l10n.ts';
import type { PartRef, ReaderRef } from './voteParts.ts';

export function partName(part: PartRef): string {
  switch (part.kind) {
    case 'head':
      return headName(part);
    case 'mlp':
      return t('Layer {0}, feed-forward', part.layer);
    case 'attentionBias':
      return t('Layer {0}, bias of attention', part.layer);
    case 'stateHead':
      return stateHeadName(part);
    case 'convolution':
      return t('Layer {0}, convolution', part.layer);
    case 'stateSkip':
      return t('Layer {0}, skip around the state', part.layer);
    case 'convolutionBias':
      return t('Layer {0}, bias of the convolution', part.layer);
    case 'laurel':
      return t('Layer {0}, LAuReL', part.layer);
    case 'token':
      return t('Embedding of the token');
    case 'position':
      return t('Embedding of the position');
    case 'normBias':
      return t('Bias of the norms');
    case 'unembeddingBias':
      return t('Bias of the unembedding');
  }
}

/** What can be said of a part that reads no tokens, in a sentence or two; `token` is the selected one, as it is quoted. */
export function whatItIs(part: Exclude<PartRef, ReaderRef>, token: string): string {
  switch (part.kind) {
    case 'mlp':
      return t(
        'The feed-forward sees this position alone, {0}, with what the heads before it have brought here. What it adds is what training has put into its weights.',
        token,
      );
    case 'attentionBias':
      return t('A constant that the layer adds behind its heads, in every text and at every position alike.');
    case 'stateSkip':
      return t(
        'What this position, {0}, sends through the layer’s gate around its state, and a constant behind that. It was read from no other position.',
        token,
      );
    case 'convolutionBias':
      return t('A constant that the layer adds to its convolution, through the gate, and behind it.');
    case 'laurel':
      return t(
        'LAuReL, a learned shortcut beside attention: what attention reads of this position, {0}, and a narrow map of it. It brings nothing from other positions.',
        token,
      );
    case 'token':
      return t('What the table says of {0} alone, before any context: which token follows it in general.', token);
    case 'position':
      return t('What the table of positions says of this place, whatever the text is.');
    case 'normBias':
      return t('A constant that norms add to the stream on the way out, in every text and at every position alike.');
    case 'unembeddingBias':
      return t('A constant for each token of the vocabulary, whatever the text is.');
  }
}
