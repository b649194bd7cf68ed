// Shows a token's id, bytes and place when the pointer hovers over explained text in the editor. Knows no panel.
import * as vscode from 'vscode';
import type { ExplainedText } from './explainedText.ts';

export function registerTokenHover(current: () => ExplainedText | undefined): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    provideHover: (document, position) => {
      const text = current();
      const index = text?.document === document ? text.tokenAt(position) : undefined;
      if (!text || index === undefined) return undefined;
      const { id, bytes, byteSpan, span } = text.tokens[index];
      const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
      const lines = [
        vscode.l10n.t('**Token {0}** of {1} (position {2}), id {3}', index + 1, text.tokens.length, index, id),
        vscode.l10n.t(
          'Bytes {0} ({1} to {2}), characters {3} to {4}',
          hex,
          byteSpan.start,
          byteSpan.end,
          span.start,
          span.end,
        ),
      ];
      return new vscode.Hover(new vscode.MarkdownString(lines.join('\n\n')), text.rangeOf(index));
    },
  });
}
