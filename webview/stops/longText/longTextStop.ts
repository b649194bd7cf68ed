// Stop 8: why long texts are expensive. Times growing lengths on this machine, draws the formula's curve through them,
// extrapolates it far beyond with a slider, and lists what the known remedies change. Knows papers, no other model.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing } from 'lit';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import '../../charts/lineChart.ts';
import type { DataPoint } from '../../charts/lineChart.ts';
import { failureWords } from '../../state/failureWords.ts';
import { isCancelled } from '../../state/questionQueue.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { bytesInWords, costOfText, inWords, millisecondsInWords } from '../cost.ts';
import { section } from '../section.ts';
import '../slider.ts';
import { StopElement } from '../stopElement.ts';
import { CLOSE, fitted, type NextLength, nextLength } from './longTextFit.ts';
import { beyondTraining, measuredUpTo, ofModel } from './longTextWords.ts';

/** The slider is logarithmic: it goes from 2^7 to 2^20 tokens. */
const LEAST = 7;
const MOST = 20;

export class LongTextStop extends StopElement {
  static override properties = {
    ...StopElement.properties,
    measured: { state: true },
    measuring: { state: true },
    problem: { state: true },
    exponent: { state: true },
  };
  /** What was measured: x in tokens, y in milliseconds. */
  declare measured: readonly DataPoint[];
  declare measuring: boolean;
  /** Why measuring ended early. */
  declare problem: string | undefined;
  /** The base-2 logarithm of the length that the slider is at; undefined until it is moved: the length of the text. */
  declare exponent: number | undefined;
  #pauseAsked = false;
  /** The model that was measured, as a key. */
  #measuredModel: string | undefined;

  constructor() {
    super();
    this.measured = [];
    this.measuring = false;
  }

  protected override askEngine(): void {
    void import('./layerCostsExhibit.ts');
  }

  override render() {
    const stop = {
      id: 'long',
      number: 8,
      title: t('Long text'),
      ...ofModel(this.context.model),
      task: t('Move the slider to 100,000 tokens, a short novel, and read what this small model would need.'),
    };
    return section(
      stop,
      html`<div class="columns"><div>${this.#measure()}</div><div>${this.#far()}</div></div><ts-layer-costs .model=${this.context.model} .n=${this.#length}></ts-layer-costs>${this.#waysOut()}`,
    );
  }

  #measure() {
    const { model } = this.context;
    const points = this.#points;
    const curve = fitted(model, points);
    const until = Math.max(Math.min(model.context, CLOSE), this.#longest);
    const goesOn = points.length > 0 && nextLength(model, points) !== undefined;
    return html`<h3>${t('Measured here')}</h3>
      <div class="row"><vscode-button secondary data-action="measure" @click=${() => void this.#startOrPause()}>${this.measuring ? t('Stop') : goesOn ? t('Measure longer ones') : t('Measure')}</vscode-button>
        <span class="hint" role="status">${this.problem ?? this.#progress()}</span></div>
      ${
        points.length
          ? html`<ts-line-chart .points=${points} .curve=${curve} .until=${until} .yText=${millisecondsInWords} xName=${t('tokens')} label=${t('Time of a forward pass by length: measured points over the formula')}></ts-line-chart>
            ${curve ? html`<p class="hint">${t('Line: milliseconds in proportion to the multiplications that the formula counts.')}</p>` : nothing}`
          : nothing
      }`;
  }

  /** What was measured last, and what comes. */
  #progress(): string {
    const { model } = this.context;
    const last = this.#points.at(-1);
    if (!last) return measuredUpTo(model);
    const done = t('{0} tokens: {1}', formatNumber(last.x), millisecondsInWords(last.y));
    const next = nextLength(model, this.#points);
    if (next?.ms === undefined) return done;
    const to = [formatNumber(next.tokens), millisecondsInWords(next.ms), bytesInWords(next.bytes)] as const;
    return `${done} · ${t('Next: {0} tokens, in about {1} and {2} of memory.', ...to)}`;
  }

