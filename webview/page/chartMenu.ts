// The context menu of a chart, opened with the right button or the menu key: copies the chart as a picture, or saves it or
// the numbers of the stop or tool that it is in. Knows charts by their tags.
import { css, html, LitElement, nothing } from 'lit';
import { t } from '../text/l10n.ts';
import { csvOf, jsonOf, type NumbersSource, type NumberTable } from '../text/numberTable.ts';
import { type Picture, pictureOf } from './chartPicture.ts';

/** The charts that can become pictures. A new chart must be added here. */
const CHARTS = new Set([
  'ts-heat-map',
  'ts-arcs',
  'ts-strips',
  'ts-thumb-grid',
  'ts-scatter',
  'ts-line-chart',
  'ts-decay-chart',
  'ts-image',
  'ts-signed-grid',
  'ts-flow-graph',
  'ts-pick-grid',
  'ts-tracks',
  'ts-course-chart',
  'ts-growth-chart',
]);

/** Asks the user where to write it; `name` is a suggestion. */
export type SavePicture = (name: string, content: string | Uint8Array<ArrayBuffer>) => Promise<void>;

export class ChartMenu extends LitElement {
  static override properties = { place: { state: true }, failure: { state: true } };
  /** Where it was opened in the window, in px; undefined while it is closed. */
  declare place: { readonly x: number; readonly y: number } | undefined;
  /** Why the last picture could not be made or copied, shown in the menu's place. */
  declare failure: string | undefined;
  declare save: SavePicture;
  #chart: HTMLElement | undefined;
  /** Of the stop or tool that the chart is in. */
  #tables: readonly NumberTable[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('contextmenu', this.#open);
    document.addEventListener('pointerdown', this.#onElsewhere);
    document.addEventListener('keydown', this.#onEscape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('contextmenu', this.#open);
    document.removeEventListener('pointerdown', this.#onElsewhere);
    document.removeEventListener('keydown', this.#onEscape);
  }

  /** Charts are in shadow trees, outside of which an event's target is their host: only the path contains the chart. */
  #open = (event: MouseEvent) => {
    const chart = event.composedPath().find((one) => one instanceof HTMLElement && CHARTS.has(one.localName));
    if (!chart) return;
    event.preventDefault();
    this.#chart = chart as HTMLElement;
    this.#tables = tablesAround(event.composedPath());
    this.failure = undefined;
    this.place = { x: event.clientX, y: event.clientY };
  };

  #onElsewhere = (event: PointerEvent) => {
    if (!event.composedPath().includes(this)) this.#close();
  };

  /** A failure has no focus, but goes as the menu does. */
  #onEscape = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') this.#close();
  };

  override render() {
    if (!this.place) return nothing;
    if (this.failure !== undefined)
      return html`<div role="alert" .style=${`left: ${this.place.x}px; top: ${this.place.y}px`}>${this.failure}</div>`;
    return html`<div role="menu" .style=${`left: ${this.place.x}px; top: ${this.place.y}px`} @keydown=${this.#onKey}>
      <button role="menuitem" data-action="copy-picture" @click=${() => this.#picture(copied)}>${t('Copy as picture')}</button>
      <button role="menuitem" data-action="save-picture" @click=${() => this.#picture(async (picture, name) => await this.save(name, await bytesOf(picture)))}>${t('Save as picture…')}</button>
      ${this.#tables.map((table) => html`<button role="menuitem" data-action="numbers-csv" @click=${() => this.#numbers(`${table.id}.csv`, csvOf(table))}>${t('Numbers as CSV: {0}', table.title)}</button>`)}
      ${this.#tables.length > 0 ? html`<button role="menuitem" data-action="numbers-json" @click=${() => this.#numbers(`${this.#tables[0].id}.json`, jsonOf(this.#tables))}>${t('Numbers as JSON…')}</button>` : nothing}
    </div>`;
  }

  /** What would hang out of the window is moved into it. */
  override updated(): void {
    const box = this.renderRoot.querySelector('div');
    if (!box) return;
    box.style.translate = 'none';
    const { right, bottom } = box.getBoundingClientRect();
    box.style.translate = `${Math.min(0, innerWidth - right)}px ${Math.min(0, innerHeight - bottom)}px`;
    this.renderRoot.querySelector('button')?.focus();
  }

  #onKey(event: KeyboardEvent): void {
    const items = [...this.renderRoot.querySelectorAll('button')];
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement);
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const by = event.key === 'ArrowDown' ? 1 : items.length - 1;
    items[(at + by) % items.length].focus();
    event.preventDefault();
  }

  #numbers(name: string, content: string): void {
    this.#close();
    void this.save(name, content);
  }

  #close(): void {
    this.place = undefined;
  }

  /** Makes the picture and does with it what was chosen. A clipboard that is not allowed, say, is told in the menu's place. */
  async #picture(use: (picture: Picture, name: string) => Promise<void>): Promise<void> {
    const { place } = this;
    const chart = this.#chart;
    this.#close();
    if (!chart) return;
    try {
      const picture = await pictureOf(chart);
      await use(picture, `${chart.localName.slice(3)}.${picture.extension}`);
    } catch (error) {
      this.failure = t('There is no picture: {0}', error instanceof Error ? error.message : String(error));
      this.place = place;
    }
  }

  static override styles = css`
    div { position: fixed; z-index: 30; display: flex; flex-direction: column; box-sizing: border-box; width: max-content; min-width: 170px; max-width: min(260px, 100vw); padding: 4px; border-radius: 5px; background: var(--vscode-menu-background, var(--vscode-editorWidget-background)); color: var(--vscode-menu-foreground, var(--vscode-foreground)); border: 1px solid var(--vscode-menu-border, var(--ts-hairline)); box-shadow: 0 2px 8px var(--vscode-widget-shadow, #0006); }
    div[role='alert'] { padding: 8px 12px; }
    button { border: 0; background: none; color: inherit; font: inherit; text-align: left; padding: 4px 10px; border-radius: 3px; cursor: pointer; }
    button:is(:hover, :focus) { background: var(--vscode-menu-selectionBackground, var(--vscode-list-hoverBackground)); color: var(--vscode-menu-selectionForeground, inherit); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
  `;
}
customElements.define('ts-chart-menu', ChartMenu);

/** Those of the innermost element that has any. */
function tablesAround(path: readonly EventTarget[]): readonly NumberTable[] {
  for (const one of path) {
    const tables = 'numbers' in one ? (one as unknown as NumbersSource).numbers() : [];
    if (tables.length > 0) return tables;
  }
  return [];
}

async function bytesOf({ blob }: Picture): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** The clipboard accepts images as PNG only, so an SVG is painted first. */
async function copied({ extension, blob }: Picture): Promise<void> {
  const png = extension === 'png' ? blob : await rasterized(blob);
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

/** Paints an SVG at twice its size, so that it stays sharp on dense screens. */
async function rasterized(svg: Blob): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await svg.text())}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width * 2, image.height * 2);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return await canvas.convertToBlob({ type: 'image/png' });
}
