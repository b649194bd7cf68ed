// Draws several measures of the same columns one below the other: two numbers of each, one as bars, and a grid of rows.
// What is pointed at and what is chosen goes through all of them. Only what is in sight is drawn. Knows numbers and names,
// no tokens.
import { css, html, LitElement } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { chartTheme } from '../theme/theme.ts';
import { byMouse } from './byMouse.ts';
import { Redraw } from './redraw.ts';
import { drawTracks } from './tracksDrawing.ts';
import {
  columnAt,
  GUTTER,
  scrollTo,
  type TrackPlace,
  type TracksLayout,
  type TrackValues,
  tracksLayout,
} from './tracksLayout.ts';

/**
 * Sends `track-point` with what the pointer or the arrow keys reach (undefined when they leave), and `track-choose` with the
 * column that was clicked or confirmed.
 */
export class Tracks extends LitElement {
  static override properties = {
    values: { attribute: false },
    pointed: { attribute: false },
    chosen: { type: Number },
    label: { type: String },
  };
  declare values: TrackValues | undefined;
  declare pointed: TrackPlace | undefined;
  declare chosen: number | undefined;
  declare label: string;

  constructor() {
    super();
    new Redraw(this, () => this.#draw(), { onResize: true });
    this.label = '';
  }

  override render() {
    return html`<div class="scroller" @scroll=${() => this.#draw()}><div class="room"><canvas tabindex="0" role="application" aria-label=${this.label}
      @pointermove=${(event: PointerEvent) => this.#tell('track-point', this.#under(event))} @pointerleave=${byMouse(() => this.#tell('track-point', undefined))}
      @click=${(event: MouseEvent) => this.#choose(this.#under(event)?.column)} @keydown=${this.#onKey}></canvas></div></div>`;
  }

  /** A long row of columns shows what is chosen. */
  override updated(changed: Map<string, unknown>): void {
    const isFirst = changed.has('values') && changed.get('values') === undefined;
    if ((changed.has('chosen') || isFirst) && this.chosen !== undefined && this.values) this.#show(this.chosen);
    this.#draw();
  }

  get #layout(): TracksLayout | undefined {
    if (!this.values) return undefined;
    const { names, series, grid, bars } = this.values;
    const room = Math.max(120, this.clientWidth);
    const has = { hasSeries: series !== undefined, hasBars: bars !== undefined };
    return tracksLayout({ columns: names.length, rows: grid?.rows ?? 0, ...has, room });
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.scroller');
  }

  #under({ offsetX, offsetY }: MouseEvent): TrackPlace | undefined {
    const layout = this.#layout;
    const column = layout && columnAt(layout, offsetX, this.#scroller?.scrollLeft ?? 0);
    if (!layout || column === undefined) return undefined;
    const rows = this.values?.grid?.rows ?? 0;
    const row = layout.grid ? Math.floor(((offsetY - layout.grid.top) / layout.grid.height) * rows) : -1;
    return { column, row: row >= 0 && row < rows ? row : undefined };
  }

  /** Left and right lead from column to column, up and down through the rows of the grid. */
  #onKey(event: KeyboardEvent): void {
    const { values, chosen } = this;
    if (!values) return;
    const from: TrackPlace = this.pointed ?? { column: chosen ?? 0, row: undefined };
    const last = values.names.length - 1;
    const column = { ArrowLeft: from.column - 1, ArrowRight: from.column + 1, Home: 0, End: last }[event.key];
    const rows = values.grid?.rows ?? 0;
    const row = { ArrowUp: (from.row ?? rows) - 1, ArrowDown: (from.row ?? -1) + 1 }[event.key];
    if (event.key === 'Escape') this.#tell('track-point', undefined);
    if (event.key === 'Enter' || event.key === ' ') this.#choose(from.column);
    else if (column === undefined && (row === undefined || rows === 0)) return;
    event.preventDefault();
    if (event.key === 'Enter' || event.key === ' ') return;
    const to = Math.max(0, Math.min(last, column ?? from.column));
    this.#show(to);
    const place = row === undefined ? from.row : Math.max(0, Math.min(rows - 1, row));
    this.#tell('track-point', { column: to, row: place });
  }

  #show(column: number): void {
    const scroller = this.#scroller;
    const layout = this.#layout;
    if (!scroller || !layout) return;
    scroller.scrollLeft = scrollTo(layout, column, { scrolled: scroller.scrollLeft, room: this.clientWidth });
  }

  #choose(column: number | undefined): void {
    if (column !== undefined) this.dispatchEvent(detailEvent('track-choose', column));
  }

  #tell(name: string, place: TrackPlace | undefined): void {
    this.dispatchEvent(detailEvent(name, place));
  }

  /** The canvas is as wide as what is in sight, and stays there while the rest passes below it. */
  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const room = this.renderRoot.querySelector<HTMLElement>('.room');
    const layout = this.#layout;
    const context = canvas?.getContext('2d');
    if (!canvas || !room || !context || !layout || !this.values) return;
    const width = Math.min(this.clientWidth, GUTTER + layout.width + 1);
    const scale = devicePixelRatio;
    canvas.width = width * scale;
    canvas.height = layout.height * scale;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${layout.height}px`;
    room.style.width = `${GUTTER + layout.width + 1}px`;
    context.scale(scale, scale);
    const { pointed, chosen, values } = this;
    const scrolled = this.#scroller?.scrollLeft ?? 0;
    drawTracks(context, { values, layout, scrolled, width, pointed, chosen, theme: chartTheme() });
  }

  static override styles = css`
    :host { display: block; min-width: 0; }
    .scroller { overflow-x: auto; overflow-y: hidden; }
    .room { max-width: none; }
    canvas { display: block; position: sticky; left: 0; cursor: crosshair; outline-offset: -1px; border-radius: 2px; }
    canvas:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
  `;
}
customElements.define('ts-tracks', Tracks);
