// The tabs of the editor: those that the file has something for. Arrow keys lead along them (the ARIA tab pattern).
import { css, html } from 'lit';
import type { TokenizerFacts } from '../../src/contract/modelFile.ts';
import type { Answered, ShownModelFile } from '../../src/contract/modelFileApi.ts';
import { t } from '../text/l10n.ts';

export type FileTab = 'overview' | 'tensors' | 'vocabulary' | 'chat' | 'compare';

export function tabsOf(
  { tensors, hasTokenizer }: ShownModelFile,
  tokenizer: Answered<TokenizerFacts> | undefined,
): readonly FileTab[] {
  const hasTemplate = tokenizer?.kind === 'answered' && tokenizer.value.hasTemplate;
  return [
    'overview',
    ...(tensors.length > 0 ? (['tensors'] as const) : []),
    ...(hasTokenizer ? (['vocabulary'] as const) : []),
    ...(hasTemplate ? (['chat'] as const) : []),
    ...(tensors.length > 0 ? (['compare'] as const) : []),
  ];
}

function tabName(tab: FileTab): string {
  switch (tab) {
    case 'overview':
      return t('Overview');
    case 'tensors':
      return t('Tensors');
    case 'vocabulary':
      return t('Vocabulary');
    case 'chat':
      return t('Chat Template');
    case 'compare':
      return t('Compare');
  }
}

export function tabBar(tabs: readonly FileTab[], shown: FileTab, choose: (tab: FileTab) => void) {
  const rove = (event: KeyboardEvent): void => {
    const list = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[role=tab]')];
    const at = list.indexOf(event.target as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = list[(to + list.length) % list.length];
    next.click();
    next.focus();
  };
  return html`<div class="tabs" role="tablist" @keydown=${rove}>${tabs.map(
    (tab) =>
      html`<button role="tab" id=${`tab-${tab}`} aria-selected=${tab === shown} aria-controls="tab-panel" tabindex=${tab === shown ? 0 : -1} @click=${() => choose(tab)}>${tabName(tab)}</button>`,
  )}</div>`;
}

export const tabStyles = css`
  .tabs { display: flex; flex: none; gap: 2px; height: 30px; padding: 0 8px; overflow-x: auto; scrollbar-width: none; border-bottom: 1px solid var(--ts-hairline); }
  .tabs button { flex: none; padding: 0 8px; border: 0; border-bottom: 2px solid transparent; background: none; color: var(--vscode-descriptionForeground); font: inherit; font-size: 12px; cursor: pointer; white-space: nowrap; }
  .tabs button:hover { color: var(--vscode-foreground); }
  .tabs button[aria-selected='true'] { color: var(--vscode-foreground); border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--ts-accent)); }
  .tabs button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -2px; }
`;
