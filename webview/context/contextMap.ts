// The map of the parts: a treemap, the way to the part that fills it, and a tooltip. Knows no rows.
import { css, html, LitElement, nothing } from 'lit';
import type { TreemapElement } from '../charts/treemap.ts';
import { detailEvent } from '../events/detailEvent.ts';
import '../charts/treemap.ts';
import type { TreemapPart } from '../charts/treemapLayout.ts';
import { formatNumber, t } from '../text/l10n.ts';
import type { Checks } from './checks.ts';
import type { ContextEvent, Passed } from './contextState.ts';
import { type ContextTree, contextTree, pathTo } from './contextTree.ts';
import { fadedParts, mapPart } from './mapParts.ts';
import { labelOf, spokenName } from './nodeWords.ts';
import './mapTooltip.ts';
import type { MapTooltipElement } from './mapTooltip.ts';

export class ContextMapElement extends LitElement {
  static override properties = {
    tree: { attribute: false },
    checks: { attribute: false },
    active: { attribute: false },
    zoom: { attribute: false },
  };
  declare tree: ContextTree;
  declare checks: Checks;
  declare active: string | undefined;
  /** The node that fills the map; undefined for everything. */
  declare zoom: string | undefined;
  /** After a zoom by keys the focus goes into what is shown then. */
  #focusAfter = false;

  constructor() {
    super();
    this.tree = contextTree([], 'folders');
  }

  get #map(): TreemapElement | null {
    return this.renderRoot.querySelector('ts-treemap');
  }

  /** Marks what is pointed at elsewhere. */
  pointAt(id: string | undefined): void {
    this.#map?.pointAt(id);
  }

  override render() {
    const { tree, zoom } = this;
    return html`${this.#way(zoom === undefined ? [] : pathTo(tree, zoom))}
      <ts-treemap .root=${mapPart(tree, zoom)} .chosen=${this.active} .faded=${fadedParts(tree, this.checks)} .label=${t('Map of the parts by their tokens')}
        .nameOf=${(part: TreemapPart) => this.#spoken(part)} .valueOf=${({ value }: TreemapPart) => formatNumber(value)}
        @part-point=${({ detail }: CustomEvent<string | undefined>) => this.#point(detail)}
        @part-choose=${({ detail }: CustomEvent<string>) => this.#choose(detail)}
        @part-leave=${() => this.#zoomOut()}></ts-treemap>
      <ts-map-tooltip .tree=${tree}></ts-map-tooltip>`;
  }

  #way(path: ReturnType<typeof pathTo>) {
    const step = (id: string | undefined, label: string, isHere: boolean) =>
      html`<li>${
        isHere
          ? html`<span aria-current="location">${label}</span>`
          : html`<button data-zoom=${id ?? ''} @click=${() => this.#zoomTo(id)}>${label}</button>`
      }</li>`;
    return html`<nav aria-label=${t('Shown in the map')}><ol>${step(undefined, t('Everything'), path.length === 0)}${path.map(
      (node, i) => step(node.id, labelOf(node), i === path.length - 1),
    )}</ol>${path.length > 0 ? html`<button class="up" title=${t('Show more (Esc)')} aria-label=${t('Show more (Esc)')} @click=${() => this.#zoomOut()}>↑</button>` : nothing}</nav>`;
  }

  #spoken({ id }: TreemapPart): string {
    const found = this.tree.index.get(id);
    return found ? spokenName(found.node, this.tree.tokens) : '';
  }

  #point(id: string | undefined): void {
    this.renderRoot.querySelector<MapTooltipElement>('ts-map-tooltip')?.show(id);
    this.#tell({ kind: 'point', id });
  }

  /** What has parts fills the map, what has none is opened in the editor. */
  #choose(id: string): void {
    const node = this.tree.index.get(id)?.node;
    this.#tell({ kind: 'active', id });
    if (!node) return;
    if (node.children.some(({ tokens }) => tokens > 0)) this.#zoomTo(id);
    else if (node.place) this.#tell({ kind: 'open', id });
  }

  #zoomOut(): void {
    if (this.zoom === undefined) return;
    this.#zoomTo(pathTo(this.tree, this.zoom).at(-2)?.id);
  }

  #zoomTo(id: string | undefined): void {
    this.#focusAfter = true;
    this.#tell({ kind: 'zoom', id });
  }

  #tell(detail: ContextEvent | Passed): void {
    this.dispatchEvent(detailEvent('context-event', detail, { bubbles: true, composed: true }));
  }

  override updated(changed: Map<string, unknown>): void {
    if (!changed.has('zoom') || !this.#focusAfter) return;
    this.#focusAfter = false;
    const map = this.#map;
    void map?.updateComplete.then(() => map.focusCell());
  }

  static override styles = css`
    :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
    nav { display: flex; align-items: center; gap: 6px; height: 30px; flex: none; font-size: 12px; }
    ol { display: flex; flex: 1; min-width: 0; margin: 0; padding: 0; list-style: none; overflow: hidden; white-space: nowrap; }
    li { display: flex; align-items: center; min-width: 20px; flex: 0 1 auto; overflow: hidden; }
    li:not(:first-child)::before { content: '›'; flex: none; margin: 0 3px; color: var(--vscode-descriptionForeground); }
    li > * { overflow: hidden; text-overflow: ellipsis; padding: 2px 4px; }
    button { border: 0; border-radius: 3px; background: none; color: var(--vscode-textLink-foreground); font: inherit; cursor: pointer; }
    button:hover { background: var(--vscode-toolbar-hoverBackground); }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
    [aria-current] { font-weight: 600; }
    .up { flex: none; width: 24px; height: 22px; color: inherit; }
    ts-treemap { flex: 1; min-height: 120px; }
  `;
}
customElements.define('ts-context-map', ContextMapElement);
