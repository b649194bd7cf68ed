// Two files of one model: what quantisation changed, tensor by tensor and on the open text. Asks the host for the other file.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { OtherFile, ShownDifferences, TextDifferences, TextInHand } from '../../src/contract/modelFileApi.ts';
import { detailEvent } from '../events/detailEvent.ts';
import { t } from '../text/l10n.ts';
import { differenceStyles, differencesView } from './differencesView.ts';
import { type Asked, type FileHost, newWorkId } from './fileHost.ts';
import { textDifferencesView } from './textDifferencesView.ts';
import { failedView, workingView, workStyles } from './work.ts';

export class CompareTab extends LitElement {
  static override properties = {
    host: { attribute: false },
    other: { attribute: false },
    shares: { attribute: false },
    text: { attribute: false },
    tensors: { state: true },
    texts: { state: true },
    shown: { state: true },
    rows: { state: true },
  };
  declare host: FileHost;
  declare other: OtherFile | undefined;
  declare shares: ReadonlyMap<string, number>;
  declare text: TextInHand | undefined;
  declare tensors: Asked<ShownDifferences>;
  declare texts: Asked<TextDifferences>;
  declare shown: 'tensors' | 'text';
  /** The row with the focus in each of the two tables. */
  declare rows: Readonly<Record<'tensors' | 'text', number>>;

