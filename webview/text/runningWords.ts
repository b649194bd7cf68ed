// What is being done while there is no explanation yet. Knows no page.
import { t } from './l10n.ts';

/** 'Loading the model…', 'Loading the model: 43 %', then 'Block 2 of 12': see PanelContent. */
export function runningWords({
  opened,
  done,
  of,
}: {
  readonly opened?: number;
  readonly done: number;
  readonly of: number;
}): string {
  if (of > 0) return t('Block {0} of {1}', done, of);
  return opened ? t('Loading the model: {0}', `${Math.round(100 * opened)} %`) : t('Loading the model…');
}
