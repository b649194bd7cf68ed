// Patching: of two texts of as many tokens, one activation at a time is copied from the other, and what the model says is
// measured again. Shows where in the model the difference between them is carried. Knows answers, copies nothing itself.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { OtherText, PatchGrid, PatchQuestion } from '../../../src/contract/patching.ts';
import type { NextTokens } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { PatchSetup } from '../../state/labState.ts';
import { Latest } from '../../state/latest.ts';
import '../../stops/choice.ts';
import { rove } from '../../stops/roving.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { signed } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame, toolThatDoesNotApply } from '../toolFrame.ts';
import { alignmentStyles, alignmentView } from './alignmentView.ts';
import { copyOf } from './copyOf.ts';
import { type Metric, metricOf, metricTokens } from './metric.ts';
import { differ } from './restored.ts';
import { sweepTable } from './sweepNumbers.ts';
import './sweepView.ts';
import { textOf } from './textOf.ts';

/** Tokens that the metric is chosen from, of each text. */
const CANDIDATES = 12;
/** For so long the engine measures before it tells: other questions and the reader's click need not wait longer. */
const CHUNK_MS = 150;
const KINDS = ['residual', 'attention', 'state', 'mlp', 'head'] as const;

export class PatchingTool extends ToolElement {
  protected override readonly tool = 'patching';
  readonly #other = new Latest<OtherText>();
  readonly #ours = new Latest<NextTokens>();
  readonly #step = new Latest<PatchGrid>();
  /** What is known of each sweep of this text; the engine keeps one of them, and begins another anew. */
  readonly #known = new Map<string, PatchGrid>();
  #version = '';
  /** Answers so far: each is asked for by a key of its own. */
  #steps = 0;

