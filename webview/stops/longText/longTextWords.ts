// What stop 8 says of a model: why a long text costs what it costs, by the kinds of its layers, and where its texts end. Pure.
import { html } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { layerKinds } from '../../state/headless.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { millisecondsInWords } from '../cost.ts';
import { LONG, LONG_BOTH_WAYS, LONG_WINDOWS, LONG_WINDOWS_BOTH_WAYS, longOf } from '../formulas.ts';
import type { Stop } from '../section.ts';
import { CLOSE, PATIENCE_MS } from './longTextFit.ts';

export function ofModel(model: ModelInfo): Pick<Stop, 'lead' | 'formula'> {
  const kinds = layerKinds(model);
  const attending = kinds.filter((kind) => kind === 'attention').length;
  if (attending === kinds.length)
    return {
      lead: attentionLead(model),
      formula: longFormula(model),
    };
  const present = (['attention', 'state', 'convolution'] as const).filter((kind) => kinds.includes(kind));
  const formula = html`${longOf(present)}`;
  if (attending === 0)
    return {
      lead: t(
        'Attention compares every token with every earlier one, so that its work grows with the square of the length. No layer of this model does: with a state or a short convolution every token costs the same.',
      ),
      formula,
    };
  return {
    lead: t(
      'Attention compares every token with every earlier one, so that its work grows with the square of the length. In this model {0} of {1} layers do; the others, with a state or a short convolution, cost the same for every token.',
      attending,
      kinds.length,
    ),
    formula,
  };
}

function attentionLead({ bidirectional, windows }: ModelInfo): string {
  if (!bidirectional)
    return t(
      'Every token is compared with every earlier one. Twice the text is four times the scores: the work grows with the square of the length. Measure it on your own machine.',
    );
  return windows.some((window) => window !== null)
    ? t(
        'A layer with a window compares each token with w tokens, itself and as many to either side: its work grows with the length. A layer without one, and every layer as long as the text is not longer than half its window, compares every token with every other one, which makes n² weights for each head: that grows with the square of the length. Measure it on your own machine.',
      )
    : t(
        'Every token is compared with every other one. Twice the text is four times the scores: the work grows with the square of the length. Measure it on your own machine.',
      );
}

/** Of windows to both sides the layers that have one, in a text that is longer; the lead says what the others cost. */
function longFormula({ windows, bidirectional }: ModelInfo) {
  const [all, windowed] = bidirectional ? [LONG_BOTH_WAYS, LONG_WINDOWS_BOTH_WAYS] : [LONG, LONG_WINDOWS];
  return windows.some((window) => window !== null) ? windowed : all;
}

/** How long texts are that are measured. */
export function measuredUpTo(model: ModelInfo): string {
  const most = formatNumber(model.context);
  if (model.context <= CLOSE && !model.endless) return t('Runs texts of up to {0} tokens.', most);
  const patience = millisecondsInWords(PATIENCE_MS);
  return model.endless
    ? t(
        'Runs texts of up to {0} tokens, and asks before one that may take longer than {1}. The model has no limit.',
        most,
        patience,
      )
    : t(
        'Runs texts of up to {0} tokens, as many as the model reads, and asks before one that may take longer than {1}.',
        most,
        patience,
      );
}

export function beyondTraining({ positions, context, endless }: ModelInfo): string {
  const most = formatNumber(context);
  if (endless)
    return t(
      'This model has no longest text: its state is as large after a million tokens as after one. Here texts end at {0} tokens; the rest is arithmetic.',
      most,
    );
  if (positions === 'learned') return t('This model has learnt only {0} positions; the rest is arithmetic.', most);
  return positions === 'alibi'
    ? t(
        'Distances have no end, so that this model can read on beyond the {0} tokens of its training; here texts end there.',
        most,
      )
    : t('Here this model reads texts of at most {0} tokens; the rest is arithmetic.', most);
}
