// Sentences: this text and another one as a vector each, how alike they are, and which tokens made them so. Knows answers,
// computes no vector.
import { css, html, nothing } from 'lit';
import type { Pooling, SentencePair } from '../../../src/contract/sentences.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import '../../charts/legend.ts';
import '../../charts/signedGrid.ts';
import type { CellPlace } from '../../charts/signedGridLayout.ts';
import { Latest } from '../../state/latest.ts';
import { Pointer } from '../../state/pointer.ts';
import '../../stops/choice.ts';
import { rove } from '../../stops/roving.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent, short } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame } from '../toolFrame.ts';
import {
  drawnTokens,
  EVEN_SHARES,
  endOfShares,
  type PairKind,
  strongestPairs,
  type TokenPair,
  tint,
  tokenShares,
} from './pairs.ts';
import { sentenceTable } from './sentenceNumbers.ts';

/** Tokens on a side of the grid; more cells could not be told apart. */
const DRAWN = 40;
/** Pairs in the list. */
const LISTED = 10;

export class SentencesTool extends ToolElement {
  protected override readonly tool = 'sentences';
  static override properties = {
    ...ToolElement.properties,
    other: { state: true },
    pooling: { state: true },
    kind: { state: true },
    pointed: { state: true },
  };
  /** The other text. */
  declare other: string;
  /** The reader's own choice; undefined for the model's. */
  declare pooling: Pooling | undefined;
  declare kind: PairKind;
  /** The cell that is pointed at, as a pair. */
  declare pointed: { readonly ours: number; readonly theirs: number } | undefined;
  readonly #pair = new Latest<SentencePair>();
  /** The other text's tokens are in no editor. */
  readonly #theirPointer = new Pointer();
  /** The tints of one answer: tokens are drawn again for another list. */
  #tints: { readonly of: SentencePair; readonly ours: Float32Array; readonly theirs: Float32Array } | undefined;

  constructor() {
    super();
    this.other = '';
    this.kind = 'shares';
  }

  protected override askEngine(): void {
    const { run, host } = this.context;
    const { other, pooling } = this;
    if (other.trim() === '') return;
    this.ask(this.#pair, `sentences ${pooling} ${other}`, () => host.sentences(run, { other, pooling }), 'now');
  }

  override render() {
    const tool = {
      id: 'sentences',
      title: t('Sentences'),
      kind: 'computed' as const,
      lead: t(
        'The vectors of all tokens become one vector of the whole text, and the cosine of two such vectors says how alike two texts are to the model: 1 the same direction, 0 nothing in common. A mean is a sum, so that its cosine splits exactly into one share for every two tokens. Alike to the model need not mean the same: a sentence and its opposite are about the same things.',
      ),
    };
    const { value } = this.#pair;
    const tints = value && this.other.trim() !== '' ? this.#tintsOf(value) : undefined;
    const legend = tints
      ? t(
          'Tint: what each token adds to the cosine, all pairs together, up to {0} even shares of a cosine of 1; with the line above it, it takes from it.',
          EVEN_SHARES,
        )
      : '';
    return toolFrame(
      tool,
      html`${this.text(tints?.ours, legend, false)}${this.#field()}
        ${this.other.trim() === '' ? html`<p class="hint">${t('Write another text.')}</p>` : this.shown(this.#pair, (pair) => this.#compared(pair, tints?.theirs))}`,
    );
  }

  override numbers() {
    const { value, isCurrent } = this.#pair;
    return value && isCurrent && this.other.trim() !== '' ? [sentenceTable(value)] : [];
  }

  /** What was generated has no part in it, and what the tokenizer puts behind the text stands in no list. */
  #tintsOf(pair: SentencePair) {
    if (this.#tints?.of === pair) return this.#tints;
    const shares = tokenShares(pair);
    if (!shares) return undefined;
    const { tokens, promptLength } = this.context;
    const ours = tint(shares.ours);
    const ofText = Float32Array.from({ length: tokens.length }, (_, i) => (i < promptLength ? (ours[i] ?? 0) : 0));
    this.#tints = { of: pair, ours: ofText, theirs: tint(shares.theirs) };
    return this.#tints;
  }

  #field() {
    const write = ({ target }: Event) => {
      this.other = (target as HTMLTextAreaElement).value;
    };
    return html`<label class="source" data-control><span>${t('Another text, to hold this one against')}</span>
      <textarea rows="2" spellcheck="false" .value=${this.other} @input=${write}></textarea></label>`;
  }

