// Shows a token's id, bytes and place when the pointer hovers over it: over explained text, and wherever tokens are tinted.
// Knows no panel.
import * as vscode from 'vscode';
import { byteNames } from '../contract/byteNames.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { unitsOf } from '../unusual/unusualTokens.ts';
import { boundariesIn } from './boundariesIn.ts';
import type { ExplainedText } from './explainedText.ts';
import { appendTokens } from './markHover.ts';
import { type TokenSource, tokensOfRanges } from './tokensInSight.ts';

export function registerTokenHover(current: () => ExplainedText | undefined, source: TokenSource): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position) {
      const text = current();
      const index = text?.document === document ? text.tokenAt(position) : undefined;
      if (text && index !== undefined) return hoverOfExplained(text, index);
      return boundariesIn(document) === 'visible' ? await hoverOfAny(document, position, source) : undefined;
    },
  });
}

function hoverOfExplained(text: ExplainedText, index: TokenIndex): vscode.Hover {
  const { id, bytes, byteSpan, span } = text.tokens[index];
  const lines = [
    vscode.l10n.t('**Token {0}** of {1} (position {2}), id {3}', index + 1, text.tokens.length, index, id),
    vscode.l10n.t(
      'Bytes {0} ({1} to {2}), characters {3} to {4}',
      byteNames(bytes).join(' '),
      byteSpan.start,
      byteSpan.end,
      span.start,
      span.end,
    ),
  ];
  return new vscode.Hover(new vscode.MarkdownString(lines.join('\n\n')), text.rangeOf(index));
}

/** Of the token under the pointer, or of all that have a part of the character there. */
async function hoverOfAny(
  document: vscode.TextDocument,
  position: vscode.Position,
  source: TokenSource,
): Promise<vscode.Hover | undefined> {
  const ref = source.tokenizer(document);
  const range = new vscode.Range(position, document.validatePosition(position.translate(0, 1)));
  const tokens = ref && (await tokensOfRanges(document, [range], source));
  const at = document.offsetAt(position);
  const unit = unitsOf(tokens ?? []).find(({ start, end }) => start <= at && at < end);
  if (!unit || !ref) return undefined;
  const number = (offset: number) => offset.toLocaleString(vscode.env.language);
  const place = vscode.l10n.t('Characters {0} to {1} of the document', number(unit.start), number(unit.end));
  const cut = { tokens: unit.tokens, tokenizer: source.nameOf(ref) };
  const content = appendTokens(new vscode.MarkdownString(), cut, place);
  return new vscode.Hover(content, new vscode.Range(document.positionAt(unit.start), document.positionAt(unit.end)));
}
