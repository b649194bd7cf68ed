// What the stop says first, and what it asks the reader to try. Knows the direction of reading, no model.
import type { TemplateResult } from 'lit';
import { t } from '../../text/l10n.ts';
import { ATTENTION, ATTENTION_BOTH_WAYS } from '../formulas.ts';

interface AttentionWords {
  readonly lead: string;
  readonly formula: TemplateResult;
  readonly task: string;
}

export function attentionWords(bothWays: boolean): AttentionWords {
  if (bothWays)
    return {
      lead: t(
        'Each token gathers information from all tokens, before it and behind it, weighted by how relevant they are to it: nothing is masked. Every layer does this several times at once: once per head.',
      ),
      formula: ATTENTION_BOTH_WAYS,
      task: t('Look for a head whose strong cells lie above the diagonal: it looks ahead, which no decoder can.'),
    };
  return {
    lead: t(
      'Each token gathers information from the tokens before it, weighted by how relevant they are to it. Every layer does this several times at once: once per head.',
    ),
    formula: ATTENTION,
    task: t('Write a word that was in the text before, and look for the head that finds what followed it: induction.'),
  };
}
