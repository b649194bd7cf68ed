// A row of the tree: what a screen reader says of it, and its columns. Knows no tree.
import { html, nothing } from 'lit';
import { formatNumber } from '../text/l10n.ts';
import { groupOf } from './categories.ts';
import type { Checks } from './checks.ts';
import { changeOf } from './contextTree.ts';
import { changeText, labelOf, loadingWords, share, spokenName } from './nodeWords.ts';
import type { ContextRow } from './rows.ts';

export const ROW_HEIGHT = 24;

export interface RowLook {
  /** Its place among all rows. */
  readonly at: number;
  readonly isActive: boolean;
  readonly checks: Checks;
  /** What shares are of. */
  readonly whole: number;
  /** The folders of a file that is not shown inside them. */
  readonly where: string | undefined;
}

export function treeRow(
  { node, level, position, siblings, expanded }: ContextRow,
  { at, isActive, checks, whole, where: folders }: RowLook,
) {
  const state = checks.stateOf(node.id);
  const change = changeOf(node);
  const where = [folders, loadingWords(node)].filter((one) => one !== undefined).join(' · ');
  return html`<div class="row" role="treeitem" id=${`row-${at}`} data-id=${node.id}
    aria-level=${level} aria-posinset=${position} aria-setsize=${siblings} aria-expanded=${expanded ?? nothing} aria-selected=${isActive}
    aria-checked=${state === 'some' ? 'mixed' : state === 'all'} ?data-out=${state === 'none'}
    .style=${`transform: translateY(${at * ROW_HEIGHT}px); --level: ${level - 1}`}>
    <span class="spoken">${spokenName(node, whole)}</span><span class="columns" aria-hidden="true"><span class="twisty" data-part="twisty" ?hidden=${expanded === undefined}></span>
    <span class="box" data-part="box"></span>
    <span class="mark group group-${groupOf(node.category)}"></span>
    <span class="name"><span class="label">${labelOf(node)}</span>${where ? html`<span class="where">${where}</span>` : nothing}</span>
    ${change === undefined ? nothing : html`<span class="change" ?data-more=${change > 0}>${changeText(node)}</span>`}
    <span class="tokens">${formatNumber(node.tokens)}</span>
    <span class="track"><span class="fill" .style=${`--group: var(--ts-group-${groupOf(node.category)}); width: ${whole > 0 ? (100 * node.tokens) / whole : 0}%`}></span></span>
    <span class="share">${share(node.tokens, whole)}</span></span>
  </div>`;
}