  /** What was measured of this model. */
  get #points(): readonly DataPoint[] {
    return this.#measuredModel === keyOf(this.context.model) ? this.measured : [];
  }

  /** In tokens. */
  get #longest(): number {
    return this.#points.at(-1)?.x ?? 0;
  }

  get #exponent(): number {
    return this.exponent ?? Math.max(LEAST, Math.log2(this.context.tokens.length));
  }

  /** That the slider is at, in tokens. */
  get #length(): number {
    return Math.round(2 ** this.#exponent);
  }

  /** Weights are counted as they are kept, the cache and attention weights at 32 bits a number. */
  #far() {
    const { model } = this.context;
    const exponent = this.#exponent;
    const n = this.#length;
    const cost = costOfText(model, n);
    const time = fitted(model, this.#points)?.(n);
    const hides = model.windows.some((window) => window !== null && window < n);
    const attends = cost.attentionWeights > 0;
    const unrolls = model.states.some((state) => state);
    const row = (name: string, value: string, note = '') =>
      html`<tr><th>${name}</th><td class="number-cell">${value}</td><td class="hint">${note}</td></tr>`;
    return html`<h3>${t('By the formula')}</h3>
      <div class="row length">${t('Length')} <ts-slider .min=${LEAST} .max=${MOST} .step=${0.05} .value=${exponent} label=${t('Length')} .said=${t('{0} tokens', formatNumber(n))}
        @slide=${(event: CustomEvent<number>) => (this.exponent = event.detail)}></ts-slider> <output>${t('{0} tokens', formatNumber(n))}</output></div>
      <table><tbody>
        ${attends ? row(t('attention weights'), inWords(cost.attentionWeights)) : nothing}
        ${row(t('multiplications'), inWords(cost.multiplications), hides ? t('with what the windows let through; here the rest is computed too, and hidden') : unrolls ? t('with states unrolled, as here') : '')}
        ${row(t('memory for weights'), model.keptBytes === undefined ? '–' : bytesInWords(model.keptBytes), model.precision ? t('kept as {0}', model.precision.kept) : t('the server decides'))}
        ${model.bidirectional ? nothing : row(t('memory for the cache'), bytesInWords(cost.cacheBytes), model.keyValueHeads < model.heads ? t('{0} heads share {1} heads of keys and values', model.heads, model.keyValueHeads) : unrolls ? t('with all that was written to states, as here') : '')}
        ${attends ? row(t('memory for all attention weights'), bytesInWords(cost.attentionWeights * 4), t('if they were kept')) : nothing}
        ${row(t('time'), time === undefined ? '–' : millisecondsInWords(time), time === undefined ? t('measure first') : n > this.#longest ? t('extrapolated') : t('by the line through what was measured'))}
      </tbody></table>
      ${n > model.context ? html`<p class="hint">${beyondTraining(model)}</p>` : nothing}`;
  }

  /** Each remedy with the paper that introduced it. */
  #waysOut() {
    const ways = [
      [
        t('Tiled recomputation'),
        t('the same weights, never kept: memory n instead of n²'),
        'FlashAttention, Dao et al. 2022',
        'https://arxiv.org/abs/2205.14135',
      ],
      [
        t('Sliding window'),
        t('n · w scores: each token looks back w tokens only'),
        'Longformer, Beltagy et al. 2020',
        'https://arxiv.org/abs/2004.05150',
      ],
      [
        t('Grouped queries'),
        t('the cache shrinks by the number of heads that share keys and values'),
        'GQA, Ainslie et al. 2023',
        'https://arxiv.org/abs/2305.13245',
      ],
      [
        t('Linear attention'),
        t('n · d²: the softmax is taken out, so that products can be grouped otherwise'),
        'Katharopoulos et al. 2020',
        'https://arxiv.org/abs/2006.16236',
      ],
      [
        t('State-space models'),
        t('a state of fixed size in place of the cache: n steps, constant memory'),
        'Mamba, Gu and Dao 2023',
        'https://arxiv.org/abs/2312.00752',
      ],
    ] as const;
    return html`<h3>${t('How newer models avoid this')}</h3>
      <table class="ways"><tbody>${ways.map(([name, change, paper, url]) => html`<tr><th>${name}</th><td>${change}</td><td><a href=${url}>${paper}</a></td></tr>`)}</tbody></table>`;
  }

  async #startOrPause(): Promise<void> {
    if (this.measuring) {
      this.#pauseAsked = true;
      this.context.queue.review();
    } else await this.#run();
  }

  /**
   * Measures one length after another, until a pause, another text, or one that takes long; the first one in any case, since
   * the reader has asked for it. Never rejects: a failure becomes `problem`.
   */
  async #run(): Promise<void> {
    const { run, host, model, queue } = this.context;
    const isWanted = () => !this.#pauseAsked && this.context.run === run;
    let points = nextLength(model, this.#points) ? this.#points : [];
    this.#measuredModel = keyOf(model);
    this.measured = points;
    this.measuring = true;
    this.#pauseAsked = false;
    this.problem = undefined;
    try {
      for (let next = nextLength(model, points); next && isWanted(); next = unlessLong(nextLength(model, points))) {
        const { tokens } = next;
        const ms = await queue.ask('soon', () => host.timeLength(run, tokens), isWanted);
        points = [...points, { x: tokens, y: ms }];
        this.measured = points;
      }
    } catch (thrown) {
      if (!isCancelled(thrown)) this.problem = failureWords(thrown);
    }
    this.measuring = false;
  }

  static override styles = [
    StopElement.styles,
    css`
      .ways th { color: var(--vscode-foreground); padding-right: 18px; }
      .ways td, .ways th { padding-bottom: 4px; vertical-align: top; }
      @media (max-width: 310px) { th, td { overflow-wrap: anywhere; } }
      a { color: var(--vscode-textLink-foreground); }
      .length { margin-bottom: 8px; }
      output { font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-long-text-stop', LongTextStop);

function unlessLong(next: NextLength | undefined): NextLength | undefined {
  return next?.isSmall ? next : undefined;
}

/** What is measured of one is not that of another, nor of the same with other numbers or another provider. */
function keyOf({ folder, precision, provider }: ModelInfo): string {
  return JSON.stringify([folder, precision, provider]);
}
