// The tooltip of the map: where a part is, how much of the whole, what changed. It follows the pointer, and stands at the
// left upper corner where there is none. For eyes only: a screen reader hears the same from the cell.
import { css, html, LitElement, nothing } from 'lit';
import { formatNumber, t } from '../text/l10n.ts';
import { categoryName } from './categories.ts';
import { type ContextTree, pathTo } from './contextTree.ts';
import { changeText, labelOf, share } from './nodeWords.ts';

/** From the pointer, in pixels. */
const AWAY = 14;

export class MapTooltipElement extends LitElement {
  static override properties = { tree: { attribute: false }, of: { state: true } };
  declare tree: ContextTree;
  declare of: string | undefined;
  #pointer = { x: 0, y: 0 };
  readonly #follow = ({ clientX, clientY }: PointerEvent): void => {
    this.#pointer = { x: clientX, y: clientY };
    if (this.of !== undefined) this.#place();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.ariaHidden = 'true';
    window.addEventListener('pointermove', this.#follow, { passive: true });
  }

  override disconnectedCallback(): void {
    window.removeEventListener('pointermove', this.#follow);
    super.disconnectedCallback();
  }

  show(id: string | undefined): void {
    this.of = id;
  }

  override render() {
    const path = this.of === undefined ? [] : pathTo(this.tree, this.of);
    const node = path.at(-1);
    if (!node) return nothing;
    const around = path.slice(0, -1).map(labelOf);
    const where = this.tree.where.get(path.find(({ kind }) => kind === 'file')?.id ?? '');
    return html`<div class="tip">
      <strong>${labelOf(node)}</strong>
      ${around.length > 0 || where ? html`<span class="quiet">${[...(where ? [where] : []), ...around].join(' › ')}</span>` : nothing}
      <span class="numbers">${t('{0} tokens', formatNumber(node.tokens))} · ${share(node.tokens, this.tree.tokens)}${node.before === undefined ? nothing : html` · ${changeText(node) ?? t('unchanged')}`}</span>
      <span class="quiet">${categoryName(node.category)}</span></div>`;
  }

  override updated(): void {
    this.#place();
  }

  /** Beside the pointer, on the side where there is room. */
  #place(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!tip) return;
    const { width, height } = tip.getBoundingClientRect();
    const { x, y } = this.#pointer;
    const left = x + AWAY + width > innerWidth ? Math.max(4, x - AWAY - width) : x + AWAY;
    const top = y + AWAY + height > innerHeight ? Math.max(4, y - AWAY - height) : y + AWAY;
    tip.style.transform = `translate(${left}px, ${top}px)`;
  }

  static override styles = css`
    .tip { position: fixed; left: 0; top: 0; z-index: 10; display: flex; flex-direction: column; gap: 2px; max-width: 320px; padding: 6px 9px; border: 1px solid var(--vscode-editorHoverWidget-border, var(--ts-hairline)); border-radius: 4px; background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background)); color: var(--vscode-editorHoverWidget-foreground, inherit); box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent); font-size: 12px; pointer-events: none; overflow-wrap: anywhere; }
    .numbers { font-variant-numeric: tabular-nums; }
    .quiet { opacity: 0.75; font-size: 11px; }
  `;
}
customElements.define('ts-map-tooltip', MapTooltipElement);
