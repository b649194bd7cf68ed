// The part of stop 4 below the maps: one query of the chosen head written out, the head's scores, and how context makes
// the vectors of one token differ in two places. Knows answers, draws no map.
import { css, html, nothing } from 'lit';
import type { HeadDetail, HeadScoreTable } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { whileTrue } from '../../state/answer.ts';
import { Latest } from '../../state/latest.ts';
import { t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import '../choice.ts';
import './headDetail.ts';
import { StopElement } from '../stopElement.ts';
import { NAMED_FROM, rolesOf } from './headRoles.ts';
import { cutEdge } from './whatIfOffers.ts';

/** Entries of the list of occurrences; a frequent token may have thousands. */
const MOST_TWINS = 200;

export class HeadExhibit extends StopElement {
  static override properties = {
    ...StopElement.properties,
    scores: { attribute: false },
    failure: { attribute: false },
    twin: { state: true },
    key: { type: Number },
  };
  declare scores: HeadScoreTable | undefined;
  /** Why there are no scores. */
  declare failure: unknown;
  /** The key whose product with the query is written out. */
  declare key: TokenIndex | undefined;
  /** The other occurrence that the reader has picked. */
  declare twin: number | undefined;
  readonly #detail = new Latest<HeadDetail>();
  readonly #alike = new Latest<Float32Array>();

  protected override askEngine(): void {
    const { at, run, host } = this.context;
    const { layer, head } = this.context.head;
    if (typeof head === 'number')
      this.ask(this.#detail, `detail ${layer} ${head} ${at}`, () => host.headDetail(run, { layer, head }, at));
    const [twin] = this.#twins();
    if (twin !== undefined) this.ask(this.#alike, `alike ${at} ${twin}`, () => host.similarity(run, at, twin));
  }

  override render() {
    return html`<div class="columns"><div>${this.#arithmetic()}</div><div>${this.#contexts()}</div></div>`;
  }

  #arithmetic() {
    const { at, tokens } = this.context;
    if (typeof this.context.head.head !== 'number')
      return html`<h3>${t('One head written out')}</h3><p class="hint">${t('Choose a single head above: the arithmetic is done in each by itself.')}</p>`;
    const detail = whileTrue(this.#detail, ({ weights }) => weights.length <= tokens.length);
    return html`<h3>${t('How this head scores each token for {0}', quotedToken(tokens[at], 16))}</h3>
      ${this.shown(detail, (value) => html`<ts-head-detail .detail=${value} .tokens=${tokens} .key=${this.key} .slope=${this.#slope} .query=${at} @edge-cut=${({ detail }: CustomEvent<number>) => this.#cut(detail as TokenIndex)}></ts-head-detail>`)}`;
  }

  /** What the chosen head takes off for each token of distance. */
  get #slope(): number | undefined {
    const { head, model } = this.context;
    return typeof head.head === 'number' ? model.slopes?.[head.head] : undefined;
  }

  #cut(key: TokenIndex): void {
    const { head, at } = this.context;
    const change = cutEdge(head, at, key);
    if (change) this.send({ kind: 'whatIf', change });
  }

  #contexts() {
    const roles = rolesOf(this.scores, this.context.head);
    return html`<h3>${t('What this head is good at')}</h3>
      ${this.scores ? nothing : this.waiting({ isCurrent: true, failure: this.failure })}
      ${
        roles.length
          ? html`<table class="scores"><tbody>${roles.map(({ name, score }) => html`<tr class=${score >= NAMED_FROM ? 'strong' : ''}><td>${name}</td><td class="number-cell">${score.toFixed(2)}</td></tr>`)}</tbody></table>`
          : nothing
      }
      <p class="hint">${t('Mean weight on 25 random tokens written twice (Olsson et al. 2022; same token: Wang et al. 2022).')}</p>
      ${this.#twin()}`;
  }

  /** Other occurrences of the selected token: the one that it is compared with, and all of them. */
  #twins(): [twin: TokenIndex | undefined, twins: readonly TokenIndex[]] {
    const { at, tokens } = this.context;
    const twins = [...tokens.keys()].filter((i) => i !== at && tokens[i].id === tokens[at].id) as TokenIndex[];
    return [twins.find((one) => one === this.twin) ?? twins[0], twins];
  }

  /** The lecture's example is 果, which has one embedding and two meanings. Negative cosines get no bar. */
  #twin() {
    const { at, tokens } = this.context;
    const [twin, twins] = this.#twins();
    const name = quotedToken(tokens[at], 12);
    if (twin === undefined)
      return html`<h3>${t('The same token elsewhere')}</h3><p class="hint">${t('{0} stands here only once. Select a token that is repeated.', name)}</p>`;
    return html`<h3>${t('{0} at {1} and at {2}: how alike after each layer', name, at, twin)}</h3>
      ${twins.length > 1 ? html`<span class="row">${t('Compare with the one at')} <ts-choice label=${t('Compare with the one at')} .options=${twins.slice(0, MOST_TWINS).map((one) => ({ value: String(one), label: String(one) }))} .value=${String(twin)} @choose=${(event: CustomEvent<string>) => (this.twin = Number(event.detail))}></ts-choice></span>` : nothing}
      ${this.shown(
        this.#alike,
        (
          alike,
        ) => html`<div class="alike" role="img" aria-label=${Array.from(alike, (value) => value.toFixed(2)).join(', ')}>${Array.from(alike, (value, layer) => html`<span .style=${`height: ${(Math.max(0, value) * 100).toFixed(1)}%`} title="${layer}: ${value.toFixed(3)}"></span>`)}</div>
            <div class="layers" aria-hidden="true">${Array.from(alike, (value) => html`<span>${value.toFixed(2)}</span>`)}</div>`,
      )}`;
  }

  static override styles = [
    StopElement.styles,
    css`
      ts-choice { width: 6em; }
      .scores { margin-top: 8px; }
      .scores td:first-child { padding-right: 16px; }
      .strong { font-weight: 600; }
      .alike { display: flex; gap: 2px; align-items: end; height: 70px; }
      .alike span { flex: 1 1 0; max-width: 34px; background: var(--ts-attention); border-radius: 2px 2px 0 0; min-height: 1px; }
      .layers { display: flex; gap: 2px; font-size: 10px; color: var(--vscode-descriptionForeground); }
      .layers span { flex: 1 1 0; max-width: 34px; text-align: center; }
    `,
  ];
}
customElements.define('ts-head-exhibit', HeadExhibit);
