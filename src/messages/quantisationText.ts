// Says in a sentence what a class of quantisations costs a model. Knows no model.
import * as vscode from 'vscode';
import type { QuantisationClass } from '../hub/quantisation.ts';

const { t } = vscode.l10n;

export function quantisationText(kind: QuantisationClass): string {
  switch (kind) {
    case 'full':
      return t('16 or 32 bits a weight, as models are trained and published.');
    case 'bits8':
      return t('8 bits a weight: what the model says hardly changes.');
    case 'bits6':
      return t('6 bits a weight: very close to the original.');
    case 'bits5':
      return t('5 bits a weight: small differences.');
    case 'bits4':
      return t('4 bits a weight, the most usual: the smaller the model, the more it shows.');
    case 'bits3':
      return t('3 bits a weight: clearly worse, small models most of all.');
    case 'bits2':
      return t('2 bits a weight: much worse, and worth a look for that.');
    case 'mxfp4':
      return t('4 bits a weight and a scale for every 32 of them: the form that gpt-oss was published in.');
    case 'unknown':
      return t('Its name does not say how the weights are kept.');
  }
}
