// A treemap: parts of a whole as nested rectangles, each as large as its value. Reports what is pointed at, chosen and
// opened. Knows no files and no tokens; what it says aloud comes from whoever uses it.
import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { detailEvent } from '../events/detailEvent.ts';
import { groupStyles } from '../theme/groups.ts';
import { byMouse } from './byMouse.ts';
import { elementOf, markPointed } from './pointedElement.ts';
import { cellTowards, type TreemapCell, type TreemapPart, treemapLayout } from './treemapLayout.ts';
import { treemapStyles } from './treemapStyles.ts';

/** A cell that is smaller shows no name. */
const LEAST_NAMED = { width: 44, height: 17 };
/** A cell that is smaller shows no value below its name. */
const LEAST_VALUED = { width: 40, height: 34 };

export class TreemapElement extends LitElement {
  static override properties = {
    root: { attribute: false },
    chosen: { attribute: false },
    faded: { attribute: false },
    label: { attribute: false },
    nameOf: { attribute: false },
    valueOf: { attribute: false },
    width: { state: true },
    height: { state: true },
  };
  declare root: TreemapPart | undefined;
  /** The id of the part that is marked and reached by the Tab key. */
  declare chosen: string | undefined;
  /** Parts that are drawn as left out, by id. */
  declare faded: ReadonlySet<string>;
  declare label: string;
  /** What a screen reader says of a part. */
  declare nameOf: (part: TreemapPart) => string;
  /** The second line of a cell. */
  declare valueOf: (part: TreemapPart) => string;
  declare width: number;
  declare height: number;

  #cells: readonly TreemapCell[] = [];
  #laid: { readonly root: TreemapPart | undefined; readonly width: number; readonly height: number } = {
    root: undefined,
    width: 0,
    height: 0,
  };
  /** Observed for its size. */
  readonly #resize = new ResizeObserver(([entry]) => {
    this.width = Math.floor(entry.contentRect.width);
    this.height = Math.floor(entry.contentRect.height);
  });

  constructor() {
    super();
    this.faded = new Set();
    this.label = '';
    this.nameOf = ({ label }) => label;
    this.valueOf = ({ value }) => String(value);
    this.width = 0;
    this.height = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resize.disconnect();
    super.disconnectedCallback();
  }

  /** Marks what is pointed at elsewhere; not a property, since nothing has to be drawn anew for it. */
  pointAt(id: string | undefined): void {
    markPointed(this.renderRoot, 'cell', id);
  }

  override render() {
    this.#lay();
    const reached = this.#cells.find(({ part }) => part.id === this.chosen) ?? this.#cells[0];
    return html`<div class="cells" role="group" aria-label=${this.label} @keydown=${this.#onKey} @click=${this.#onClick}
      @pointerover=${byMouse(this.#onPoint)} @pointerleave=${byMouse(this.#onLeave)} @focusin=${this.#onPoint} @focusout=${this.#onLeave}>
      ${repeat(
        this.#cells,
        ({ part }) => part.id,
        (cell) => this.#cell(cell, cell === reached),
      )}</div>`;
  }

  /** Where the cells stand changes with the root and the size alone. */
  #lay(): void {
    const { root, width, height } = this;
    const laid = this.#laid;
    if (laid.root === root && laid.width === width && laid.height === height) return;
    this.#laid = { root, width, height };
    this.#cells = root && width > 0 && height > 0 ? treemapLayout(root, width, height) : [];
  }

  #cell({ part, x, y, width, height, open }: TreemapCell, reached: boolean) {
    const isNamed = width >= LEAST_NAMED.width && height >= LEAST_NAMED.height;
    const isValued = !open && width >= LEAST_VALUED.width && height >= LEAST_VALUED.height;
    const size = open ? 'open' : !isNamed ? 'bare' : width * height > 18_000 && width > 110 ? 'large' : 'small';
    return html`<button class="cell group group-${part.group} ${size}" ?data-faded=${this.faded.has(part.id)} ?data-chosen=${part.id === this.chosen}
      data-id=${part.id} tabindex=${reached ? 0 : -1}
      .style=${`transform: translate(${x}px, ${y}px); width: ${width}px; height: ${height}px`}><span class="spoken">${this.nameOf(part)}</span>${
        isNamed
          ? html`<span class="name" aria-hidden="true">${part.label}</span>${isValued || (open && width > 110) ? html`<span class="value" aria-hidden="true">${this.valueOf(part)}</span>` : nothing}`
          : nothing
      }</button>`;
  }

  #cellOf(target: EventTarget | null): TreemapCell | undefined {
    const id = (target as Element | null)?.closest<HTMLElement>('.cell')?.dataset.id;
    return this.#cells.find(({ part }) => part.id === id);
  }

  #tell(name: 'part-point' | 'part-choose' | 'part-leave', id?: string): void {
    this.dispatchEvent(detailEvent(name, id, { bubbles: true, composed: true }));
  }

  #onPoint({ target }: Event): void {
    this.#tell('part-point', this.#cellOf(target)?.part.id);
  }

  #onLeave(): void {
    this.#tell('part-point', undefined);
  }

  #onClick({ target }: Event): void {
    const cell = this.#cellOf(target);
    if (cell) this.#tell('part-choose', cell.part.id);
  }

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'Escape' || key === 'Backspace') {
      event.preventDefault();
      this.#tell('part-leave');
      return;
    }
    const from = this.#cellOf(event.target);
    const to = from && cellTowards(this.#cells, from, key);
    if (!key.startsWith('Arrow')) return;
    event.preventDefault();
    if (to) this.#focus(to.part.id);
  }

  /** The cell becomes the one that the Tab key reaches. */
  #focus(id: string): void {
    const cell = elementOf(this.renderRoot, 'cell', id);
    for (const one of this.renderRoot.querySelectorAll('.cell[tabindex="0"]')) one.setAttribute('tabindex', '-1');
    cell?.setAttribute('tabindex', '0');
    cell?.focus();
  }

  /** Puts the focus on the chosen cell or the first one, as when what had it is gone. */
  focusCell(): void {
    this.renderRoot.querySelector<HTMLElement>('.cell[tabindex="0"]')?.focus();
  }

  static override styles = [
    groupStyles,
    treemapStyles,
    css`:host { display: block; position: relative; overflow: hidden; }`,
  ];
}
customElements.define('ts-treemap', TreemapElement);
