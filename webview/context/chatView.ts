// A conversation as the model receives it: one message after another, every token of them. Draws a message's tokens when it
// is opened. Knows no template.
import { css, html, nothing } from 'lit';
import type { ChatReading, ChatToken } from '../../src/contract/contextApi.ts';
import type { ContextNode } from '../../src/contract/contextReport.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { visibleText } from '../text/visibleText.ts';
import { groupOf } from './categories.ts';
import { labelOf, share } from './nodeWords.ts';

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

export function chatView({ nodes, tokens, chat, active, open }: ChatShown) {
  const read = chat?.kind === 'read' ? chat : undefined;
  const byNode = read ? runsOf(read.tokens) : [];
  return html`${
    read
      ? html`<p class="lead">${t('Exactly what {0} receives: {1} tokens.', read.model, formatNumber(read.tokens.length))}
          <span class="key"><span class="chip special">${t('special')}</span><span class="chip template">${t('added by the template')}</span></span></p>`
      : html`<p class="lead">${chat?.kind === 'none' ? chat.why : nothing}</p>`
  }
  ${
    read
      ? html`<ol class="chat" data-list="chat">${byNode.map((run) => message(run, { nodes: nodesById(nodes), tokens, active, open }))}</ol>`
      : html`<ol class="chat" data-list="chat">${messagesOf(nodes).map(
          (node) => html`<li ?data-active=${node.id === active}>${heading(node, node.tokens, tokens, open)}</li>`,
        )}</ol>`
  }`;
}

interface TokenRun {
  readonly node: string | undefined;
  readonly tokens: readonly ChatToken[];
}

/** Tokens that stand side by side and belong to the same message. */
function runsOf(tokens: readonly ChatToken[]): readonly TokenRun[] {
  const runs: { node: string | undefined; tokens: ChatToken[] }[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    if (last && last.node === token.node) last.tokens.push(token);
    else runs.push({ node: token.node, tokens: [token] });
  }
  return runs;
}

function message(
  { node: id, tokens }: TokenRun,
  {
    nodes,
    tokens: whole,
    active,
    open,
  }: Pick<ChatShown, 'tokens' | 'active' | 'open'> & { readonly nodes: ReadonlyMap<string, ContextNode> },
) {
  const node = id === undefined ? undefined : nodes.get(id);
  const hidden = tokens.length - MOST_TOKENS;
  return html`<li ?data-active=${id !== undefined && id === active}>${
    node
      ? heading(node, tokens.length, whole, open)
      : html`<div class="heading"><span class="role quiet">${t('Template')}</span><span class="count">${formatNumber(tokens.length)}</span></div>`
  }<div class="tokens">${tokens.slice(0, MOST_TOKENS).map(chip)}</div>${hidden > 0 ? html`<p class="quiet">${t('and {0} more', formatNumber(hidden))}</p>` : nothing}</li>`;
}

function chip(token: ChatToken, at: number) {
  const kind = token.special ? 'special' : token.template ? 'template' : at % 2 ? 'odd' : 'even';
  const lines = token.text?.includes('\n');
  return html`<span class=${`chip ${kind}`}>${visibleText(token)}</span>${lines ? html`<br>` : nothing}`;
}

function heading(node: ContextNode, count: number, whole: number, open: (id: string) => void) {
  return html`<button class="heading" data-id=${node.id} title=${t('Show in the editor')} @click=${() => open(node.id)}>
    <span class="mark group group-${groupOf(node.category)}"></span><span class="role">${labelOf(node)}</span>
    <span class="track"><span class="fill" .style=${`--group: var(--ts-group-${groupOf(node.category)}); width: ${whole > 0 ? Math.min(100, (100 * count) / whole) : 0}%`}></span></span>
    <span class="count">${formatNumber(count)} · ${share(count, whole)}</span></button>`;
}

function messagesOf(nodes: readonly ContextNode[]): readonly ContextNode[] {
  return nodes.flatMap((node) =>
    node.kind === 'message' || node.kind === 'tool' ? [node] : messagesOf(node.children),
  );
}

function nodesById(nodes: readonly ContextNode[]): ReadonlyMap<string, ContextNode> {
  const found = new Map<string, ContextNode>();
  const add = (node: ContextNode): void => {
    found.set(node.id, node);
    for (const child of node.children) add(child);
  };
  for (const node of nodes) add(node);
  return found;
}

export const chatStyles = css`
  .lead { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 0; padding: 8px 12px; font-size: 12px; color: var(--vscode-descriptionForeground); }
  .key { display: inline-flex; gap: 6px; }
  .chat { margin: 0; padding: 0; list-style: none; }
  .chat li { content-visibility: auto; contain-intrinsic-size: auto 120px; padding: 4px 12px 8px; border-bottom: 1px solid color-mix(in srgb, var(--vscode-foreground) 10%, transparent); }
  .chat li[data-active] { background: var(--vscode-list-inactiveSelectionBackground); }
  .heading { display: flex; align-items: center; gap: 8px; box-sizing: border-box; width: 100%; padding: 3px 0; border: 0; background: none; color: inherit; font: inherit; font-size: 12px; text-align: left; cursor: pointer; }
  .heading .role { font-weight: 600; }
  .heading .track { flex: 1; height: 6px; border-radius: 2px; background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); overflow: hidden; }
  .heading .fill { display: block; height: 100%; background: color-mix(in srgb, var(--group) 82%, var(--vscode-editor-background)); }
  .heading .count { font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground); }
  button.heading:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
  .tokens { font-family: var(--vscode-editor-font-family); font-size: 12px; line-height: 1.75; overflow-wrap: anywhere; }
  .chip { padding: 1px 0; border-radius: 2px; white-space: pre-wrap; box-decoration-break: clone; }
  .even { background: var(--ts-even); }
  .odd { background: var(--ts-odd); }
  .special, .template { padding: 0 4px; margin: 0 1px; border: 1px solid var(--vscode-contrastBorder, transparent); font-family: var(--vscode-editor-font-family); font-size: 11px; }
  .special { background: color-mix(in srgb, var(--ts-attention) 30%, transparent); border-color: var(--ts-attention); }
  .template { background: color-mix(in srgb, var(--ts-attention) 14%, transparent); border-style: dashed; border-color: color-mix(in srgb, var(--ts-attention) 60%, transparent); }
`;
