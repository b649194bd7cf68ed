// What the selected token attends to, corrected: the weights of a head beside what they move, and beside the rollout.
// Knows answers, computes no weight.
import { detailEvent } from '../../events/detailEvent.ts';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { css, html, nothing } from 'lit';
import { MOST_ROLLOUT_TOKENS } from '../../../src/contract/limits.ts';
import type { HeadRef, Matrix } from '../../../src/contract/readings.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { ValueWeights } from '../../../src/contract/valueWeights.ts';
import { whileTrue } from '../../state/answer.ts';
import { hasHeads, insteadOfHeads } from '../../state/headless.ts';
import { Latest } from '../../state/latest.ts';
import '../../stops/choice.ts';
import { headName } from '../../stops/headName.ts';
import { rove } from '../../stops/roving.ts';
import { StopElement } from '../../stops/stopElement.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { correctedTable } from './correctedNumbers.ts';
import { correctedShares, restingHeads, type TokenShares } from './correctedShares.ts';
import { tokenButton, tokenButtonStyles } from './tokenButton.ts';

/** Tokens with a line of their own. */
const LISTED = 10;

interface Weights {
  readonly at: TokenIndex;
  readonly head: HeadRef;
  readonly weights: ValueWeights;
}

export class CorrectedAttention extends StopElement {
  static override properties = { ...StopElement.properties, withFirst: { state: true } };
  /** Whether the first token is listed, on which heads rest. */
  declare withFirst: boolean;
  readonly #weights = new Latest<Weights>();
  readonly #rollout = new Latest<Matrix>();

  constructor() {
    super();
    this.withFirst = true;
  }

  protected override askEngine(): void {
    const { run, host, at, tokens, model } = this.context;
    const head = this.#head();
    if (!hasHeads(this.context.model, head.layer)) return;
    const rows = { start: at, end: at + 1 } as Span<TokenIndex>;
    const columns = { start: 0, end: model.bidirectional ? tokens.length : at + 1 } as Span<TokenIndex>;
    const question = async () => ({ at, head, weights: await host.valueWeights(run, head, rows, columns) });
    this.ask(this.#weights, `value weights ${head.layer} ${head.head} ${at}`, question, 'later');
    if (this.#rolls) this.ask(this.#rollout, `rollout ${head.layer}`, () => host.rollout(run, head.layer), 'later');
  }

  get #rolls(): boolean {
    return this.context.tokens.length <= MOST_ROLLOUT_TOKENS;
  }

  /** The head that is chosen in the whole panel. The maximum over heads belongs to no vector that is moved. */
  #head(): HeadRef {
    const { layer, head } = this.context.head;
    return { layer, head: head === 'max' ? 'mean' : head };
  }

