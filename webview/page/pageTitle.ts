// What an exported explanation is called: the beginning of its text, the model and the day.
import type { RunSummary } from '../../src/contract/engineApi.ts';
import { t } from '../text/l10n.ts';

/** Characters of the text in the title: a tab of a browser shows about so many. */
const MOST = 60;

/** “The cat sat …”: gpt2, November 29, 2026 */
export function pageTitle(
  { tokens, model }: Pick<RunSummary, 'tokens' | 'model'>,
  day: Date,
  language: string,
): string {
  const bytes = Uint8Array.from(tokens.slice(0, MOST).flatMap((token) => (token.special ? [] : token.bytes)));
  const text = [...new TextDecoder().decode(bytes).trim().replace(/\s+/g, ' ')];
  const excerpt = text.length > MOST || tokens.length > MOST ? `${text.slice(0, MOST).join('')}…` : text.join('');
  return t('“{0}”: {1}, {2}', excerpt, model.name, day.toLocaleDateString(language, { dateStyle: 'long' }));
}
