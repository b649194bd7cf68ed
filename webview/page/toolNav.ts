// The bar of the Lab: its tools, where the Lecture has the map of the model. Knows their names.
import { css, html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { ToolId } from '../state/toolIds.ts';
import { t } from '../text/l10n.ts';

/** As on the map, Tab reaches the shown tool, and the arrow keys lead to the next one. */
export function toolNav(offered: readonly ToolId[], shown: ToolId, choose: (tool: ToolId) => void): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = step && offered[offered.indexOf(shown) + step];
    if (!to) return;
    event.preventDefault();
    choose(to);
    (event.currentTarget as Element).querySelector<HTMLElement>(`[data-tool=${to}]`)?.focus();
  };
  return html`<nav class="tools" aria-label=${t('Tools of the Lab')} data-control @keydown=${onKey}>${offered.map(
    (tool) =>
      html`<button data-tool=${tool} aria-current=${tool === shown ? 'page' : nothing} tabindex=${tool === shown ? 0 : -1} @click=${() => choose(tool)} ${ref(tool === shown ? scrollIntoBar : undefined)}>${toolName(tool)}</button>`,
  )}</nav>`;
}

/** In a narrow panel the bar is longer than it is wide. */
function scrollIntoBar(button: Element | undefined): void {
  requestAnimationFrame(() => button?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
}

/** A function, not a constant: texts can be translated only once the language is known. */
function toolName(tool: ToolId): string {
  const names: Record<ToolId, string> = {
    why: t('Why'),
    mattered: t('What mattered'),
    whatIf: t('What if'),
    patching: t('Patching'),
    compare: t('Compare'),
    experts: t('Experts'),
    sentences: t('Sentences'),
    tree: t('Tree'),
  };
  return names[tool];
}

export const toolNavStyles = css`
  nav.tools { flex: 1 1 auto; min-width: 0; display: flex; gap: 4px; overflow-x: auto; scrollbar-width: none; font-size: 11px; padding: 1px; }
  .tools button { font: inherit; color: inherit; background: none; cursor: pointer; border: 1px solid var(--ts-hairline); border-radius: 3px; padding: 2px 7px; white-space: nowrap; }
  .tools button:not([aria-current]):hover { background: var(--vscode-list-hoverBackground); }
  .tools button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
  .tools [aria-current] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
`;
