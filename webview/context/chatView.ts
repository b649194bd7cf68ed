// A conversation as the model receives it: one message after another, every token of them. Knows no template.
import { html, nothing } from 'lit';
import type { ChatReading, ChatToken } from '../../src/contract/contextApi.ts';
import type { ContextNode } from '../../src/contract/contextReport.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { visibleText } from '../text/visibleText.ts';
import { labelOf, roleName, share } from './nodeWords.ts';

/** Of one message; a browser lays out so many within a frame. */
const MOST_TOKENS = 2_000;

export interface ChatShown {
  readonly nodes: readonly ContextNode[];
  readonly tokens: number;
  readonly chat: ChatReading | undefined;
  readonly active: string | undefined;
  /** Opens the place of a message. */
  readonly open: (id: string) => void;
}

export function chatView(shown: ChatShown) {
  const { chat, nodes, tokens, active, open } = shown;
  if (chat?.kind === 'read') return received(chat, shown);
  return html`<p class="lead">${chat?.kind === 'none' ? chat.why : nothing}</p>
    <ol class="chat" data-list="chat">${messagesOf(nodes).map(
      (node) =>
        html`<li ?data-active=${node.id === active}>${heading(labelOf(node), node.tokens, tokens, () => open(node.id))}</li>`,
    )}</ol>`;
}

function received(
  { model, tokens, roles, exact }: Extract<ChatReading, { kind: 'read' }>,
  { nodes, active, open }: ChatShown,
) {
  const messages = messagesOf(nodes).filter(({ kind }) => kind === 'message');
  // A template that joins messages makes others of them: then none is said to be that of the file.
  const nodeOf = (message: number | undefined) =>
    message !== undefined && messages.length === roles.length ? messages[message] : undefined;
  return html`<p class="lead">${t('Exactly what {0} receives: {1} tokens.', model, formatNumber(tokens.length))}
      <span class="key"><span class="chip special">${t('special')}</span><span class="chip template">${t('added by the template')}</span></span>
      ${exact ? nothing : html`<span>${t('This template changes what is said, so that its own tokens cannot be told apart.')}</span>`}</p>
    <ol class="chat" data-list="chat">${runsOf(tokens).map((run) => {
      const node = nodeOf(run.message);
      return html`<li ?data-active=${node !== undefined && node.id === active}>${heading(nameOf(run, roles), run.tokens.length, tokens.length, node && (() => open(node.id)))}${chips(run.tokens)}</li>`;
    })}</ol>`;
}

interface TokenRun {
  readonly message: number | undefined;
  readonly from: ChatToken['from'];
  readonly tokens: readonly ChatToken[];
}

/** Tokens that stand side by side and belong to the same message, to the tools, or to the beginning of the answer. */
function runsOf(tokens: readonly ChatToken[]): readonly TokenRun[] {
  const runs: (TokenRun & { readonly tokens: ChatToken[] })[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    const isSame = last && last.message === token.message && (token.message !== undefined || last.from === token.from);
    if (isSame) last.tokens.push(token);
    else runs.push({ message: token.message, from: token.from, tokens: [token] });
  }
  return runs;
}

function nameOf({ message, from }: TokenRun, roles: readonly string[]): string {
  if (message !== undefined) return roleName(roles[message]);
  if (from === 'tools') return t('Tools');
  return from === 'prompt' ? t('Beginning of the answer') : t('Template');
}

function chips(tokens: readonly ChatToken[]) {
  const hidden = tokens.length - MOST_TOKENS;
  return html`<div class="tokens">${tokens.slice(0, MOST_TOKENS).map(chip)}</div>${hidden > 0 ? html`<p class="quiet">${t('and {0} more', formatNumber(hidden))}</p>` : nothing}`;
}

function chip(token: ChatToken, at: number) {
  const isTemplate = token.from === 'template' || token.from === 'prompt';
  const kind = token.special ? 'special' : isTemplate ? 'template' : at % 2 ? 'odd' : 'even';
  return html`<span class=${`chip ${kind}`}>${visibleText(token)}</span>${token.text?.includes('\n') ? html`<br>` : nothing}`;
}

function heading(name: string, count: number, whole: number, open: (() => void) | undefined) {
  const columns = html`<span class="role">${name}</span>
    <span class="track"><span class="fill" .style=${`width: ${whole > 0 ? Math.min(100, (100 * count) / whole) : 0}%`}></span></span>
    <span class="count">${formatNumber(count)} · ${share(count, whole)}</span>`;
  return open
    ? html`<button class="heading" title=${t('Show in the editor')} @click=${open}>${columns}</button>`
    : html`<div class="heading">${columns}</div>`;
}

function messagesOf(nodes: readonly ContextNode[]): readonly ContextNode[] {
  return nodes.flatMap((node) =>
    node.kind === 'message' || node.kind === 'tool' ? [node] : messagesOf(node.children),
  );
}
