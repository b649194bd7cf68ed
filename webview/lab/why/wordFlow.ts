// Where the vector that predicts came from: the shares of the stream, followed back from the selected token through heads
// and layers to the words. Knows one answer, computes no share.
import { css, html, nothing } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import { FLOW_THRESHOLD, type Flow, type FlowEdge, LEAST_FLOW_THRESHOLD } from '../../../src/contract/flow.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../charts/flowGraph.ts';
import { whileTrue } from '../../state/answer.ts';
import { layerKind } from '../../state/headless.ts';
import { Latest } from '../../state/latest.ts';
import '../../stops/slider.ts';
import { StopElement } from '../../stops/stopElement.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { flowLinks, reachedTokens } from './flowLinks.ts';
import { flowTable } from './flowNumbers.ts';
import { partName } from './partName.ts';
import type { ReaderRef } from './voteParts.ts';

/** Above it hardly an edge of a head is left. */
const MOST_THRESHOLD = 0.2;

/** Sends `part-choose` with the head of an edge that was chosen. */
export class WordFlow extends StopElement {
  static override properties = { ...StopElement.properties, threshold: { state: true }, pointed: { state: true } };
  declare threshold: number;
  /** The edge that is pointed at, by its index. */
  declare pointed: number | undefined;
  readonly #flow = new Latest<Flow>();

  constructor() {
    super();
    this.threshold = FLOW_THRESHOLD;
  }

  protected override askEngine(): void {
    const { run, host, at } = this.context;
    this.ask(this.#flow, `flow ${at} ${this.threshold}`, () => host.flow(run, at, this.threshold), 'later');
  }

  override numbers() {
    const { value, isCurrent } = this.#flow;
    return value && isCurrent ? [flowTable(value, this.context.tokens)] : [];
  }

  override render() {
    const { tokens, at } = this.context;
    const flow = whileTrue(this.#flow, ({ position }) => position < tokens.length);
    const shown = percent(this.threshold);
    return html`<h3>${t('The way to {0}', quotedToken(tokens[at], 20))}
        <span class="row" data-control><span>${t('shares from {0}', shown)}</span><ts-slider .min=${LEAST_FLOW_THRESHOLD} .max=${MOST_THRESHOLD} .step=${0.01} .value=${this.threshold} label=${t('Least share')} .said=${shown} @slide=${({ detail }: CustomEvent<number>) => (this.threshold = detail)}></ts-slider></span></h3>
      <p class="hint">${this.#words()} ${besideHeads(this.context.model)}</p>
      ${this.shown(flow, (value) => this.#graph(value))}`;
  }

  #words(): string {
    if (this.context.model.bidirectional)
      return t(
        'Followed back from the token’s last vector, at the top, to the words below. Curves are heads, which bring something from another token, squares the feed-forward, grey lines what was there already; the wider, the larger its share of the sum (Ferrando and Voita 2024). A share says how much, not what for.',
      );
    return t(
      'Followed back from what predicts, at the top, to the words below. Curves are heads, which bring something from an earlier token, squares the feed-forward, grey lines what was there already; the wider, the larger its share of the sum (Ferrando and Voita 2024). A share says how much, not what for.',
    );
  }

  #graph(flow: Flow) {
    const { tokens, pointer, model } = this.context;
    const reached = reachedTokens(flow);
    const links = flowLinks(flow, reached).map((link, i) => ({ ...link, name: this.#named(flow.edges[i]) }));
    const heads = flow.edges.filter(isOfReader).length;
    const edge = this.pointed === undefined ? undefined : flow.edges[this.pointed];
    return html`<p class="reading" role="status">${edge ? this.#named(edge) : t('{0} of {1} tokens; heads: {2}', formatNumber(reached.length), formatNumber(model.bidirectional ? tokens.length : flow.position + 1), formatNumber(heads))}</p>
      <ts-flow-graph .links=${links} .columnNames=${reached.map((token) => shortText(tokens[token], 10))} .rowNames=${Array.from({ length: flow.layers }, (_, layer) => String(layer))} .end=${reached.indexOf(flow.position)}
        label=${t('Graph of shares: layers upwards, tokens from left to right. Arrow keys lead from head to head.')}
        @link-point=${({ detail }: CustomEvent<number | undefined>) => this.#point(detail, flow)}
        @link-choose=${({ detail }: CustomEvent<number>) => this.#choose(flow.edges[detail])}
        @column-point=${({ detail }: CustomEvent<number | undefined>) => (detail === undefined ? pointer.pointAt() : pointer.pointAt(reached[detail]))}></ts-flow-graph>
      ${flow.threshold > this.threshold ? html`<p class="hint">${t('There were too many: only shares from {0} are drawn.', percent(flow.threshold))}</p>` : nothing}`;
  }

  #named(edge: FlowEdge): string {
    const { tokens } = this.context;
    const [from, to] = [edge.from, edge.to].map((token) => quotedToken(tokens[token], 16));
    const share = percent(edge.share);
    if (isOfReader(edge)) return t('{0}, from {1} to {2}: {3}', partName(readerOf(edge)), from, to, share);
    if (edge.kind === 'mlp') return t('{0} of {1}: {2}', partName({ kind: 'mlp', layer: edge.layer }), to, share);
    if (edge.half === 'mlp') return t('{0} past the feed-forward of layer {1}: {2}', to, edge.layer, share);
    const passed = {
      attention: t('{0} past attention of layer {1}: {2}', to, edge.layer, share),
      state: t('{0} past the state of layer {1}: {2}', to, edge.layer, share),
      convolution: t('{0} past the convolution of layer {1}: {2}', to, edge.layer, share),
    };
    return passed[layerKind(this.context.model, edge.layer)];
  }

  #point(link: number | undefined, flow: Flow): void {
    this.pointed = link;
    const { pointer } = this.context;
    if (link === undefined) pointer.pointAt();
    else pointer.pointAt(flow.edges[link].from, flow.edges[link].to);
  }

  #choose(edge: FlowEdge): void {
    if (isOfReader(edge)) this.dispatchEvent(detailEvent('part-choose', readerOf(edge)));
  }