  #compared(pair: SentencePair, theirs: ArrayLike<number> | undefined) {
    return html`<p class="cosine"><output>${pair.cosine.toFixed(4).replace('-', '−')}</output> <span class="hint">${this.#made(pair)}</span></p>
      ${this.#poolings(pair)}
      ${
        theirs
          ? html`<div class="other"><ts-token-list compact .tokens=${pair.otherTokens} .promptLength=${pair.otherTokens.length} .weights=${theirs} .pointer=${this.#theirPointer} @token-select=${(event: Event) => event.stopPropagation()}></ts-token-list></div>`
          : nothing
      }
      ${this.#grid(pair)}${this.#list(pair)}`;
  }

  /** How the two vectors came about. */
  #made({ pooling, ownPooling, tokens, otherTokens, width, maps, shares }: SentencePair): string {
    const counts = [formatNumber(tokens.length), formatNumber(otherTokens.length)] as const;
    const from: Record<Pooling, string> = {
      mean: t('The cosine of the means of {0} and {1} token vectors, with those that the tokenizer adds.', ...counts),
      cls: t('The cosine of the vectors of the first tokens, of {0} and {1}.', ...counts),
      last: t('The cosine of the vectors of the last tokens, of {0} and {1}.', ...counts),
      max: t('The cosine of the largest of each component over {0} and {1} token vectors.', ...counts),
    };
    const behind =
      maps > 0 ? t('Behind them stand {0} maps, which leave vectors of {1} numbers.', maps, formatNumber(width)) : '';
    const own = ownPooling === undefined ? t('The model does not say how it is to be pooled.') : '';
    const sum = shares
      ? t('The shares of all {0} pairs sum to it.', formatNumber(tokens.length * otherTokens.length))
      : t(
          'This vector is no sum over tokens, and its cosine cannot be split: what is shown below is how alike single tokens are.',
        );
    return [from[pooling], behind, own, sum].filter(Boolean).join(' ');
  }

  #poolings({ pooling, ownPooling }: SentencePair) {
    const names: Record<Pooling, string> = {
      mean: t('mean'),
      cls: t('first token'),
      last: t('last token'),
      max: t('maximum'),
    };
    const options = (Object.keys(names) as Pooling[]).map((one) => ({
      value: one,
      label: one === ownPooling ? t('{0} (the model’s own)', names[one]) : names[one],
    }));
    return html`<div class="row" data-control><label class="row">${t('Pooled by')} <ts-choice class="pooling" label=${t('Pooled by')} .options=${options} .value=${pooling} @choose=${({ detail }: CustomEvent<Pooling>) => (this.pooling = detail)}></ts-choice></label></div>`;
  }

  #grid(pair: SentencePair) {
    const kind = pair.shares ? this.kind : 'cosines';
    const matrix = (kind === 'shares' ? pair.shares : undefined) ?? pair.cosines;
    const { rows, columns } = drawnTokens(pair, DRAWN);
    const at = (row: number, column: number) => matrix.values[rows[row] * matrix.columns + columns[column]];
    const values = rows.flatMap((_, row) => columns.map((__, column) => at(row, column)));
    const most = kind === 'cosines' ? 1 : endOfShares(matrix.rows * matrix.columns);
    const named = (row: number, column: number) => this.#named(pair, { ours: rows[row], theirs: columns[column] });
    const label = (index: number, of: SentencePair['tokens']) => shortText(of[index], 10);
    const isSome = rows.length < pair.tokens.length || columns.length < pair.otherTokens.length;
    return html`<h3>${t('Token by token')} ${pair.shares ? this.#kinds() : nothing} <ts-legend scale="diverging" from=${kind === 'shares' ? `−${EVEN_SHARES}` : '−1'} to=${kind === 'shares' ? EVEN_SHARES : 1} name=${kind === 'shares' ? t('even shares') : t('cosine')}></ts-legend></h3>
      <p class="hint">${kind === 'shares' ? t('Colours end at {0} even shares. An even share is {1}: what each of the {2} pairs would have if a cosine of 1 were spread over all of them.', EVEN_SHARES, short(1 / (matrix.rows * matrix.columns)), formatNumber(matrix.rows * matrix.columns)) : t('Colours go from −1, opposite directions, to 1, the same direction.')}</p>
      <p class="reading" role="status">${this.pointed ? this.#named(pair, this.pointed) : ''}</p>
      <ts-signed-grid upright .cells=${{ rows: rows.length, columns: columns.length, values }} .most=${most} .rowLabels=${rows.map((row) => label(row, pair.tokens))} .columnLabels=${columns.map((column) => label(column, pair.otherTokens))} .gutter=${86} .nameOf=${named}
        label=${t('A row for each token of this text, a column for each of the other one. Arrow keys lead from cell to cell.')}
        @cell-point=${({ detail }: CustomEvent<CellPlace | undefined>) => this.#point(detail && { ours: rows[detail.row], theirs: columns[detail.column] })}
        @cell-choose=${({ detail }: CustomEvent<CellPlace>) => this.#choose(rows[detail.row])}></ts-signed-grid>
      ${isSome ? html`<p class="hint">${t('Only the {0} tokens of each text that matter most are drawn.', DRAWN)}</p>` : nothing}`;
  }

  #kinds() {
    const names: Record<PairKind, string> = { shares: t('Shares of the cosine'), cosines: t('Cosines of tokens') };
    return html`<span class="kinds" role="radiogroup" aria-label=${t('What is shown')} @keydown=${rove}>${(
      ['shares', 'cosines'] as const
    ).map(
      (kind) =>
        html`<button class="chip" role="radio" data-kind=${kind} aria-checked=${kind === this.kind} tabindex=${kind === this.kind ? 0 : -1} @click=${() => (this.kind = kind)}>${names[kind]}</button>`,
    )}</span>`;
  }

  #list(pair: SentencePair) {
    const pairs = strongestPairs(pair, LISTED);
    const row = ({ ours, theirs, share, cosine }: TokenPair) =>
      html`<tr><td class="mono">${shortText(pair.tokens[ours], 16)}</td><td class="mono">${shortText(pair.otherTokens[theirs], 16)}</td>${share === undefined ? nothing : html`<td class="number-cell">${percent(share / pair.cosine)}</td>`}<td class="number-cell">${cosine.toFixed(3).replace('-', '−')}</td></tr>`;
    return html`<h3>${pair.shares ? t('The pairs that add most') : t('The pairs that are most alike')}</h3>
      <table class="pairs"><thead><tr><th>${t('this text')}</th><th>${t('the other one')}</th>${pair.shares ? html`<th class="number-cell">${t('of the cosine')}</th>` : nothing}<th class="number-cell">${t('cosine')}</th></tr></thead><tbody>${pairs.map(row)}</tbody></table>`;
  }

  #named(
    { tokens, otherTokens, shares, cosines }: SentencePair,
    { ours, theirs }: NonNullable<typeof this.pointed>,
  ): string {
    const at = ours * cosines.columns + theirs;
    const names = [quotedToken(tokens[ours], 16), quotedToken(otherTokens[theirs], 16)] as const;
    const cosine = cosines.values[at].toFixed(3).replace('-', '−');
    if (!shares) return t('{0} and {1}: cosine {2}', ...names, cosine);
    return t('{0} and {1}: share {2}, cosine {3}', ...names, shares.values[at].toFixed(4).replace('-', '−'), cosine);
  }

  #point(pair: typeof this.pointed): void {
    this.pointed = pair;
    const { pointer, promptLength } = this.context;
    if (pair && pair.ours < promptLength) pointer.pointAt(pair.ours as TokenIndex);
    else pointer.pointAt();
  }

  #choose(ours: number): void {
    if (ours < this.context.promptLength) this.select(ours as TokenIndex);
  }

  static override styles = [
    ToolElement.styles,
    css`
      .source { display: grid; gap: 4px; font-size: 12px; margin-bottom: 8px; }
      textarea { box-sizing: border-box; width: 100%; resize: vertical; background: var(--vscode-input-background); color: var(--vscode-input-foreground, inherit); border: 1px solid var(--vscode-input-border, var(--ts-hairline)); border-radius: 4px; padding: 6px 8px; font: inherit; font-family: var(--vscode-editor-font-family); }
      textarea:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
      .cosine { display: flex; gap: 14px; align-items: baseline; margin: 10px 0 8px; }
      .cosine output { font-size: 26px; font-variant-numeric: tabular-nums; }
      .cosine .hint { margin: 0; }
      .pooling { width: 19em; }
      .other { margin: 10px 0 0; }
      h3 { flex-wrap: wrap; align-items: center; }
      .kinds { display: inline-flex; gap: 4px; }
      .kinds .chip { font: 11px var(--vscode-font-family); }
      .kinds [aria-checked='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
      ts-legend { font-weight: 400; }
      .reading { margin: 0 0 4px; min-height: 1.4em; font-size: 12px; font-variant-numeric: tabular-nums; }
      .pairs td, .pairs th { padding-right: 24px; }
      @media (max-width: 400px) { .cosine { flex-direction: column; gap: 2px; } }
    `,
  ];
}
customElements.define('ts-sentences-tool', SentencesTool);
