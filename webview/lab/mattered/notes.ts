// What a reader has to know besides the numbers: what is done to the text, and what its answer does not say. Knows answers.
import type { Mattered, RemovalMode } from '../../../src/contract/mattered.ts';
import { t } from '../../text/l10n.ts';

export function modeName(mode: RemovalMode): string {
  return mode === 'hide' ? t('Hidden from attention') : t('Left out of the text');
}

export function whatItDoes(mode: RemovalMode, bothWays = false): string {
  if (bothWays)
    return mode === 'hide'
      ? t('The tokens stay where they are, and no other token can attend to them.')
      : t(
          'The text is cut into tokens again without it, and the mask stands where the word that is asked about is then. Where the tokenizer cuts that word otherwise, the part cannot be measured.',
        );
  return mode === 'hide'
    ? t('The tokens stay where they are, and no token behind them can attend to them.')
    : t('The text is cut into tokens again without it: what comes behind moves up, and may become other tokens.');
}

export function nothingToHide(): string {
  return t('There is nothing to hide: the model says this from a single token, which always sees itself.');
}

/** What has to be known to read the picture, as far as it is in it. */
export function notesOn({ parts }: Mattered, isOver: boolean): readonly string[] {
  return [
    t('Changes need not add up: where two parts carry the same word, each alone changes little.'),
    ...(parts.some(({ disagrees }) => disagrees)
      ? [
          t(
            'Attention is where the model looks, not what changes its answer. A part is marked where its share of one is at least twice its share of the other.',
          ),
        ]
      : []),
    ...(isOver && parts.some(({ bits }) => bits === undefined)
      ? [t('What the prediction is read from cannot be hidden: a token always sees itself.')]
      : []),
  ];
}
