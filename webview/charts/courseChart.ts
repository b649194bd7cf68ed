// Draws how numbers go along a row of columns: one as a line, others as strips of cells, with a cursor for mouse and keyboard.
// Knows numbers and names, no tokens.
import { css, html, LitElement } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { largest } from '../text/largest.ts';
import { chartTheme } from '../theme/theme.ts';
import { byMouse } from './byMouse.ts';
import { type CourseValues, drawCourse } from './courseDrawing.ts';
import { columnUnder, courseLayout, GUTTER } from './courseLayout.ts';
import { Redraw } from './redraw.ts';

/**
 * Sends `place-point` with the column that the pointer or the arrow keys reach (undefined when they leave), and `place-select`
 * with the one that was clicked or confirmed.
 */
export class CourseChart extends LitElement {
  static override properties = {
    values: { attribute: false },
    chosen: { type: Number },
    pointed: { type: Number },
    label: { type: String },
  };
  declare values: CourseValues;
  declare chosen: number | undefined;
  declare pointed: number | undefined;
  declare label: string;

  constructor() {
    super();
    new Redraw(this, () => this.#draw(), { onResize: true });
    this.values = { line: undefined, strips: [], names: [] };
    this.label = '';
  }

  override render() {
    return html`<canvas tabindex="0" role="application" aria-label=${this.label}
      @pointermove=${(event: PointerEvent) => this.#tell('place-point', this.#under(event))} @pointerleave=${byMouse(() => this.#tell('place-point', undefined))}
      @blur=${() => this.#tell('place-point', undefined)}
      @click=${(event: MouseEvent) => this.#choose(this.#under(event))} @keydown=${this.#onKey}></canvas>`;
  }

  override updated(): void {
    this.#draw();
  }

  get #layout() {
    const { line, strips, names } = this.values;
    const room = Math.max(GUTTER + 80, this.clientWidth);
    const longest = largest(
      names.map((name) => name.length),
      1,
    );
    return courseLayout({ columns: names.length, strips: strips.length, hasLine: line !== undefined, longest, room });
  }

  #under({ offsetX }: MouseEvent): number | undefined {
    return columnUnder(this.#layout, offsetX);
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.values.names.length - 1;
    const from = this.pointed ?? this.chosen ?? last;
    if (event.key === 'Escape') this.#tell('place-point', undefined);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(from);
      return;
    }
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#tell('place-point', Math.max(0, Math.min(last, to)));
  }

  #choose(column: number | undefined): void {
    if (column !== undefined) this.#tell('place-select', column);
  }

  #tell(name: 'place-point' | 'place-select', column: number | undefined): void {
    this.dispatchEvent(detailEvent(name, column));
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const paint = canvas?.getContext('2d');
    if (!canvas || !paint || this.values.names.length === 0) return;
    const layout = this.#layout;
    const width = GUTTER + layout.width + 2;
    const scale = devicePixelRatio;
    canvas.width = width * scale;
    canvas.height = layout.height * scale;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${layout.height}px`;
    paint.scale(scale, scale);
    const { values, chosen, pointed } = this;
    drawCourse(paint, { values, layout, chosen, pointed, theme: chartTheme(), scale });
  }

  static override styles = css`
    :host { display: block; min-width: 0; overflow: hidden; }
    canvas { display: block; cursor: crosshair; outline-offset: -1px; border-radius: 2px; }
    canvas:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
  `;
}
customElements.define('ts-course-chart', CourseChart);