  /** The text itself until the reader has changed it. */
  get #source(): string {
    const { patching, tokens } = this.context;
    return patching.source ?? textOf(tokens);
  }

  #has(kind: PatchQuestion['kind']): boolean {
    return kind !== 'state' || this.context.model.beside === 'state';
  }

  /** What is copied, as far as this model has it. */
  get #kind(): PatchQuestion['kind'] {
    const { kind } = this.context.patching;
    return this.#has(kind) ? kind : 'residual';
  }

  protected override askEngine(): void {
    const { run, host, tokens, sampling, version } = this.context;
    const source = this.#source;
    if (version !== this.#version) this.#known.clear();
    this.#version = version;
    if (this.context.model.predicts === 'nothing') return;
    const masked = this.#masked;
    const at = masked ?? ((tokens.length - 1) as TokenIndex);
    this.ask(this.#ours, `ours ${masked}`, () => host.nextTokens(run, at, CANDIDATES, sampling));
    if (source !== '') {
      const question = () => host.otherText(run, source, CANDIDATES, sampling, masked);
      this.ask(this.#other, `other ${masked} ${source}`, question, 'now');
    }
    const question = this.#question();
    if (question) this.#askStep(question);
  }

  /** Its answer leads here again, until nothing is left. Without measuring, the numbers of the two texts are asked for. */
  #askStep(question: PatchQuestion): void {
    const key = this.#keyOf(question);
    const known = this.#known.get(key);
    const { run, host, patching } = this.context;
    if (known && (known.left === 0 || !patching.measures)) return;
    const ms = patching.measures ? CHUNK_MS : 0;
    const step = async () => {
      const grid = await host.patchSweep(run, question, ms);
      this.#known.set(key, grid);
      this.#steps++;
      return grid;
    };
    this.ask(this.#step, `${key} ${ms} ${this.#steps}`, step, patching.measures ? 'later' : 'soon');
  }

  /** With the text: a step of the text before may still be answered. */
  #keyOf(question: PatchQuestion): string {
    return `${this.context.version} ${JSON.stringify(question)}`;
  }

  #set(some: Partial<PatchSetup>): void {
    this.send({ kind: 'patching', patching: { ...this.context.patching, ...some } });
  }

  /** The place that is masked in both texts; undefined where the question is what comes next. */
  get #masked(): TokenIndex | undefined {
    const { model, at } = this.context;
    return model.predicts === 'masked' ? at : undefined;
  }

  #questionOf(ours: NextTokens, theirs: NextTokens): PatchQuestion {
    const masked = this.#masked;
    const metric = metricOf(ours, theirs, this.context.patching);
    return { source: this.#source, kind: this.#kind, ...metric, ...(masked !== undefined && { masked }) };
  }

  /** undefined as long as there is nothing to copy. */
  #question(): PatchQuestion | undefined {
    const other = this.#other.isCurrent ? this.#other.value : undefined;
    const ours = this.#ours.isCurrent ? this.#ours.value : undefined;
    if (!other?.next || !ours || this.#firstDifferent(other) === undefined) return undefined;
    return this.#questionOf(ours, other.next);
  }

  /** undefined where the texts are the same, or of different lengths. */
  #firstDifferent({ tokens, same }: OtherText): number | undefined {
    const at = same.indexOf(false);
    return tokens.length === this.context.tokens.length && at >= 0 ? at : undefined;
  }

  override render() {
    const tool = {
      id: 'patching',
      title: t('Patching'),
      kind: 'measured' as const,
      lead: t(
        'Two texts that differ in a word, such as the one about a boy and the one about a girl, lead to different predictions. While the model reads this text, one activation at a time is copied from the other one: where that brings the other prediction, the difference is carried.',
      ),
    };
    const { predicts } = this.context.model;
    if (predicts === 'nothing')
      return toolThatDoesNotApply(
        tool,
        t(
          'This does not apply to this model: patching measures what a copy does to a prediction, and this model predicts no words.',
        ),
      );
    return toolFrame(
      tool,
      html`${predicts === 'masked' ? this.text(undefined, '') : nothing}${this.#field()}${this.#source === '' ? html`<p class="hint">${t('Write another text.')}</p>` : this.shown(this.#other, (other) => this.#compared(other))}`,
    );
  }

  #field() {
    const write = ({ target }: Event) => this.#set({ source: (target as HTMLTextAreaElement).value });
    return html`<label class="source" data-control><span>${t('The other text: change a word of this one')}</span>
      <textarea rows="3" spellcheck="false" .value=${this.#source} @input=${write}></textarea></label>`;
  }

  #compared(other: OtherText): TemplateResult {
    const { tokens } = this.context;
    const first = this.#firstDifferent(other);
    const compare = () => this.send({ kind: 'compare', some: { with: 'text', source: this.#source } });
    return html`${alignmentView(tokens, other.tokens)}<p data-control><button class="chip why" data-action="compare" @click=${compare}>${t('Compare token by token')}</button></p>${first === undefined || !other.next ? nothing : this.shown(this.#ours, (ours) => this.#measured(other, ours, first))}`;
  }

  #measured({ next, same }: OtherText, ours: NextTokens, first: number) {
    if (!next) return nothing;
    const masked = this.#masked;
    const isHidden = masked !== undefined && same.every((isSame, i) => isSame || i === masked);
    if (isHidden)
      return html`<p class="hint">${t('The texts differ only in the word that is masked, so that nothing of the difference is left: select another word.')}</p>`;
    const question = this.#questionOf(ours, next);
    const grid = this.#known.get(this.#keyOf(question));
    // Where tokens see what stands behind them, the stream differs everywhere from the second block on.
    return html`${this.#metric(question, ours, next)}${this.#kinds()}
      ${grid ? this.#sweep(question, grid, masked === undefined ? first : 0) : this.waiting(this.#step)}`;
  }

  override numbers() {
    const question = this.#question();
    const grid = question && this.#known.get(this.#keyOf(question));
    const table = grid && sweepTable(grid, question.kind, this.context.tokens);
    return table && table.rows.length > 0 ? [table] : [];
  }

  #metric({ plus, minus }: Metric, ours: NextTokens, theirs: NextTokens) {
    const options = metricTokens(ours, theirs).map((one) => ({ value: String(one.id), label: shortText(one, 16) }));
    const choice = (name: 'plus' | 'minus', label: string, value: number) =>
      html`<label>${label} <ts-choice class=${name} label=${label} .options=${options} .value=${String(value)} @choose=${({ detail }: CustomEvent<string>) => this.#set({ plus, minus, [name]: Number(detail) })}></ts-choice></label>`;
    return html`<div class="row metric"><span>${this.#masked === undefined ? t('Measured behind the last token:') : t('Measured in the place of {0}, masked in both texts:', quotedToken(this.context.tokens[this.#masked], 16))}</span>${choice('plus', t('logit of'), plus)}${choice('minus', t('less that of'), minus)}</div>`;
  }

  #kinds() {
    const names = {
      ...{ residual: t('Stream'), attention: t('Attention'), state: t('State') },
      ...{ mlp: t('Feed-forward'), head: t('Heads') },
    };
    const kinds = KINDS.filter((kind) => this.#has(kind));
    return html`<div class="row kinds" role="radiogroup" aria-label=${t('What is copied')} @keydown=${rove}><span>${t('Copied:')}</span>${kinds.map(
      (kind) =>
        html`<button class="chip" role="radio" data-kind=${kind} aria-checked=${kind === this.#kind} tabindex=${kind === this.#kind ? 0 : -1} @click=${() => this.#set({ kind })}>${names[kind]}</button>`,
    )}<span class="hint">${this.#kind === 'head' ? t('each head at all positions') : t('each layer at each position')}</span></div>`;
  }

  #sweep(question: PatchQuestion, grid: PatchGrid, first: number) {
    const sides = html`<p class="hint sides">${t('This text: {0}. The other one: {1}.', signed(grid.base), signed(grid.source))}</p>`;
    if (!differ(grid))
      return html`${sides}<p class="hint">${t('Both texts say the same about these two tokens: there is no difference to restore.')}</p>`;
    return html`${sides}${this.#progress(grid)}
      <p class="hint">${t('Measured: for each cell the model read this text again with a copy from the other one.')} ${t('A cell puts its copy into What if.')}</p>
      <ts-sweep-view .grid=${grid} .kind=${this.#kind} .tokens=${this.context.tokens} .first=${first} @patch-choose=${({ detail }: CustomEvent<{ layer: number; column: number }>) => this.#choose(question, detail)}></ts-sweep-view>`;
  }

  #progress({ layers, columns, left }: PatchGrid) {
    if (left === 0) return nothing;
    const all = layers * columns;
    const { measures } = this.context.patching;
    const words = measures ? t('Stop') : left === all ? t('Measure') : t('Continue');
    return html`<div class="row" data-control><vscode-button data-action="measure" ?secondary=${measures} @click=${() => this.#set({ measures: !measures })}>${words}</vscode-button>
      <span class="progress">${t('{0} of {1} cells', formatNumber(all - left), formatNumber(all))}</span></div>`;
  }

  /** A copy at one position is a change that What if can try; that of a head holds at all of them. */
  #choose(question: PatchQuestion, { layer, column }: { readonly layer: number; readonly column: number }): void {
    this.send({ kind: 'whatIf', change: copyOf(question, layer, column) });
  }

  static override styles = [
    ToolElement.styles,
    alignmentStyles,
    css`
      .source { display: grid; gap: 4px; font-size: 12px; margin-bottom: 8px; }
      textarea { box-sizing: border-box; width: 100%; resize: vertical; background: var(--vscode-input-background); color: var(--vscode-input-foreground, inherit); border: 1px solid var(--vscode-input-border, var(--ts-hairline)); border-radius: 4px; padding: 6px 8px; font-family: var(--vscode-editor-font-family); font-size: 12px; line-height: 1.5; }
      textarea:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
      .metric label { display: inline-flex; gap: 6px; align-items: center; }
      .metric, .kinds { margin: 8px 0; }
      .metric ts-choice { width: 11em; }
      .kinds { gap: 4px 6px; }
      .kinds .chip { font-family: var(--vscode-font-family); font-size: 12px; }
      .kinds [aria-checked='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
      .progress, .sides { font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-patching-tool', PatchingTool);
