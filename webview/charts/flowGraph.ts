// Draws a graph in columns and levels, from the bottom up, with the names of the columns below. Knows numbers and names, no
// layers and tokens.
import { css, html, LitElement, nothing, svg } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { byMouse } from './byMouse.ts';
import { type FlowLink, type FlowShape, flowGraphLayout, LEFT } from './flowGraphLayout.ts';
import { Redraw } from './redraw.ts';

/** Room below for the names of columns, which are turned, in px. */
const NAMES = 70;

export interface NamedLink extends FlowLink {
  /** For tool tips and screen readers, with its number. */
  readonly name: string;
}

/**
 * Sends `link-point` with the index of the link that the pointer or the keys reach (undefined when they leave),
 * `link-choose` with that of a strong one that was clicked or confirmed, and `column-point` with a column or undefined.
 */
export class FlowGraph extends LitElement {
  static override properties = {
    links: { attribute: false },
    columnNames: { attribute: false },
    rowNames: { attribute: false },
    end: { type: Number },
    label: { type: String },
    reached: { state: true },
  };
  declare links: readonly NamedLink[];
  declare columnNames: readonly string[];
  /** A row is two levels high. */
  declare rowNames: readonly string[];
  /** The column in which all links end. */
  declare end: number;
  declare label: string;
  /** The strong link that Tab leads to, by its place among them. */
  declare reached: number;

  constructor() {
    super();
    new Redraw(this, () => this.requestUpdate(), { onResize: true });
    this.links = [];
    this.columnNames = [];
    this.rowNames = [];
    this.end = 0;
    this.label = '';
    this.reached = 0;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('links')) this.reached = 0;
  }

  override render() {
    const columns = this.columnNames.length;
    const levels = 2 * this.rowNames.length + 1;
    const layout = flowGraphLayout(this.links, { columns, levels, room: this.clientWidth });
    const strong = this.links.flatMap((link, i) => (link.look === 'strong' ? [i] : []));
    const order = [...this.links.keys()].sort((a, b) => rank(this.links[a]) - rank(this.links[b]));
    return html`<svg width=${layout.width} height=${layout.height + NAMES} role="group" aria-label=${this.label} @keydown=${this.#onKey} @pointerleave=${byMouse(this.#leave)} @focusout=${this.#leave}>
      <g aria-hidden="true">${this.rowNames.map((name, row) => svg`<text x=${LEFT - 6} y=${layout.y(2 * row + 1) + 4} text-anchor="end">${name}</text><path class="row" d="M${LEFT} ${layout.y(2 * row)}H${layout.width}"></path>`)}</g>
      ${order.map((i) => this.#link(this.links[i], layout.shapes[i], i, strong.indexOf(i)))}
      <circle class="end" cx=${layout.x(this.end)} cy=${layout.y(levels - 1)} r="5"></circle>
      ${this.columnNames.map((name, column) => svg`<text class="name ${column === this.end ? 'last' : ''}" x=${layout.x(column) + 4} y=${layout.height + 6} text-anchor="end" transform="rotate(-52 ${layout.x(column) + 4} ${layout.height + 6})" @pointerenter=${byMouse(() => this.#tell('column-point', column))} @pointerleave=${byMouse(() => this.#tell('column-point', undefined))}>${name}</text>`)}
    </svg>`;
  }

  /** Thin lines are hit by a wider one that is not seen. */
  #link({ look, name, weight }: NamedLink, shape: FlowShape, i: number, place: number) {
    const point = () => this.#tell('link-point', i);
    const drawn =
      shape.kind === 'mark'
        ? svg`<rect x=${shape.x - shape.side / 2} y=${shape.y - shape.side / 2} width=${shape.side} height=${shape.side}></rect>`
        : svg`<path d=${shape.d} stroke-width=${shape.width}></path>${look === 'strong' ? svg`<path class="hit" d=${shape.d}></path>` : nothing}`;
    if (look !== 'strong') return svg`<g class=${look} @pointerenter=${byMouse(point)}>${drawn}</g>`;
    return svg`<g class="strong" role="button" aria-label=${name} tabindex=${place === this.reached ? 0 : -1} data-place=${place} data-link=${i} opacity=${0.45 + 0.55 * Math.sqrt(weight)}
      @pointerenter=${byMouse(point)} @focus=${point} @click=${() => this.#tell('link-choose', i)}>${drawn}</g>`;
  }

  readonly #leave = (): void => this.#tell('link-point', undefined);

  #tell(name: 'link-point' | 'link-choose' | 'column-point', detail: number | undefined): void {
    this.dispatchEvent(detailEvent(name, detail));
  }

  #onKey(event: KeyboardEvent): void {
    const { place, link } = (event.target as SVGElement).dataset;
    if (place === undefined) return;
    const at = Number(place);
    const count = this.links.filter(({ look }) => look === 'strong').length;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: count - 1 }[
      event.key
    ];
    const confirms = event.key === 'Enter' || event.key === ' ';
    if (to === undefined && !confirms) return;
    event.preventDefault();
    if (confirms) this.#tell('link-choose', Number(link));
    if (to === undefined) return;
    this.reached = Math.max(0, Math.min(count - 1, to));
    this.renderRoot.querySelector<SVGElement>(`[data-place="${this.reached}"]`)?.focus();
  }

  static override styles = css`
    :host { display: block; min-width: 0; overflow-x: auto; }
    svg { display: block; }
    text { fill: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 10px; font-variant-numeric: tabular-nums; }
    .name { fill: var(--vscode-foreground); font-family: var(--vscode-editor-font-family); font-size: 12px; cursor: default; }
    .last { font-weight: 700; }
    path { fill: none; }
    .row { stroke: var(--ts-hairline); stroke-width: 1; opacity: 0.5; }
    .quiet path { stroke: var(--vscode-foreground); opacity: 0.35; }
    .mark rect { fill: var(--vscode-charts-blue, #3794ff); stroke: var(--vscode-editor-background); }
    .strong { cursor: pointer; outline: none; }
    .strong path { stroke: var(--ts-attention); }
    .strong .hit { stroke: transparent; stroke-width: 10; }
    .strong:is(:hover, :focus-visible) path:not(.hit) { stroke: var(--vscode-focusBorder); }
    .end { fill: var(--ts-attention); stroke: var(--vscode-foreground); }
  `;
}
customElements.define('ts-flow-graph', FlowGraph);

/** What recedes is drawn first. */
function rank({ look }: NamedLink): number {
  return look === 'quiet' ? 0 : look === 'mark' ? 1 : 2;
}
