// What a block adds to the stream, part by part, and what is said of a model that has several streams. Pure.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { Added, BlockContribution } from '../../../src/contract/readings.ts';
import { t } from '../../text/l10n.ts';
import { attendsEverywhere, hasFeedForward } from './roadWords.ts';

/** In the order in which a block adds them. */
export function addedTo(block: BlockContribution): readonly (Added & { readonly kind: string })[] {
  const { attentionNorm, attentionCosine, beside, mixing, mlpNorm, mlpCosine, hiddenUnits } = block;
  return [
    ...(mixing ? [{ kind: 'mixing', ...mixing }] : []),
    { kind: 'attention', norm: attentionNorm, cosine: attentionCosine },
    ...(beside ? [beside] : []),
    ...(hiddenUnits > 0 ? [{ kind: 'mlp', norm: mlpNorm, cosine: mlpCosine }] : []),
  ];
}

/** The heading of their lengths. */
export function lengthsTitle(model: ModelInfo, { beside }: BlockContribution): string {
  if (beside?.kind === 'state') return t('stream, attention, state, feed-forward (lengths)');
  if (beside?.kind === 'laurel') return t('stream, mixing, attention, LAuReL, feed-forward (lengths)');
  if (attendsEverywhere(model)) return t('stream, attention, feed-forward (lengths)');
  return hasFeedForward(model) ? t('stream, mixer, feed-forward (lengths)') : t('stream, mixer (lengths)');
}

/** undefined of a model with one stream. */
export function ofStreams({ streams }: ModelInfo): string | undefined {
  return (
    streams &&
    t(
      'This model has {0} streams side by side (AltUp), and blocks work on one of them, stream {1}: it is the one that is shown here, steered, and called the stream elsewhere. Before and behind each block all are mixed, each token’s with one another; what that changes in the shown one is a bar of its own. The lens reads all of them, as the model does at its end, and copying the stream copies all.',
      streams.count,
      streams.active,
    )
  );
}
