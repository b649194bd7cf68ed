// Turns what a model cannot be asked, since it reads in both directions or predicts no words, into sentences;
// failureMessage.ts calls it for these.
import * as vscode from 'vscode';
import type { EncoderFailure } from '../contract/failure.ts';

const { t } = vscode.l10n;

export function isEncoderFailure(failure: { readonly code: string }): failure is EncoderFailure {
  return [
    'reads-both-ways',
    'predicts-no-word',
    'head-not-linear',
    'mask-missing',
    'text-beyond-context',
    'sentence-too-long',
  ].includes(failure.code);
}

export function encoderFailureMessage(failure: EncoderFailure): string {
  switch (failure.code) {
    case 'reads-both-ways':
      return t(
        'This model reads a text as a whole, in both directions, and does not say what comes next. Choose a model that generates text for this.',
      );
    case 'predicts-no-word':
      return t('This model makes vectors of texts and predicts no words.');
    case 'head-not-linear':
      return t(
        'Votes cannot be told apart here: between the last layer and the words stands a transformation that is not linear.',
      );
    case 'mask-missing':
      return t('The tokenizer has no token for a hidden word ([MASK]).');
    case 'text-beyond-context':
      return t(
        'This model reads a text as a whole, and at most {0} tokens. Select a shorter part.',
        failure.context.toLocaleString(vscode.env.language),
      );
    case 'sentence-too-long':
      return t(
        'Texts of at most {0} tokens are held against one another. Choose shorter ones.',
        failure.most.toLocaleString(vscode.env.language),
      );
  }
}
