// The lists beside the tree: parts that say the same, and files that were left out. Know no counting.
import { css, html, nothing } from 'lit';
import type { ContextDuplicate, ContextLeftOut } from '../../src/contract/contextReport.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { type ContextTree, pathTo } from './contextTree.ts';
import { fileSize, leftOutReason } from './leftOutWords.ts';
import { labelOf, share } from './nodeWords.ts';

/** Of a list that is as long as a folder of generated files makes it, the first so many are shown. */
const MOST_LISTED = 200;

/** What would be saved most comes first. `open` shows all parts of a group beside one another. */
export function duplicatesList(
  duplicates: readonly ContextDuplicate[],
  tree: ContextTree,
  open: (ids: readonly string[]) => void,
) {
  if (duplicates.length === 0)
    return html`<p class="nothing">${t('No two parts say the same or nearly the same.')}</p>`;
  const listed = [...duplicates].sort((a, b) => b.tokens - a.tokens).slice(0, MOST_LISTED);
  return html`<ul class="list" data-list="duplicates">${listed.map(
    ({ nodes, similarity, tokens }) => html`<li><button @click=${() => open(nodes)}>
      <span class="first">${similarity >= 1 ? t('The same in {0} places', nodes.length) : t('{0} alike in {1} places', share(similarity, 1), nodes.length)}
        <span class="saved">${t('{0} tokens to be saved', formatNumber(tokens))}</span></span>
      ${nodes.slice(0, 6).map((id) => html`<span class="place">${wayTo(tree, id)}</span>`)}
      ${nodes.length > 6 ? html`<span class="place">${t('and {0} more', nodes.length - 6)}</span>` : nothing}
    </button></li>`,
  )}</ul>${more(duplicates.length - listed.length)}`;
}

function wayTo(tree: ContextTree, id: string): string {
  const path = pathTo(tree, id);
  const where = path.map((node) => tree.where.get(node.id)).find((found) => found !== undefined);
  const names = path.filter((node) => !node.id.startsWith('category:')).map(labelOf);
  return [...(where ? [where] : []), ...names].join(' › ');
}

export function leftOutList(leftOut: readonly ContextLeftOut[]) {
  if (leftOut.length === 0) return html`<p class="nothing">${t('Everything was counted.')}</p>`;
  const listed = leftOut.slice(0, MOST_LISTED);
  return html`<ul class="list" data-list="left-out">${listed.map(
    ({
      path,
      why,
      size,
      problem,
    }) => html`<li><span class="first">${path.split(/[\\/]/).at(-1)} <span class="saved">${size === undefined ? nothing : fileSize(size)}</span></span>
      <span class="place">${leftOutReason(why)}${problem === undefined ? nothing : html`: ${problem}`}</span><span class="place">${path}</span></li>`,
  )}</ul>${more(leftOut.length - listed.length)}`;
}

function more(count: number) {
  return count > 0 ? html`<p class="nothing">${t('and {0} more', formatNumber(count))}</p>` : nothing;
}

export const listStyles = css`
  .nothing { margin: 0; padding: 16px; color: var(--vscode-descriptionForeground); }
  .list { margin: 0; padding: 0; list-style: none; }
  .list li { border-bottom: 1px solid color-mix(in srgb, var(--vscode-foreground) 10%, transparent); }
  .list li > button, .list li:not(:has(button)) { display: flex; flex-direction: column; gap: 2px; box-sizing: border-box; width: 100%; padding: 7px 12px; font-size: 13px; }
  .list li > button { border: 0; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
  .list li > button:hover { background: var(--vscode-list-hoverBackground); }
  .list li > button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .first { display: flex; justify-content: space-between; gap: 12px; }
  .saved { flex: none; font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground); }
  .place { font-size: 12px; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
`;