  constructor() {
    super();
    this.shares = new Map();
    this.shown = 'tensors';
    this.rows = { tensors: -1, text: -1 };
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('other')) return;
    this.#cancel(this.tensors);
    this.#cancel(this.texts);
    this.texts = undefined;
    this.tensors = undefined;
    this.rows = { tensors: -1, text: -1 };
    if (this.other) void this.#compareTensors();
  }

  #cancel(asked: Asked<unknown>): void {
    if (asked?.kind === 'working') this.host.cancel(asked.id);
  }

  async #compareTensors(): Promise<void> {
    const id = newWorkId();
    this.tensors = { kind: 'working', id, share: 0 };
    const answer = await this.host.differences(id);
    if (this.tensors?.kind === 'working' && this.tensors.id === id) this.tensors = answer;
  }

  async #compareText(): Promise<void> {
    const id = newWorkId();
    this.texts = { kind: 'working', id, share: 0 };
    const answer = await this.host.textDifferences(id);
    if (this.texts?.kind === 'working' && this.texts.id === id)
      this.texts = answer.kind === 'cancelled' ? undefined : answer;
  }

  /** What went wrong stands where the comparison would. */
  async #openInCompare(): Promise<void> {
    const answer = await this.host.openInCompare();
    if (answer.kind === 'failed') this.texts = answer;
  }

  override render() {
    const { other } = this;
    if (!other) return this.#offer();
    return html`<div class="head">
        <p><b>${other.measured}</b> <span class="quiet">${t('beside the reference')}</span> <b>${other.reference}</b></p>
        <button class="small" data-action="choose-other" @click=${this.#choose}>${t('Another File…')}</button>
      </div>
      <div class="kinds" role="radiogroup" aria-label=${t('What is compared')} @keydown=${this.#onKindKey}>
        ${this.#kind('tensors', t('Tensors'))}${this.#kind('text', t('On the Open Text'))}
      </div>
      ${this.shown === 'tensors' ? this.#tensors() : this.#text()}`;
  }

  #kind(kind: 'tensors' | 'text', label: string) {
    const isOn = this.shown === kind;
    return html`<button role="radio" data-kind=${kind} aria-checked=${isOn} tabindex=${isOn ? 0 : -1} @click=${() => (this.shown = kind)}>${label}</button>`;
  }

  #onKindKey(event: KeyboardEvent): void {
    if (!/^Arrow/.test(event.key)) return;
    event.preventDefault();
    this.shown = this.shown === 'tensors' ? 'text' : 'tensors';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-checked=true]')?.focus());
  }

  #offer() {
    return html`<div class="offer"><h2>${t('What did quantisation change?')}</h2>
      <p>${t('Choose another file of the same model, such as one in half precision beside a quantised one. Tensors are compared as they are when the model runs, whatever their files call them; the larger file is the reference.')}</p>
      <button class="main" data-action="choose-other" @click=${this.#choose}>${t('Compare with…')}</button></div>`;
  }

  #tensors() {
    const { tensors } = this;
    if (tensors?.kind === 'working')
      return html`<div class="pad">${workingView(t('Comparing tensors…'), this.shares.get(tensors.id) ?? 0, () => this.#cancel(tensors))}</div>`;
    if (tensors?.kind === 'failed') return html`<div class="pad">${failedView(tensors.words)}</div>`;
    if (tensors?.kind !== 'answered') return nothing;
    return differencesView(tensors.value, this.rows.tensors, {
      onRow: (tensorsRow) => (this.rows = { ...this.rows, tensors: tensorsRow }),
      again: () => void this.#compareTensors(),
    });
  }

  #text() {
    const { texts, text, other } = this;
    if (!other?.readsText)
      return html`<p class="pad">${t('One of the two files is no whole model that can read a text here.')}</p>`;
    if (texts?.kind === 'working')
      return html`<div class="pad">${workingView(t('Both models read the text…'), this.shares.get(texts.id) ?? 0, () => this.#cancel(texts))}</div>`;
    const begin = html`<button class="main" data-action="compare-text" ?disabled=${!text} @click=${() => void this.#compareText()}>${texts ? t('Compare Again') : t('Compare on This Text')}</button>`;
    const open = html`<button class="main second" data-action="open-in-compare" ?disabled=${!text} title=${t('In the panel: also what each expects next, and where inside the models they part.')} @click=${() => void this.#openInCompare()}>${t('Open in Compare')}</button>`;
    const words = text
      ? html`<p>${text.isSelection ? t('The selection in {0}:', text.label) : t('The paragraph at the caret in {0}:', text.label)} <q>${text.beginning}</q></p>`
      : html`<p>${t('Open a text file and select some of it: both models then read it, on this machine, one beside the other.')}</p>`;
    return html`<div class="pad">${words}<div class="buttons">${begin}${open}</div></div>
      ${texts?.kind === 'failed' ? html`<div class="pad">${failedView(texts.words)}</div>` : nothing}
      ${texts?.kind === 'answered' ? textDifferencesView(texts.value, this.rows.text, (row) => (this.rows = { ...this.rows, text: row })) : nothing}`;
  }

  #choose(): void {
    this.dispatchEvent(detailEvent('choose-other', undefined, { bubbles: true, composed: true }));
  }

  static override styles = [
    workStyles,
    differenceStyles,
    css`
      :host { display: flex; flex-direction: column; flex: 1; min-height: 0; }
      .head { flex: none; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 8px 12px 0; }
      p { margin: 0; line-height: 1.5; overflow-wrap: anywhere; }
      .kinds { flex: none; display: flex; gap: 0; padding: 8px 12px; }
      .kinds button { padding: 3px 12px; border: 1px solid var(--vscode-contrastBorder, var(--ts-hairline)); background: none; color: inherit; font: inherit; font-size: 12px; cursor: pointer; }
      .kinds button:first-child { border-radius: 3px 0 0 3px; }
      .kinds button:last-child { border-radius: 0 3px 3px 0; border-left: 0; }
      .kinds [aria-checked='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); font-weight: 600; box-shadow: inset 0 -3px 0 var(--vscode-contrastActiveBorder, transparent); }
      .kinds button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
      .pad { flex: none; display: flex; flex-direction: column; align-items: flex-start; gap: 8px; padding: 6px 12px; }
      .pad .working { width: 100%; }
      .buttons { display: flex; flex-wrap: wrap; gap: 6px; }
      .quiet, q { color: var(--vscode-descriptionForeground); }
      .offer { display: flex; flex-direction: column; align-items: flex-start; gap: 12px; max-width: 520px; padding: 24px 14px; line-height: 1.5; }
      .offer h2 { margin: 0; font-size: 18px; font-weight: 400; }
    `,
  ];
}
customElements.define('ts-compare-files', CompareTab);