  override render() {
    const { tokens, at } = this.context;
    const weights = whileTrue(this.#weights, (one) => one.at < tokens.length);
    const instead = insteadOfHeads(this.context.model, this.#head().layer);
    return html`<h3>${t('What {0} attends to, corrected', quotedToken(tokens[at], 20))} ${this.#choices()}<ts-numbers data-control></ts-numbers></h3>
      <p class="hint">${t('A weight says how much of a token is taken; times the length of the vector that it moves, it says what arrives (Kobayashi et al. 2020). The rollout multiplies the weights of all layers up to this one (Abnar and Zuidema 2020). What would happen without a token is measured in What mattered.')}</p>
      ${instead ? html`<p>${instead}</p>` : this.shown(weights, (one) => this.#table(one))}`;
  }

  override numbers() {
    const { value, isCurrent } = this.#weights;
    if (!value || !isCurrent || value.at >= this.context.tokens.length) return [];
    const { raw, weighted } = value.weights;
    const all = { withFirst: true, most: raw.values.length };
    const { listed } = correctedShares(raw.values, weighted.values, this.#rolledRow(value.at), all);
    return [correctedTable(listed, this.context.tokens)];
  }

  #choices() {
    const { layerHeads } = this.context.model;
    const { layer, head } = this.#head();
    const numbered = (numbers: Iterable<number>) =>
      Array.from(numbers, (one) => ({ value: String(one), label: String(one) }));
    const heads = Array.from({ length: layerHeads[layer].heads }).keys();
    return html`<span class="row" data-control>
      <label>${t('Layer')} <ts-choice class="layer" label=${t('Layer')} .value=${String(layer)} .options=${numbered(layerHeads.keys())} @choose=${({ detail }: CustomEvent<string>) => this.#choose({ layer: Number(detail), head })}></ts-choice></label>
      <label>${t('Head')} <ts-choice class="head" label=${t('Head')} .value=${String(head)} .options=${[...numbered(heads), { value: 'mean', label: t('mean') }]} @choose=${({ detail }: CustomEvent<string>) => this.#choose({ layer, head: detail === 'mean' ? 'mean' : Number(detail) })}></ts-choice></label>
      <vscode-checkbox data-action="first-token" label=${t('the first token, too')} .checked=${this.withFirst} @change=${({ target }: Event) => (this.withFirst = (target as HTMLInputElement).checked)}></vscode-checkbox></span>`;
  }

  #choose(head: HeadRef): void {
    this.send({ kind: 'head', head });
  }

  #table({ at, head, weights }: Weights) {
    const rolled = this.#rolledRow(at);
    const { withFirst } = this;
    const { listed, others } = correctedShares(weights.raw.values, weights.weighted.values, rolled, {
      withFirst,
      most: LISTED,
    });
    const columns = this.#rolls ? COLUMNS : COLUMNS.slice(0, 2);
    const bars = (shares: Omit<TokenShares, 'token'>) => columns.map((column) => bar(shares[column], column));
    return html`<p class="said" role="status">${this.#resting(at, head, weights)}</p>
      <table class="corrected"><thead><tr><th scope="col">${headName(head)}</th>
        <th scope="col">${t('attention')} <span class="kind">${t('Computed')}</span></th>
        <th scope="col">${t('what it moves')} <span class="kind">${t('Computed')}</span></th>
        ${this.#rolls ? html`<th scope="col">${t('rollout to layer {0}', head.layer)} <span class="kind">${t('Approximate')}</span></th>` : nothing}</tr></thead>
      <tbody @keydown=${rove}>${listed.map((one, i) => html`<tr><th scope="row">${tokenButton(this.context, one.token as TokenIndex, i === 0, (token) => this.#reveal(token))}</th>${bars(one)}</tr>`)}
        ${others ? html`<tr><th scope="row" class="others">${t('{0} other tokens', formatNumber(others.count))}</th>${bars(others)}</tr>` : nothing}</tbody></table>
      ${withFirst || listed.length === 0 ? nothing : html`<p class="hint">${t('Shares of what is left without the first token.')}</p>`}
      ${listed.length === 0 ? html`<p class="hint">${t('There is no other token.')}</p>` : nothing}
      ${this.#rolls ? nothing : html`<p class="hint">${t('The rollout is made of at most {0} tokens: its work grows with their cube.', formatNumber(MOST_ROLLOUT_TOKENS))}</p>`}
      ${this.#rolls && this.#rollout.failure !== undefined ? this.waiting(this.#rollout) : nothing}`;
  }

  /** The row of the selected token, without the keys that it cannot see; undefined until it is the one of the chosen layer. */
  #rolledRow(at: TokenIndex): Float32Array | undefined {
    const { value, isCurrent } = this.#rollout;
    if (!this.#rolls || !value || !isCurrent || at >= value.rows) return undefined;
    const keys = this.context.model.bidirectional ? value.columns : at + 1;
    return value.values.subarray(at * value.columns, at * value.columns + keys);
  }

  #reveal(token: TokenIndex): void {
    this.dispatchEvent(detailEvent('token-reveal', token, { bubbles: true, composed: true }));
  }

  /** Whether the first token is a place to rest, and what it would seem to be worth otherwise. */
  #resting(at: TokenIndex, { head }: HeadRef, weights: ValueWeights) {
    if (at === 0 && !this.context.model.bidirectional) return t('The first token attends to itself alone.');
    const resting = restingHeads(weights);
    const first = quotedToken(this.context.tokens[0], 16);
    if (head === 'mean') {
      return resting.length === 0
        ? t('No head of this layer rests on the first token here.')
        : t(
            '{0} of {1} heads of this layer rest on {2}, the first token: an attention sink (Xiao et al. 2023). They look there when they have nothing to look at, and what they move is short.',
            resting.length,
            weights.firstToken.length,
            first,
          );
    }
    const { attention, length, otherLength } = weights.firstToken[Number(head)];
    const seen = percent(attention);
    const lengths = [length, otherLength].map((one) => formatNumber(one, 2)) as [string, string];
    return resting.includes(Number(head))
      ? t(
          'The head rests on {0}, the first token, with {1} of its attention: an attention sink (Xiao et al. 2023). The vector that it moves from there has length {2}; of the others the middle one has {3}.',
          first,
          seen,
          ...lengths,
        )
      : t(
          'The head does not rest on the first token here: it gives it {0} of its attention, and the vector there has length {1}; of the others the middle one has {2}.',
          seen,
          ...lengths,
        );
  }

  static override styles = [
    StopElement.styles,
    tokenButtonStyles,
    css`
      :host { margin-top: 28px; }
      h3 { flex-wrap: wrap; align-items: center; }
      h3 .row { font-weight: 400; color: var(--vscode-descriptionForeground); }
      label { display: inline-flex; align-items: center; gap: 4px; }
      ts-choice { width: 5em; }
      .head { width: 6.5em; }
      .said { margin: 8px 0; max-width: 68ch; line-height: 1.45; }
      .corrected { width: 100%; max-width: 760px; table-layout: fixed; }
      .corrected th:first-child { width: 28%; overflow: hidden; text-overflow: ellipsis; }
      .corrected thead th { vertical-align: bottom; padding-bottom: 4px; }
      .corrected .kind { font-size: 10px; border: 1px solid var(--ts-hairline); border-radius: 8px; padding: 0 5px; white-space: nowrap; }
      .corrected button { border: 0; background: none; color: var(--vscode-foreground); font-size: 12px; padding: 1px 2px; margin: 0 -2px; cursor: pointer; text-align: left; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
      .corrected button:hover { text-decoration: underline; }
      .corrected tbody tr:hover { background: var(--vscode-list-hoverBackground); }
      .share { display: flex; flex-wrap: wrap; align-items: center; column-gap: 6px; }
      /* In a narrow panel the bar has a line of its own. */
      .share .room { flex: 1 1 48px; min-width: 0; }
      .share .bar { display: block; height: 6px; border-radius: 2px; min-width: 1px; background: var(--ts-attention); }
      .moved .bar { background: var(--ts-selected-background); border: 1px solid transparent; box-sizing: border-box; }
      .rolled .bar { background: var(--vscode-descriptionForeground); }
      .share .value { flex: none; width: 3.6em; text-align: right; font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-corrected-attention', CorrectedAttention);

const COLUMNS = ['raw', 'moved', 'rolled'] as const;

/**
 * A share of 1 fills the room, in all three columns, so that they can be held against one another. What is not known yet
 * has dots.
 */
function bar(share: number | undefined, column: (typeof COLUMNS)[number]) {
  if (share === undefined) return html`<td class=${column}>…</td>`;
  return html`<td class=${column}><span class="share"><span class="room" aria-hidden="true"><span class="bar" .style=${`width: ${(share * 100).toFixed(1)}%`}></span></span><span class="value">${percent(share)}</span></span></td>`;
}