  static override styles = [
    StopElement.styles,
    css`
      :host { margin-top: 24px; }
      h3 { flex-wrap: wrap; align-items: center; }
      h3 .row { font-weight: 400; color: var(--vscode-descriptionForeground); }
      .reading { margin: 6px 0 4px; min-height: 1.4em; font-size: 12px; font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-word-flow', WordFlow);

type ReaderEdge = Extract<FlowEdge, { readonly kind: ReaderRef['kind'] | 'state' }>;

function isOfReader(edge: FlowEdge): edge is ReaderEdge {
  return edge.kind === 'head' || edge.kind === 'state' || edge.kind === 'convolution';
}

function readerOf(edge: ReaderEdge): ReaderRef {
  const { layer } = edge;
  if (edge.kind === 'convolution') return { kind: edge.kind, layer };
  return { kind: edge.kind === 'state' ? 'stateHead' : 'head', layer, head: edge.head };
}

/** What curves are besides heads of attention, and what has none of its own. */
function besideHeads(model: ModelInfo): string {
  if (model.streams)
    return t(
      'Shares are those of the stream that blocks work on; what the token’s other streams and LAuReL bring counts to its grey line.',
    );
  const state = model.states.find((one) => one);
  const words = [
    state && t('Heads of states have curves, too, from the tokens that wrote.'),
    state && !state.corrects && t('What the token itself sends around its state counts with what they read of it.'),
    state?.corrects &&
      t('What a token wrote already answers what was there: it is the difference to what the state said at its key.'),
    !state &&
      model.convolutions.some((one) => one) &&
      t('Convolutions have curves, too, from the few tokens in their reach.'),
  ];
  return words.filter(Boolean).join(' ');
}
