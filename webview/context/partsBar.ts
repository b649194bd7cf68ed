// Above the tree: the filter, what is shown, how it is grouped and in which order. Knows no part.
import { css, html, nothing } from 'lit';
import { t } from '../text/l10n.ts';
import type { ContextEvent, ContextState } from './contextState.ts';

export function partsBar(
  { filter, changedOnly, order, grouping, subject, content }: ContextState,
  rows: number,
  send: (event: ContextEvent) => void,
) {
  const isChat = subject?.kind === 'conversation';
  const knowsChanges = content.kind === 'counted' && content.report.nodes.some(({ before }) => before !== undefined);
  const option = (pressed: boolean, action: string, label: string, name: string, event: ContextEvent) =>
    html`<button data-action=${action} aria-pressed=${pressed} title=${name} @click=${() => send(event)}>${label}</button>`;
  return html`<div class="bar-of-parts" role="toolbar" aria-label=${t('What Is Shown')}>
      <input type="search" placeholder=${t('Filter')} aria-label=${t('Filter the Parts by Name')} .value=${filter}
        @input=${(event: InputEvent) => send({ kind: 'filter', filter: (event.target as HTMLInputElement).value })}>
      ${isChat ? nothing : option(grouping === 'categories', 'categories', t('By Category'), t('Group by Category Instead of Folder'), { kind: 'grouping', grouping: grouping === 'categories' ? 'folders' : 'categories' })}
      ${option(order === 'size', 'size', t('By Size'), t('Largest First'), { kind: 'order', order: order === 'size' ? 'given' : 'size' })}
      ${knowsChanges ? option(changedOnly, 'changed', t('Changed'), t('Only What Changed Since the Last Commit'), { kind: 'changedOnly', on: !changedOnly }) : nothing}
    </div>${rows === 0 ? html`<p class="nothing" role="status">${filter || changedOnly ? t('No part fits.') : t('Nothing was found that could be counted.')}</p>` : nothing}`;
}

export const partsBarStyles = css`
  .bar-of-parts { display: flex; flex: none; flex-wrap: wrap; gap: 4px; padding: 6px 8px; }
  input { flex: 1 1 90px; min-width: 0; padding: 2px 6px; border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent)); border-radius: 3px; background: var(--vscode-input-background); color: var(--vscode-input-foreground); font: inherit; font-size: 12px; }
  input::placeholder { color: var(--vscode-input-placeholderForeground); }
  input:focus { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .bar-of-parts button { flex: none; padding: 2px 8px; border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 3px; background: none; color: inherit; font: inherit; font-size: 12px; cursor: pointer; }
  .bar-of-parts button:hover { background: var(--vscode-toolbar-hoverBackground); }
  .bar-of-parts button[aria-pressed='true'] { box-shadow: inset 0 -2px 0 var(--vscode-contrastActiveBorder, transparent); background: var(--vscode-inputOption-activeBackground); color: var(--vscode-inputOption-activeForeground, inherit); border-color: var(--vscode-inputOption-activeBorder, transparent); }
`;
