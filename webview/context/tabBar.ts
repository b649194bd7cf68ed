// The tabs beside the map: parts, conversation, duplicates, what was left out. In a narrow view the map is one of them.
import { css, html, nothing } from 'lit';
import type { ContextContent } from '../../src/contract/contextApi.ts';
import { formatNumber, t } from '../text/l10n.ts';
import type { ContextState, ContextTab } from './contextState.ts';

export function tabBar(
  { tab: shown }: ContextState,
  { report, chat }: Extract<ContextContent, { kind: 'counted' }>,
  choose: (tab: ContextTab) => void,
) {
  const { duplicates, leftOut } = report;
  const tabs: readonly (readonly [ContextTab, string, number | undefined])[] = [
    ['parts', t('Parts'), undefined],
    ['map', t('Map'), undefined],
    ...(chat ? [['chat', t('Conversation'), undefined] as const] : []),
    ['duplicates', t('Duplicates'), duplicates.length],
    ['leftOut', t('Not Counted'), leftOut.length],
  ];
  const rove = (event: KeyboardEvent): void => {
    const list = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[role=tab]')].filter(
      (one) => one.offsetParent !== null,
    );
    const at = list.indexOf(event.target as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    const next = to === undefined ? undefined : list[(to + list.length) % list.length];
    if (!next) return;
    event.preventDefault();
    next.click();
    next.focus();
  };
  return html`<div class="tabs" role="tablist" @keydown=${rove}>${tabs.map(
    ([tab, label, count]) =>
      html`<button role="tab" id=${`tab-${tab}`} class=${tab} aria-selected=${tab === shown} aria-controls="tab-panel" tabindex=${tab === shown ? 0 : -1} @click=${() => choose(tab)}>${label}${count === undefined ? nothing : html`<span class="badge" ?data-none=${count === 0}>${formatNumber(count)}</span>`}</button>`,
  )}</div>`;
}

export const tabBarStyles = css`
  .tabs { display: flex; flex: none; gap: 2px; height: 30px; padding: 0 8px; overflow-x: auto; scrollbar-width: none; border-bottom: 1px solid var(--ts-hairline); }
  .tabs button { flex: none; display: flex; align-items: center; gap: 6px; padding: 0 8px; border: 0; border-bottom: 2px solid transparent; background: none; color: var(--vscode-descriptionForeground); font: inherit; font-size: 12px; cursor: pointer; white-space: nowrap; }
  .tabs button:hover { color: var(--vscode-foreground); }
  .tabs button[aria-selected='true'] { color: var(--vscode-foreground); border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--ts-accent)); }
  .tabs button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -2px; }
  .badge { min-width: 10px; padding: 0 4px; border-radius: 8px; background: var(--vscode-badge-background); color: var(--vscode-badge-foreground); border: 1px solid var(--vscode-contrastBorder, transparent); font-size: 11px; line-height: 15px; text-align: center; font-variant-numeric: tabular-nums; }
  .badge[data-none] { background: none; border-color: transparent; color: inherit; padding: 0; }
`;
