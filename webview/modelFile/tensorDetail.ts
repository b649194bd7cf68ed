// What is known of one tensor, and, when somebody asks for it, the statistics and the histogram of its numbers. Answers are kept
// as long as the file is shown: walking through a table asks nothing twice.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { FileTensor, TensorStatistics } from '../../src/contract/modelFile.ts';
import '../charts/histogram.ts';
import { formatBytes, formatNumber, t } from '../text/l10n.ts';
import { percent, short } from '../text/numbers.ts';
import { type Asked, type FileHost, newWorkId } from './fileHost.ts';
import { isWhole } from './numberType.ts';
import { shapeText } from './tensorRows.ts';
import { failedView, workingView, workStyles } from './work.ts';

export class TensorDetail extends LitElement {
  static override properties = {
    tensor: { attribute: false },
    file: { type: String },
    host: { attribute: false },
    shares: { attribute: false },
    asked: { state: true },
    logarithmic: { state: true },
  };
  declare tensor: FileTensor;
  declare file: string;
  declare host: FileHost;
  declare shares: ReadonlyMap<string, number>;
  declare asked: Asked<TensorStatistics>;
  declare logarithmic: boolean;
  readonly #known = new Map<string, Asked<TensorStatistics>>();

  constructor() {
    super();
    this.logarithmic = false;
    this.shares = new Map();
  }

  /** Another tensor: what is being computed of the one before is given up. */
  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('tensor') || changed.get('tensor')?.name === this.tensor.name) return;
    this.#cancel();
    this.asked = this.#known.get(this.tensor.name);
  }

  override disconnectedCallback(): void {
    this.#cancel();
    super.disconnectedCallback();
  }

  async measure(): Promise<void> {
    if (this.asked?.kind === 'working' || this.asked?.kind === 'answered') return;
    const { name } = this.tensor;
    const id = newWorkId();
    this.asked = { kind: 'working', id, share: 0 };
    const answer = await this.host.statistics(id, name);
    if (answer.kind !== 'cancelled') this.#known.set(name, answer);
    const isAwaited = this.asked?.kind === 'working' && this.asked.id === id;
    const isBack = this.asked === undefined && this.tensor.name === name; // somebody looked elsewhere until it came
    if (isAwaited || isBack) this.asked = answer.kind === 'cancelled' ? undefined : answer;
  }

  #cancel(): void {
    if (this.asked?.kind === 'working') this.host.cancel(this.asked.id);
    this.asked = undefined;
  }

  override render() {
    const { name, type, shape, weights, bytes, offset } = this.tensor;
    const facts: readonly (readonly [string, string])[] = [
      [
        t('Type'),
        weights > 0 && !isWhole(type) ? t('{0}, {1} bits a weight', type, short((8 * bytes) / weights)) : type,
      ],
      [t('Shape'), shapeText(shape)],
      [t('Weights'), formatNumber(weights)],
      [t('Size'), t('{0} ({1} bytes)', formatBytes(bytes), formatNumber(bytes))],
      [t('Bytes'), `${formatNumber(offset)} – ${formatNumber(offset + bytes)}`],
      ...(this.file ? [[t('File'), this.file] as const] : []),
    ];
    return html`<div class="scrolled" tabindex="0" role="region" aria-label=${name}><h2>${name}</h2>
      <dl>${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
      ${this.#numbers()}</div>`;
  }

  #numbers() {
    const { asked } = this;
    if (!asked || asked.kind === 'cancelled')
      return html`<button class="small" data-action="histogram" @click=${() => void this.measure()}>${t('Histogram of Its Numbers')}</button>
        <p class="quiet">${t('Reads and widens all of them.')}</p>`;
    if (asked.kind === 'working')
      return workingView(t('Reading numbers…'), this.shares.get(asked.id) ?? asked.share, () => this.#cancel());
    if (asked.kind === 'failed') return failedView(asked.words);
    return this.#histogram(asked.value);
  }

  #histogram(found: TensorStatistics) {
    const { bins, least, most, mean, deviation, zeros, count, notFinite } = found;
    if (!Number.isFinite(least)) return html`<p class="quiet">${t('It has no numbers.')}</p>`;
    const label = t(
      'Histogram: from {0} to {1}, mean {2}, standard deviation {3}',
      short(least),
      short(most),
      short(mean),
      short(deviation),
    );
    return html`${standsForView(found)}<ts-histogram .bins=${bins} .least=${least} .most=${most} .logarithmic=${this.logarithmic} .label=${label}></ts-histogram>
      <button class="toggle" data-action="logarithmic" aria-pressed=${this.logarithmic} @click=${() => (this.logarithmic = !this.logarithmic)}>${t('Logarithmic')}</button>
      <dl data-statistics>
        <dt>${t('Mean')}</dt><dd>${short(mean)}</dd>
        <dt>${t('Standard deviation')}</dt><dd>${short(deviation)}</dd>
        <dt>${t('From')}</dt><dd>${short(least)}</dd>
        <dt>${t('To')}</dt><dd>${short(most)}</dd>
        <dt>${t('Zeros')}</dt><dd>${formatNumber(zeros)} (${percent(zeros / count)})</dd>
        ${notFinite > 0 ? html`<dt>${t('Not numbers, or infinite')}</dt><dd>${formatNumber(notFinite)}</dd>` : nothing}
      </dl>`;
  }

  static override styles = [
    workStyles,
    css`
      :host { display: flex; min-height: 0; }
      .scrolled { flex: 1; min-width: 0; overflow-y: auto; padding: 10px 12px; box-sizing: border-box; }
      .scrolled:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
      h2 { margin: 0 0 8px; font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; font-weight: 600; overflow-wrap: anywhere; }
      dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 3px 12px; margin: 0 0 10px; font-size: 12px; }
      dt { color: var(--vscode-descriptionForeground); }
      dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
      .quiet { margin: 6px 0 0; color: var(--vscode-descriptionForeground); font-size: 12px; overflow-wrap: anywhere; }
      .toggle { margin: 4px 0 10px; }
    `,
  ];
}
/** Codes are shown as the weights that they stand for. */
function standsForView({ standsFor }: TensorStatistics) {
  if (standsFor.length === 0) return nothing;
  const [first, ...others] = standsFor;
  const words =
    others.length === 0
      ? t('Of the weights that these codes stand for, with their scales: {0}', first)
      : t(
          'Of the weights that these codes stand for, with their scales: {0} and {1} more',
          first,
          formatNumber(others.length),
        );
  return html`<p class="quiet" data-stands-for>${words}</p>`;
}

customElements.define('ts-tensor-detail', TensorDetail);

declare global {
  interface HTMLElementTagNameMap {
    'ts-tensor-detail': TensorDetail;
  }
}
