// The form that switches off, scales or sets to its mean a head, the attention or the feed-forward of a layer, and switches
// off an expert. Knows the shape of a model.
import { detailEvent } from '../../events/detailEvent.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing } from 'lit';
import type { ExpertShape } from '../../../src/contract/experts.ts';
import type { BesideAttention, LayerHeads } from '../../../src/contract/layerShapes.ts';
import type { HeadRef } from '../../../src/contract/readings.ts';
import type { Change, ModelPart } from '../../../src/contract/whatIf.ts';
import '../../stops/choice.ts';
import { t } from '../../text/l10n.ts';

/** What a part is scaled by at first; a slider in the list sets it. */
const HALF = 0.5;
type Part = ModelPart['kind'] | 'expert';
type Treatment = 'off' | 'scaled' | 'mean';

/** Sends `change-add` with a change. */
export class AddPart extends LitElement {
  static override properties = {
    layerHeads: { attribute: false },
    experts: { attribute: false },
    beside: { attribute: false },
    suggested: { attribute: false },
    kind: { state: true },
    layer: { state: true },
    head: { state: true },
    expert: { state: true },
    treatment: { state: true },
  };
  declare layerHeads: readonly LayerHeads[];
  declare experts: ExpertShape | undefined;
  declare beside: BesideAttention | undefined;
  /** What it begins with: the head that is looked at in the Lecture. */
  declare suggested: HeadRef;
  declare kind: Part;
  declare layer: number | undefined;
  declare head: number | undefined;
  declare expert: number;
  declare treatment: Treatment;

  constructor() {
    super();
    this.kind = 'head';
    this.expert = 0;
    this.treatment = 'off';
  }

  override render() {
    const { layer, head, kind, expert } = this.#place();
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      ${choice('part', t('Part'), kind, this.#parts(), (value) => (this.kind = value as Part))}
      ${choice('layer', t('Layer'), String(layer), numbered(this.#layers()), (value) => (this.layer = Number(value)))}
      ${kind === 'head' ? choice('head', t('Head'), String(head), numbered([...Array(this.layerHeads[layer].heads).keys()]), (value) => (this.head = Number(value))) : nothing}
      ${kind === 'expert' ? choice('expert', t('Expert'), String(expert), numbered([...Array(this.experts?.experts).keys()]), (value) => (this.expert = Number(value))) : this.#treatments()}
      <vscode-button data-action="add-part" secondary @click=${() => this.dispatchEvent(detailEvent('change-add', { change: this.#change() }))}>${t('Add')}</vscode-button></form>`;
  }

  #parts(): readonly (readonly [Part, string])[] {
    return [
      ...(this.#hasHeads ? [['head', t('Head')] as const] : []),
      ['attention', t('Attention')],
      ...(this.beside === 'state' ? [['state', t('State')] as const] : []),
      ['mlp', t('Feed-forward')],
      ...(this.experts ? [['expert', t('Expert')] as const] : []),
    ];
  }

  /** An expert can only be switched off: its router chooses another one. */
  #treatments() {
    return choice(
      'treatment',
      t('What happens to it'),
      this.treatment,
      [
        ['off', t('off')],
        ['scaled', t('scaled')],
        ['mean', t('set to its mean')],
      ],
      (value) => (this.treatment = value as Treatment),
    );
  }

  /** Those that have the chosen kind of part. */
  #layers(): readonly number[] {
    const all = [...this.layerHeads.keys()];
    if (this.#kind === 'expert') return all.filter((layer) => this.experts?.layers[layer]);
    return this.#kind === 'head' ? all.filter((layer) => this.layerHeads[layer].heads > 0) : all;
  }

  get #hasHeads(): boolean {
    return this.layerHeads.some(({ heads }) => heads > 0);
  }

  /** Another model may have no experts, no state, or states in place of all heads. */
  get #kind(): Part {
    const [[first]] = this.#parts();
    return this.#parts().some(([kind]) => kind === this.kind) ? this.kind : first;
  }

  /** What was chosen, as far as this model has it. */
  #place() {
    const { layer = this.suggested.layer, head = typeof this.suggested.head === 'number' ? this.suggested.head : 0 } =
      this;
    const layers = this.#layers();
    const nearest = layers.find((one) => one >= layer) ?? layers[layers.length - 1];
    return {
      kind: this.#kind,
      layer: nearest,
      head: Math.min(head, this.layerHeads[nearest].heads - 1),
      expert: Math.min(this.expert, (this.experts?.experts ?? 1) - 1),
    };
  }

  #change(): Change {
    const { kind, layer, head, expert } = this.#place();
    if (kind === 'expert') return { kind, layer, expert };
    const part: ModelPart = kind === 'head' ? { kind, layer, head } : { kind, layer };
    if (this.treatment === 'mean') return { kind: 'mean', part };
    return { kind: 'scale', part, factor: this.treatment === 'off' ? 0 : HALF };
  }

  static override styles = css`
    form { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: end; }
    label { display: grid; gap: 2px; font-size: 11px; color: var(--vscode-descriptionForeground); }
    ts-choice { width: 8.5em; }
    :is(.layer, .head, .expert) ts-choice { width: 5em; }
  `;
}
customElements.define('ts-add-part', AddPart);

function choice(
  name: string,
  label: string,
  value: string,
  options: readonly (readonly [string, string])[],
  choose: (value: string) => void,
) {
  return html`<label class=${name}>${label}<ts-choice label=${label} .value=${value} .options=${options.map(([one, words]) => ({ value: one, label: words }))} @choose=${({ detail }: CustomEvent<string>) => choose(detail)}></ts-choice></label>`;
}

function numbered(numbers: readonly number[]): readonly (readonly [string, string])[] {
  return numbers.map((one) => [String(one), String(one)]);
}
