// A token in the quotation marks of the reader's language, for headings and sentences.
import { t } from './l10n.ts';
import { type ShownToken, shortText } from './visibleText.ts';

/** At most `length` characters, as shortText() cuts them. */
export function quotedToken(token: ShownToken, length: number): string {
  return t('“{0}”', shortText(token, length));
}
