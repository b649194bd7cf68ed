// The form that adds a direction to the stream: a token's vector, what tells two texts apart, or a vector that was saved.
// Knows no strength; that is set in the list.
import { css, html, nothing } from 'lit';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import type { OpenedVector } from '../../../src/contract/webviewApi.ts';
import type { Direction } from '../../../src/contract/whatIf.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../stops/choice.ts';
import { StopElement } from '../../stops/stopElement.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import './typedToken.ts';

/** What it is added with at first: a small model feels it, for a large one the slider goes further. */
const STRENGTH = 1;

/** Sends `change-add` with a change, and with the token that it names. */
export class AddDirection extends StopElement {
  static override properties = {
    ...StopElement.properties,
    kind: { state: true },
    typed: { state: true },
    toward: { state: true },
    away: { state: true },
    layer: { state: true },
    everywhere: { state: true },
    opened: { state: true },
  };
  declare kind: Direction['kind'];
  declare typed: Token | undefined;
  declare toward: string;
  declare away: string;
  declare layer: number | undefined;
  declare everywhere: boolean;
  /** The file that was chosen last, or what is wrong with it. */
  declare opened: OpenedVector | undefined;

  constructor() {
    super();
    this.kind = 'embedding';
    this.toward = '';
    this.away = '';
    this.everywhere = true;
  }

  override render() {
    const { at, tokens, model } = this.context;
    const layers = Array.from({ length: model.layers + 1 }, (_, layer) => ({
      value: String(layer),
      label: layer === model.layers ? t('behind the last layer') : t('before layer {0}', layer),
    }));
    const places = [
      { value: 'all', label: t('all positions') },
      { value: 'one', label: t('at {0}', quotedToken(tokens[at], 14)) },
    ];
    const kinds = [
      { value: 'embedding', label: t('embedding of a token') },
      { value: 'unembedding', label: t('unembedding of a token') },
      { value: 'texts', label: t('difference of two texts') },
      { value: 'vector', label: t('a saved vector') },
    ];
    return html`<div class="row"><ts-choice class="kind" label=${t('Direction')} .options=${kinds} .value=${this.kind} @choose=${({ detail }: CustomEvent<AddDirection['kind']>) => (this.kind = detail)}></ts-choice>
        <ts-choice label=${t('Where it is added')} .options=${layers} .value=${String(this.#layer)} @choose=${({ detail }: CustomEvent<string>) => (this.layer = Number(detail))}></ts-choice>
        <ts-choice label=${t('Positions')} .options=${places} .value=${this.everywhere ? 'all' : 'one'} @choose=${({ detail }: CustomEvent<string>) => (this.everywhere = detail === 'all')}></ts-choice></div>
      <div class="row" @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.#add()}>${this.#source()}
        <vscode-button data-action="add-direction" secondary ?disabled=${!this.#direction()} @click=${() => this.#add()}>${t('Add')}</vscode-button></div>`;
  }

  /** The middle one: before it a token is hardly more than itself, behind it nothing is made of what was added. */
  get #layer(): number {
    const { layers } = this.context.model;
    return Math.min(this.layer ?? Math.floor(layers / 2), layers);
  }

  #source() {
    if (this.kind === 'vector') return this.#file();
    return this.kind === 'texts' ? this.#texts() : this.#token();
  }

  #file() {
    const { opened } = this;
    return html`<vscode-button secondary data-action="open-vector" @click=${() => this.#open()}>${t('Choose a File…')}</vscode-button>
      ${opened ? html`<span role="status">${'problem' in opened ? opened.problem : t('{0}: {1} numbers', opened.name, formatNumber(opened.values.length))}</span>` : nothing}`;
  }

  async #open(): Promise<void> {
    const { host, model } = this.context;
    this.opened = (await host.openVector(model.dModel)) ?? this.opened;
  }

  #token() {
    return html`<ts-typed-token .context=${this.context} label=${t('Token')} @token-typed=${({ detail }: CustomEvent<Token | undefined>) => (this.typed = detail)}></ts-typed-token>`;
  }

  #texts() {
    const field = (name: 'toward' | 'away', label: string, example: string) =>
      html`<label>${label} <input type="search" data-field=${name} autocomplete="off" spellcheck="false" placeholder=${example} .value=${this[name]} @input=${({ target }: Event) => (this[name] = (target as HTMLInputElement).value)} /></label>`;
    return html`${field('toward', t('toward'), t('I am happy'))}${field('away', t('away from'), t('I am sad'))}`;
  }

  #direction(): Direction | undefined {
    const { kind, typed, toward, away, opened } = this;
    if (kind === 'vector') return opened && 'values' in opened ? { kind, ...opened } : undefined;
    if (kind === 'texts') return toward !== '' && away !== '' ? { kind, toward, away } : undefined;
    return typed && { kind, id: typed.id };
  }

  #add(): void {
    const direction = this.#direction();
    if (!direction) return;
    const place: { token?: TokenIndex } = this.everywhere ? {} : { token: this.context.at };
    const change = { kind: 'direction', layer: this.#layer, ...place, direction, strength: STRENGTH } as const;
    const token = 'id' in direction ? this.typed : undefined;
    this.dispatchEvent(detailEvent('change-add', { change, token }));
  }

  static override styles = [
    StopElement.styles,
    css`
      .row + .row { margin-top: 8px; }
      ts-choice { width: 12em; }
      ts-choice.kind { width: 15em; }
      label { display: inline-flex; gap: 6px; align-items: center; }
    `,
  ];
}
customElements.define('ts-add-direction', AddDirection);
