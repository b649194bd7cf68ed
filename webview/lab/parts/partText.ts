// A part of the text in words: what it is and what it says. Knows tokens, draws nothing.
import type { TextPartKind } from '../../../src/contract/mattered.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import { visibleText } from '../../text/visibleText.ts';

/** A function, not a constant: texts can be translated only once the language is known. */
export function kindName(kind: TextPartKind): string {
  const names: Record<TextPartKind, string> = {
    message: t('Message'),
    paragraph: t('Paragraph'),
    line: t('Line'),
    sentence: t('Sentence'),
    word: t('Word'),
    group: t('Group'),
    special: t('Special tokens'),
  };
  return names[kind];
}

/** The text of a part on one line, at most `length` characters. What is nothing but white space has its signs. */
export function partText(tokens: readonly Token[], { start, end }: Span<TokenIndex>, length: number): string {
  const inside = tokens.slice(start, end);
  const bytes = Uint8Array.from(inside.flatMap((token) => token.bytes));
  const line = new TextDecoder().decode(bytes).replace(/\s+/g, ' ').trim();
  const characters = Array.from(line || inside.map(visibleText).join(''));
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('');
}
