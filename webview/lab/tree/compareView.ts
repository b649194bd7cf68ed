// Draws two branches side by side, each token with its probability, and marks the first in which they differ. Knows two
// paths in the tree.
import { css, html, nothing, type TemplateResult } from 'lit';
import { type BranchNode, commonLength } from '../../state/branches.ts';
import { t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { visibleText } from '../../text/visibleText.ts';
import { branchInWords, probabilityOf } from './branchReadings.ts';

export interface ComparedBranches {
  readonly shown: readonly BranchNode[];
  readonly other: readonly BranchNode[];
}

export function compareView({ shown, other }: ComparedBranches): TemplateResult {
  const common = commonLength(shown, other);
  return html`<div class="compared">${column(t('shown'), shown, common)}${column(t('compared'), other, common)}</div>
    <p class="hint">${differenceInWords({ shown, other }, common)} ${t('Below each token is how probable it was to the model.')}</p>`;
}

function column(title: string, path: readonly BranchNode[], common: number) {
  return html`<div><h4>${title}${path.length > 0 ? html` · ${branchInWords(path)}` : nothing}</h4><p class="flow">${path.map(
    ({ step }, i) =>
      html`<span class="pair ${i < common ? 'same' : ''}">${i === common ? html`<mark>${visibleText(step.token)}</mark>` : html`<span>${visibleText(step.token)}</span>`}<small>${percent(probabilityOf(step))}</small></span>`,
  )}</p></div>`;
}

function differenceInWords({ shown, other }: ComparedBranches, common: number): string {
  if (common === Math.min(shown.length, other.length)) return t('One is the beginning of the other.');
  return common === 0 ? t('They differ from the first token on.') : t('The first {0} tokens are the same.', common);
}

export const compareStyles = css`
  .compared { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr)); gap: 6px 20px; }
  .compared h4 { margin: 0 0 4px; font-size: 11px; font-weight: 400; color: var(--vscode-descriptionForeground); }
  .compared .flow { margin: 0; display: flex; flex-wrap: wrap; gap: 4px 6px; font-family: var(--vscode-editor-font-family); font-size: 12px; }
  .pair { display: inline-flex; flex-direction: column; align-items: flex-start; max-width: 100%; overflow-wrap: anywhere; white-space: pre-wrap; }
  .pair small { font: 10px var(--vscode-font-family); color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; white-space: nowrap; }
  .same { color: var(--vscode-descriptionForeground); }
  .compared mark { background: none; color: inherit; outline: 1px solid var(--ts-attention); border-radius: 2px; }
`;
