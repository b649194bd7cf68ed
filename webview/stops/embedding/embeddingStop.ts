// Stop 2: the embedding, which is what a token means before context is taken into account. Shows its row of the
// embedding table, the tokens whose rows are closest, and a map of the table. Knows answers, computes no map.
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { css, html, nothing } from 'lit';
import type { EmbeddingMap, MapMethod, Neighbours, TokenVectors } from '../../../src/contract/readings.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { lengthOf } from '../../text/largest.ts';
import '../../charts/legend.ts';
import '../../charts/scatter.ts';
import type { ScatterPoint } from '../../charts/scatterLayout.ts';
import { DEVIATIONS } from '../../charts/strips.ts';
import { Latest } from '../../state/latest.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent, short } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText, visibleText } from '../../text/visibleText.ts';
import '../choice.ts';
import { EMBEDDING } from '../formulas.ts';
import { section } from '../section.ts';
import { StopElement } from '../stopElement.ts';

/** Rows of the list of closest tokens. */
const NEIGHBOURS = 12;
/**
 * The lecture's examples: words of one kind lie close together. Words that are several tokens in the model's vocabulary
 * are left out, since they have no row of their own. Most vocabularies hold a word with the space in front.
 */
const ANIMALS = [' dog', ' cat', ' horse', ' bird', ' fish', ' wolf', ' bear', ' lion', '貓', '狗', '馬', '鳥', '魚'];
const PLANTS = [' tree', ' flower', ' grass', ' rose', ' leaf', ' seed', ' apple', '樹', '花', '草', '果'];
const VERBS = [' run', ' walk', ' eat', ' sleep', ' fly', ' sing', ' ran', ' walked', '跑', '走', '吃', '飛'];
const GROUPS = [ANIMALS, PLANTS, VERBS];
/** Names of methods stay as they are written everywhere. */
const METHODS = [
  { value: 'pca', label: 'PCA' },
  { value: 'umap', label: 'UMAP' },
];

export class EmbeddingStop extends StopElement {
  static override properties = {
    ...StopElement.properties,
    find: { state: true },
    method: { state: true },
    rareToo: { state: true },
  };
  /** What the reader looks for on the map. */
  declare find: string;
  declare method: MapMethod;
  /** Whether tokens that training hardly saw are listed among the closest ones. */
  declare rareToo: boolean;
  readonly #near = new Latest<Neighbours>();
  readonly #map = new Latest<EmbeddingMap>();

  constructor() {
    super();
    this.find = '';
    this.method = 'pca';
    this.rareToo = false;
  }

