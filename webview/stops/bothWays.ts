// What stops and tools say where a model reads in both directions, or predicts no words. Knows a model's shape, no stop.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import { t } from '../text/l10n.ts';

/** Why there is nothing to generate, and nothing that is asked of what comes next. */
export function doesNotGoOn(): string {
  return t(
    'This does not apply to this model: it reads the text as a whole, each token in both directions, and does not say what comes next.',
  );
}

/** What is asked about the selected token, as it is quoted. */
export function askedWords({ predicts }: Pick<ModelInfo, 'predicts'>, token: string): string {
  if (predicts === 'next') return t('Selected: {0}. The question is what comes after it.', token);
  if (predicts === 'masked') return t('Selected: {0}. The question is what stands in its place.', token);
  return t('Selected: {0}.', token);
}
