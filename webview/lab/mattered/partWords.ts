// A part of the text in words: what it is, what it says, and what it did. Knows numbers and tokens, draws nothing.
import type { MatteredPart, RemovalMode, TextPartKind } from '../../../src/contract/mattered.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths, percent } from '../../text/numbers.ts';
import { visibleText } from '../../text/visibleText.ts';

/** Below this a change is written as 0.00 bits. */
const NO_BITS = 0.005;

/** A function, not a constant: texts can be translated only once the language is known. */
export function kindName(kind: TextPartKind): string {
  const names: Record<TextPartKind, string> = {
    message: t('Message'),
    paragraph: t('Paragraph'),
    line: t('Line'),
    sentence: t('Sentence'),
    word: t('Word'),
    group: t('Group'),
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

/** 3.2 → '9.2 times less probable without it (3.20 bits)' */
export function changeWords(bits: number): string {
  const size = Math.abs(bits);
  if (size < NO_BITS) return t('as probable without it');
  const times = 2 ** size;
  const factor = formatNumber(times, times < 2 ? 2 : times < 10 ? 1 : 0);
  return bits > 0
    ? t('{0} times less probable without it ({1} bits)', factor, hundredths(size))
    : t('{0} times more probable without it ({1} bits)', factor, hundredths(size));
}

/** What stands in place of a change. `isOver`: nothing more is going to be measured. */
export function withoutChange(mode: RemovalMode, isOver: boolean): string {
  if (!isOver) return t('not measured yet');
  return mode === 'hide' ? t('always sees itself') : t('nothing else is left');
}

/** Where attention and what was measured disagree; undefined where they do not. */
export function disagreementWords({ disagrees }: Pick<MatteredPart, 'disagrees'>): string | undefined {
  if (disagrees === undefined) return undefined;
  return disagrees === 'attended' ? t('looked at, changed little') : t('changed more than it was looked at');
}

export function attentionWords(share: number): string {
  return t('{0} of attention', percent(share));
}

export function times(count: number): string {
  return count === 1 ? t('once') : t('{0} times', formatNumber(count));
}

/** 'about 12 s' */
export function about(ms: number): string {
  return ms < 1000 ? t('less than a second') : t('about {0} s', formatNumber(Math.ceil(ms / 1000)));
}