  protected override askEngine(): void {
    const { at, tokens, run, host } = this.context;
    this.ask(this.#near, `near ${tokens[at].id}`, () => host.neighbours(run, at, NEIGHBOURS));
    this.ask(this.#map, `map ${this.method}`, () => host.embeddingMap(run, GROUPS, this.method), 'later');
  }

  override render() {
    const { tokens, at, model, vectors } = this.context;
    const stop = {
      id: 'embedding',
      number: 2,
      title: t('Embedding'),
      lead: t(
        'Every token picks its row from a table that was learnt: a vector that stands for what it means. Tokens that are used alike lie close together. The row is the same wherever the token stands.',
      ),
      formula: EMBEDDING,
      task: t(
        'Select the same token in two places: the row and its neighbours stay the same. What context does to it comes later.',
      ),
      tools: html`<ts-legend scale="diverging" from=${`−${DEVIATIONS} σ`} to=${`${DEVIATIONS} σ`} name=${t('spread of each row')}></ts-legend>`,
    };
    const name = quotedToken(tokens[at], 20);
    const strip = ({ token, embedding }: TokenVectors) => ({
      label: shortText(tokens[token], 16),
      values: embedding,
      note: t('length {0}', short(lengthOf(embedding))),
      apart: false,
    });
    return section(
      stop,
      html`<h3>${t('Row {0} of {1}: {2} numbers', formatNumber(tokens[at].id), formatNumber(model.vocabSize), model.dModel)}</h3>
        ${this.shown(vectors, (value) => html`<ts-strips .strips=${[strip(value)]} label=${t('Embedding of {0}', name)}></ts-strips>`)}
        <div class="columns"><div>${this.#neighbours(name)}</div><div>${this.#plane()}</div></div>`,
    );
  }

  #neighbours(name: string) {
    return html`<h3>${t('Closest to {0}', name)}<span class="unit">${t('cosine')}</span></h3>
      ${this.shown(this.#near, (near) => {
        const listed = this.rareToo ? near.all : (near.trained ?? near.all);
        return html`<ol class="near" aria-label=${t('Closest to {0}', name)}>${listed.map((one) => this.#neighbour(one))}</ol>${this.#rareTokens(near)}`;
      })}`;
  }

  /** The bar is the cosine itself, from 0 to 1: that it is short says that nothing is very close. */
  #neighbour(one: Neighbours['all'][number]) {
    const { cosine } = one;
    return html`<li><span class="chip">${shortText(one, 16)}</span><span class="track" aria-hidden="true"><span class="fill" .style=${`width: ${(Math.max(0, cosine) * 100).toFixed(1)}%`}></span></span><span class="number-cell">${cosine.toFixed(3)}</span></li>`;
  }

  /** Says what is left out, by which measure, and lets the reader see it. */
  #rareTokens({ trained, isRare }: Neighbours) {
    if (!trained) return nothing;
    return html`<vscode-checkbox data-action="rare" label=${t('rarely trained tokens, too')} .checked=${this.rareToo} @change=${(event: Event) => (this.rareToo = (event.target as HTMLInputElement).checked)}></vscode-checkbox>
      <p class="hint">${t('Training hardly saw them, so their rows mean little: more than half of such a row points where those of tokens do that no text can contain, the bytes that UTF-8 never uses (Land and Bartolo 2024).')}
        ${isRare ? t('The selected token is one of them.') : nothing}</p>`;
  }

  /** The last colour is that of the text's own tokens; see pointsOf. */
  #plane() {
    const { tokens, at } = this.context;
    const colors = [
      'var(--ts-attention)',
      'var(--vscode-charts-green, #3fa266)',
      'var(--vscode-charts-purple, #b180d7)',
      'var(--vscode-charts-blue, #3794ff)',
    ];
    const names = [t('animals'), t('plants'), t('verbs'), t('your text')];
    return html`<h3>${t('Map of the table')}</h3>
      <div class="row"><ts-choice label=${t('How it is drawn')} .options=${METHODS} .value=${this.method} @choose=${(event: CustomEvent<MapMethod>) => (this.method = event.detail)}></ts-choice>
        <input type="search" placeholder=${t('Find a token')} aria-label=${t('Find a token')} @input=${(event: Event) => (this.find = (event.target as HTMLInputElement).value)} />
        ${names.map((groupName, i) => html`<span class="key"><span class="dot" .style=${`background: ${colors[i]}`}></span>${groupName}</span>`)}</div>
      ${this.shown(
        this.#map,
        (
          map,
        ) => html`<ts-scatter .points=${pointsOf(map, tokens)} .chosen=${map.points.findIndex(({ id }) => id === tokens[at].id)} .colors=${colors} .find=${this.find} label=${t('Map of the embedding table')}></ts-scatter>
            <p class="hint">${map.shares.length ? t('The two directions in which these rows differ most (PCA) hold {0} and {1} of their spread. Ctrl and wheel, or + and −, zoom.', percent(map.shares[0]), percent(map.shares[1])) : t('Drawn so that who is close stays close (UMAP); distances further off mean little. Ctrl and wheel, or + and −, zoom.')}</p>`,
      )}`;
  }

  static override styles = [
    StopElement.styles,
    css`
      /* From the top to the bottom of a column, then the next, where the panel has room for two. */
      .near { columns: 2 140px; column-gap: 20px; margin: 0 0 10px; padding: 0; list-style: none; font-size: 12px; }
      .near li { display: grid; grid-template-columns: minmax(3.5em, 8.5em) minmax(16px, 1fr) auto; gap: 6px; align-items: center; height: 22px; break-inside: avoid; }
      .near .chip { justify-self: start; max-width: 100%; box-sizing: border-box; border: 1px solid var(--ts-hairline); border-radius: 8px; padding: 0 7px; font-family: var(--vscode-editor-font-family); white-space: pre; overflow: hidden; text-overflow: ellipsis; }
      .unit { font-weight: 400; color: var(--vscode-descriptionForeground); }
      .near .track { height: 8px; border-radius: 2px; background: color-mix(in srgb, var(--vscode-foreground) 10%, transparent); }
      .near .fill { display: block; height: 100%; box-sizing: border-box; border-radius: 2px; background: var(--vscode-charts-blue, #3794ff); }
      .key { display: inline-flex; gap: 5px; align-items: center; color: var(--vscode-descriptionForeground); }
      .dot { width: 8px; height: 8px; border-radius: 50%; }
      ts-scatter { display: block; margin-top: 8px; }
    `,
  ];
}
customElements.define('ts-embedding-stop', EmbeddingStop);

/** The chart lays its points out again when it gets another array, so one is kept for each map. */
const made = new WeakMap<EmbeddingMap, readonly ScatterPoint[]>();

/** Tokens of the text become the group after the last one of GROUPS. Their names come first, also those of a group. */
function pointsOf(map: EmbeddingMap, tokens: readonly Token[]): readonly ScatterPoint[] {
  const known = made.get(map);
  if (known) return known;
  const ids = new Set(tokens.map(({ id }) => id));
  const points = map.points.map((point) => ({
    x: point.x,
    y: point.y,
    label: visibleText(point),
    group: point.group === -1 ? GROUPS.length : point.group,
    rank: ids.has(point.id) ? 0 : point.group === undefined ? undefined : 1,
  }));
  made.set(map, points);
  return points;
}
