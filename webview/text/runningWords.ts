// What is being done while there is no explanation yet. Knows no page.
import { formatNumber, t } from './l10n.ts';

/**
 * 'Loading the model…', 'Loading the model: 43 %', then 'Block 2 of 12', and of a text that takes long '170 of 1,000 tokens read,
 * about 12 s left': see PanelContent.
 */
export function runningWords({
  opened,
  done,
  of,
  tokens = 0,
  leftMs,
}: {
  readonly opened?: number;
  readonly done: number;
  readonly of: number;
  readonly tokens?: number;
  readonly leftMs?: number | undefined;
}): string {
  if (of > 0 && leftMs !== undefined) return readSoFar(Math.round((tokens * done) / of), tokens, leftMs / 1000);
  if (of > 0) return t('Block {0} of {1}', done, of);
  return opened ? t('Loading the model: {0}', `${Math.round(100 * opened)} %`) : t('Loading the model…');
}

/** In whole seconds or minutes, so that what is said does not flicker. */
function readSoFar(read: number, tokens: number, seconds: number): string {
  return seconds < 120
    ? t(
        '{0} of {1} tokens read, about {2} s left',
        formatNumber(read),
        formatNumber(tokens),
        Math.max(1, Math.round(seconds)),
      )
    : t(
        '{0} of {1} tokens read, about {2} min left',
        formatNumber(read),
        formatNumber(tokens),
        Math.round(seconds / 60),
      );
}
