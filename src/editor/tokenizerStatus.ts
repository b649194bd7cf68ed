// The item behind the braces of the status bar that says who counts the tokens of the active document, and what is wrong
// where nobody can. Knows no tokenizer.
import * as vscode from 'vscode';

export interface TokenizerStatus extends vscode.Disposable {
  /** `why`: a sentence, where it cannot count. */
  show(name: string, why?: string): void;
  /** Whoever counts, nobody can. */
  showNone(why: string): void;
}

export function createTokenizerStatus(): TokenizerStatus {
  const { t } = vscode.l10n;
  const item = vscode.languages.createLanguageStatusItem('tokenscope.tokenizer', { language: '*' });
  item.name = t('Tokenizer for Counting');
  item.command = { title: t('Choose…'), command: 'tokenscope.chooseTokenizer' };
  const warn = (text: string, why: string) => {
    item.text = text;
    item.detail = firstSentence(why);
    item.severity = vscode.LanguageStatusSeverity.Warning;
  };
  return {
    show(name, why) {
      if (why !== undefined) return warn(t('no count by {0}', name), why);
      item.text = name;
      item.detail = t('counts the tokens of this document');
      item.severity = vscode.LanguageStatusSeverity.Information;
    },
    showNone: (why) => warn(t('no count'), why),
    dispose: () => item.dispose(),
  };
}

/** VS Code draws it in one line, with the way out behind it; the rest stands in the hover of the count. */
export function firstSentence(text: string): string {
  return /^.*?(?:\.(?=\s)|。)/.exec(text)?.[0] ?? text;
}
