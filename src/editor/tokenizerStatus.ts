// The item behind the braces of the status bar that says who counts the tokens of the active document, and what is wrong
// where nobody can. Knows no tokenizer.
import * as vscode from 'vscode';

export interface TokenizerStatus extends vscode.Disposable {
  /** `why`: a sentence, where it cannot count. */
  show(name: string, why?: string): void;
}

export function createTokenizerStatus(): TokenizerStatus {
  const { t } = vscode.l10n;
  const item = vscode.languages.createLanguageStatusItem('tokenscope.tokenizer', { language: '*' });
  item.name = t('Tokenizer for Counting');
  item.command = { title: t('Choose…'), command: 'tokenscope.chooseTokenizer' };
  return {
    show(name, why) {
      item.text = why === undefined ? name : t('no count by {0}', name);
      item.detail = why === undefined ? t('counts the tokens of this document') : firstSentence(why);
      item.severity =
        why === undefined ? vscode.LanguageStatusSeverity.Information : vscode.LanguageStatusSeverity.Warning;
    },
    dispose: () => item.dispose(),
  };
}

/** VS Code draws it in one line, with the way out behind it; the rest stands in the hover of the count. */
export function firstSentence(text: string): string {
  return /^.*?(?:\.(?=\s)|。)/.exec(text)?.[0] ?? text;
}
