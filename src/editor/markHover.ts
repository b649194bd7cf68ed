// What is shown when the pointer rests on a hidden or unusual place: what it is and why, what it says, its code points, and
// the tokens that the model gets. Whatever comes from the text is shown as it is written, and never as Markdown: hidden
// text must not become a link. Knows no colours.
import * as vscode from 'vscode';
import { byteNames } from '../contract/byteNames.ts';
import { characterName } from '../unusual/characterNames.ts';
import { codePointLabel } from '../unusual/codePoints.ts';
import type { Mark } from '../unusual/mark.ts';
import { shownText } from '../unusual/shownText.ts';
import type { TokenMark, UnitToken } from '../unusual/unusualTokens.ts';
import { escapedMarkdown } from './escapedMarkdown.ts';
import { type Said, saidOfCharacters, saidOfTokens } from './markSentences.ts';

/** The first code points and tokens say enough; hidden text has thousands. */
const MOST_LISTED = 5;
/** Hidden text is shown up to so many characters. */
const MOST_SAID = 1_000;
/** Of a token's text, which may be a row of dashes. */
const MOST_OF_TOKEN = 40;

/** The tokens under a mark, and who cut them. */
export interface CutBy {
  readonly tokens: readonly UnitToken[];
  readonly tokenizer: string;
}

/** `written` is the marked text. */
export function characterHover({ kind, says }: Mark, written: string, cut: CutBy | undefined): vscode.MarkdownString {
  const content = begun(saidOfCharacters(kind, shownText(says ?? '')));
  if (says !== undefined && (kind === 'tag-text' || kind === 'selector-bytes')) {
    append(content, vscode.l10n.t('It says:'), [shownText(says, MOST_SAID)]);
  }
  append(content, vscode.l10n.t('Characters:'), codePointLines(written));
  if (cut) appendTokens(content, cut);
  return content;
}

export function tokenMarkHover({ kind, tokens }: TokenMark, tokenizer: string): vscode.MarkdownString {
  const content = begun(saidOfTokens(kind, tokenizer));
  return appendTokens(content, { tokens, tokenizer });
}

/** How many tokens, and the id and bytes of the first ones; `more` is one line more. */
export function appendTokens(content: vscode.MarkdownString, { tokens, tokenizer }: CutBy, ...more: readonly string[]) {
  const { t } = vscode.l10n;
  const count =
    tokens.length === 1 ? t('1 token of {0}:', tokenizer) : t('{0} tokens of {1}:', tokens.length, tokenizer);
  return append(content, count, [...listed(tokens, tokenLine), ...more]);
}

/** ' the' → '·the: id 262, bytes 20 74 68 65'; a token that is a part of a character has no text. */
function tokenLine({ id, bytes, text }: UnitToken): string {
  const { t } = vscode.l10n;
  const written = byteNames(bytes).join(' ');
  if (text === undefined || text === '') return t('id {0}, bytes {1}', id, written);
  return t('{0}: id {1}, bytes {2}', shownText(text, MOST_OF_TOKEN).replaceAll(' ', '·'), id, written);
}

function codePointLines(written: string): readonly string[] {
  const characters = Array.from(written.slice(0, 1_000));
  const unnamed = characters.every((character) => characterName(character) === '');
  const shown = unnamed ? characters : characters.filter((character) => characterName(character) !== '');
  return listed(shown, (character) => `${codePointLabel(character)} ${characterName(character)}`.trimEnd());
}

function listed<Item>(items: readonly Item[], line: (item: Item) => string): readonly string[] {
  const lines = items.slice(0, MOST_LISTED).map(line);
  const more = items.length - lines.length;
  return more > 0 ? [...lines, vscode.l10n.t('and {0} more', more.toLocaleString(vscode.env.language))] : lines;
}

/** Neither trusted nor with HTML: what the text has in it runs nothing. */
function begun({ name, reason }: Said): vscode.MarkdownString {
  const content = new vscode.MarkdownString();
  return content.appendMarkdown(`**${escapedMarkdown(name)}**\n\n${escapedMarkdown(reason)}`);
}

/** Lines as a block of code, in which nothing is a link, below their heading. */
function append(content: vscode.MarkdownString, heading: string, lines: readonly string[]): vscode.MarkdownString {
  content.appendMarkdown(`\n\n${escapedMarkdown(heading)}`);
  return content.appendCodeblock(lines.join('\n'), 'plaintext');
}
