// What is said of a hidden or unusual place: a name and one sentence that says why it is marked. Knows no place.
import * as vscode from 'vscode';
import type { MarkKind } from '../unusual/mark.ts';
import type { TokenMarkKind } from '../unusual/unusualTokens.ts';

export interface Said {
  readonly name: string;
  readonly reason: string;
}

const { t } = vscode.l10n;

/** `says` is what the characters say or look like, made safe to show; '' where they say nothing. */
export function saidOfCharacters(kind: MarkKind, says: string): Said {
  switch (kind) {
    case 'tag-text':
      return {
        name: t('Hidden text'),
        reason: t('Tag characters are an invisible copy of ASCII: nobody sees them, and a model reads them.'),
      };
    case 'selector-bytes':
      return {
        name: t('Hidden bytes'),
        reason: t('Variation selectors in a row stand for bytes: nobody sees them, and a model reads them.'),
      };
    case 'bidi':
      return {
        name: t('Direction control'),
        reason: t(
          'It changes the order in which text is drawn: a model reads another order than you see (Trojan Source).',
        ),
      };
    case 'invisible':
      return {
        name: t('Invisible character'),
        reason: t('It has no width, and nothing around it needs it. A model reads it.'),
      };
    case 'homoglyph':
      return {
        name: t('Letters of two scripts'),
        reason: t(
          'It looks like “{0}”, but some of its letters are of another script. To a model it is another word.',
          says,
        ),
      };
    case 'whole-homoglyph':
      return {
        name: t('Letters of another script'),
        reason: t(
          'It looks like “{0}”, in letters of a script that this text has nowhere else. To a model it is another word.',
          says,
        ),
      };
    default:
      return saidOfRare(kind, says);
  }
}

function saidOfRare(
  kind: Exclude<MarkKind, 'tag-text' | 'selector-bytes' | 'bidi' | 'invisible' | 'homoglyph' | 'whole-homoglyph'>,
  says: string,
): Said {
  const other = t('It reads “{0}”, and is other tokens than the common letters.', says);
  const said: Readonly<Record<typeof kind, Said>> = {
    'stray-selector': {
      name: t('Variation selector'),
      reason: t('The character in front of it has no such form, so it changes nothing but the tokens.'),
    },
    'soft-hyphen': {
      name: t('Soft hyphen'),
      reason: t('It is drawn only where a line breaks, and cuts the word into other tokens.'),
    },
    'byte-order-mark': {
      name: t('Byte-order mark'),
      reason: t('It says how a file is encoded. In the text itself it is read as a token.'),
    },
    'odd-space': {
      name: t('Unusual space'),
      reason: t('It looks like a space, and is another token than the common space.'),
    },
    'line-separator': {
      name: t('Line separator'),
      reason: t('It begins a new line in some programs and not in others.'),
    },
    control: { name: t('Control character'), reason: t('It is not drawn, and some programs obey it.') },
    'private-use': {
      name: t('Private-use character'),
      reason: t('It means something in one font or program only.'),
    },
    noncharacter: {
      name: t('Noncharacter'),
      reason: t('Unicode keeps it out of texts: it is no character.'),
    },
    'lone-surrogate': {
      name: t('Half of a character'),
      reason: t('UTF-8 cannot hold half of a surrogate pair: tokenizers read U+FFFD in its place.'),
    },
    replacement: {
      name: t('Replacement character'),
      reason: t('It stands for bytes that could not be decoded: some text was lost, or the file has another encoding.'),
    },
    combining: {
      name: t('Stacked marks'),
      reason: t('One letter carries more marks than any writing needs, each of them a token or more.'),
    },
    fullwidth: { name: t('Fullwidth letters'), reason: other },
    'long-s': { name: t('Long s'), reason: other },
    ligature: { name: t('Ligature'), reason: other },
    styled: { name: t('Styled letters'), reason: other },
  };
  return said[kind];
}

/** `tokenizer` is how people call the tokenizer. */
export function saidOfTokens(kind: TokenMarkKind, tokenizer: string): Said {
  const said: Readonly<Record<TokenMarkKind, Said>> = {
    'control-token': {
      name: t('Control token'),
      reason: t(
        '{0} reads it as one token that ends a text or changes who speaks. A text from elsewhere should not have it.',
        tokenizer,
      ),
    },
    'control-string': {
      name: t('Written control token'),
      reason: t('Some models read it as a control token. {0} reads it as text.', tokenizer),
    },
    unknown: {
      name: t('Unknown to the vocabulary'),
      reason: t('{0} has no token for it: the model does not learn what is written here.', tokenizer),
    },
    bytes: {
      name: t('Character in bytes'),
      reason: t('{0} has no token for it: each of its bytes is a token.', tokenizer),
    },
    partial: {
      name: t('Character in parts'),
      reason: t('{0} has no token for it: tokens begin or end inside it.', tokenizer),
    },
    glitch: {
      name: t('Hardly trained token'),
      reason: t('It is reported as a token that models with this vocabulary hardly saw, and may be read as anything.'),
    },
    untrained: {
      name: t('Hardly trained token (approximate)'),
      reason: t(
        'Its embedding points where those of tokens point that are in no text: training hardly moved it. Approximate: by its direction in {0}.',
        tokenizer,
      ),
    },
    rare: {
      name: t('Rare token (approximate)'),
      reason: t(
        'It is among the last 2 % of the vocabulary of {0}, which training meets least. Approximate: only its place is known.',
        tokenizer,
      ),
    },
  };
  return said[kind];
}
