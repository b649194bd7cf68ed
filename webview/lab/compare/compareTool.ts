// Compare: two texts, two models, or one text with changes and without, token by token. Shows where one side is more
// surprised, what each expects, and where inside the model they part. Knows answers, compares nothing itself.
import { detailEvent } from '../../events/detailEvent.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Compared, Comparison } from '../../../src/contract/compared.ts';
import { isFailure } from '../../../src/contract/failure.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { OtherReading } from '../../../src/contract/webviewApi.ts';
import type { CellPlace } from '../../charts/signedGridLayout.ts';
import type { TrackPlace } from '../../charts/tracksLayout.ts';
import { changesThatAreOn } from '../../state/changeList.ts';
import { failureWords } from '../../state/failureWords.ts';
import type { CompareSetup } from '../../state/labState.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { textOf } from '../patching/textOf.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame } from '../toolFrame.ts';
import { changeInWords, readText } from '../whatIf/changeWords.ts';
import { isInBoth } from './alignedText.ts';
import { alongStyles, alongView } from './alongView.ts';
import { compareTables } from './compareNumbers.ts';
import { type Asked, Comparing, isNothingNew } from './comparing.ts';
import { differencesOf, distancesOf, pieceAt, sharesOf } from './differences.ts';
import { headsStyles, headsView } from './headsView.ts';
import { differencesStyles, differencesView } from './mostDifferent.ts';
import { nextStyles, nextView } from './nextView.ts';
import { partedView } from './partedView.ts';
import { leadOf, notAskedForWords } from './readingWords.ts';
import { withStyles, withView } from './withView.ts';
import {
  type Compare,
  divergenceInWords,
  nameOfPiece,
  partingInWords,
  shapesInWords,
  surpriseInWords,
} from './words.ts';

/** In a longer text the heads are compared when the reader asks for it: every layer is run again on both sides. */
const MOST_UNASKED = 256;

export class CompareTool extends ToolElement {
  static override properties = {
    ...ToolElement.properties,
    pointed: { state: true },
    pointedHead: { state: true },
    headsOf: { state: true },
  };
  declare pointed: TrackPlace | undefined;
  declare pointedHead: CellPlace | undefined;
  /** The version of the long text whose heads are to be compared. */
  declare headsOf: string | undefined;
  protected override readonly tool = 'compare';
  readonly #answers = new Comparing((latest, key, question, urgency) => this.ask(latest, key, question, urgency));

  /** The text itself until the reader has changed it. */
  get #source(): string {
    const { comparing, tokens } = this.context;
    return comparing.source ?? textOf(tokens);
  }

  /** undefined as long as there is nothing to compare with. */
  #other(): Compared | undefined {
    const { comparing, changes } = this.context;
    if (comparing.with === 'text') return this.#source === '' ? undefined : { kind: 'text', text: this.#source };
    if (comparing.with === 'model')
      return comparing.model?.kind === 'read' ? { kind: 'run', run: comparing.model.run } : undefined;
    const on = changesThatAreOn(changes.history.list);
    return on.length > 0 ? { kind: 'changes', changes: on } : undefined;
  }

  protected override askEngine(): void {
    const { context } = this;
    const other = this.#other();
    const of = other && this.#answers.begin(context, other);
    if (!other || !of || isNothingNew({ other, of })) return;
    this.#answers.askPredictions(context, other, of);
    this.#answers.askStreams(context, other, of);
    const piece = this.#piece(of);
    if (piece !== undefined && of.predicts !== 'nothing') this.#answers.askNext(context, other, piece);
    if (this.#wantsHeadsOf(of)) this.#answers.askHeads(context, other, of);
  }

  #wantsHeadsOf({ pieces }: Comparison): boolean {
    return this.headsOf === this.context.version || pieces.length <= MOST_UNASKED;
  }

  /** The piece of the selected token, if both sides have it. */
  #piece({ pieces }: Comparison): number | undefined {
    const at = pieceAt(pieces, this.context.at);
    return at >= 0 && isInBoth(pieces[at]) ? at : undefined;
  }

  #set(some: Partial<CompareSetup>): void {
    this.send({ kind: 'comparing', comparing: { ...this.context.comparing, ...some } });
  }

  /** The answer is dropped where another text is shown by then; the host has given the model back with the text. */
  async #chooseModel(): Promise<void> {
    const { run, host, comparing } = this.context;
    this.#set({ reads: true });
    const model = await host.chooseOther().catch((failure: unknown) => failedReading(failure));
    if (this.context.run === run) this.#set({ reads: false, model: model ?? comparing.model });
  }

  readonly #actions = {
    set: (some: Partial<CompareSetup>) => this.#set(some),
    chooseModel: () => void this.#chooseModel(),
    forgetModel: () => {
      void this.context.host.forgetOther();
      this.#set({ model: undefined });
    },
    openWhatIf: () => this.send({ kind: 'tool', tool: 'whatIf' }),
  };

  override render() {
    const { comparing, changes } = this.context;
    const inWords = changes.history.list
      .filter(({ isOn }) => isOn)
      .map((one) => changeInWords(one, readText(this.context)));
    this.tintEditor(undefined);
    const tool = {
      id: 'compare',
      title: t('Compare'),
      kind: comparing.with === 'changes' ? ('measured' as const) : ('computed' as const),
      lead: leadOf(this.context.model),
    };
    return toolFrame(
      tool,
      html`${withView(comparing, { source: this.#source, changes: inWords }, this.#actions)}${this.#compared()}`,
    );
  }

  override numbers() {
    const { value, isCurrent } = this.#answers.comparison;
    if (!value || !isCurrent || isNothingNew(value)) return [];
    const { of, other } = value;
    const streams = this.#answers.streams.isCurrent ? this.#answers.streams.value : undefined;
    const known = this.#answers.known(other, of);
    return compareTables({ of, tokens: this.context.tokens, known, streams, heads: this.#answers.heads(other, of) });
  }

  #compared() {
    const other = this.#other();
    if (!other)
      return this.context.comparing.with === 'text' ? html`<p class="hint">${t('Write another text.')}</p>` : nothing;
    const { failure, isCurrent } = this.#answers.comparison;
    if (isCurrent && failure !== undefined) return this.#failed(other, failure);
    return this.shown(this.#answers.comparison, (asked) =>
      isNothingNew(asked)
        ? html`<p class="hint same" role="status">${t('Both texts are the same: change a word of the other one.')}</p>`
        : this.#view(asked),
    );
  }

  /** What cannot be compared, in words that say what to do. */
  #failed(other: Compared, failure: unknown): TemplateResult {
    const code = isFailure(failure) ? failure.code : undefined;
    if (other.kind === 'run' && code === 'run-unknown')
      return html`<p class="hint" role="alert">${t('The other model is no longer in memory. Choose it again.')}</p>`;
    if (other.kind === 'text' && code === 'question-invalid')
      return html`<p class="hint" role="alert">${t('The other text cannot be read: it has no tokens, or more than the {0} that this model reads at most.', formatNumber(this.context.model.context))}</p>`;
    return this.waiting(this.#answers.comparison);
  }

  #view({ of, other }: Asked): TemplateResult {
    const { tokens } = this.context;
    const known = this.#answers.known(other, of);
    const shapes = shapesInWords(of);
    const streams = !shapes.streams && this.#answers.streams.isCurrent ? this.#answers.streams.value : undefined;
    const compare: Compare = { of, tokens, known, streams };
    const goesOn = of.predicts === 'next';
    const shares = goesOn ? sharesOf(differencesOf(known)) : tintOf(compare);
    this.tintEditor(ourShares(of, shares, tokens.length));
    const names = this.#names(other.kind);
    const isDone = !goesOn || known.done >= of.pieces.length;
    return html`<p class="said" role="status">${
      isDone
        ? (goesOn
            ? [surpriseInWords(compare, other.kind), partingInWords(compare), divergenceInWords(compare)]
            : [partingInWords(compare)]
          )
            .filter(Boolean)
            .map((words) => html`<span>${words} </span>`)
        : t('Computing: {0} of {1} tokens', formatNumber(known.done), formatNumber(of.pieces.length))
    }</p>
      ${alongView(
        { compare, names, shares, selected: this.#selected(of), pointed: this.#pointedIn(of) },
        {
          select: (piece) => this.#selectPiece(of, piece),
          point: (place) => this.#point(of, place),
        },
      )}
      ${shapes.streams ? html`<p class="hint">${shapes.streams}</p>` : nothing}
      <div class="columns"><div>${this.#nextOf(compare, names)}</div><div>${this.#mostDifferent(compare, shapes.streams === undefined)}</div></div>
      <h3 class="heads-title">${t('Heads that attend most differently')}</h3>${this.#headsOf(of, other, shapes.heads)}
      ${shapes.caution ? html`<p class="hint caution">${shapes.caution}</p>` : nothing}`;
  }

  #names(kind: Compared['kind']) {
    const { comparing, model } = this.context;
    if (kind === 'text') return { ours: t('this text'), theirs: t('other text') };
    if (kind === 'changes') return { ours: t('without the changes'), theirs: t('with the changes') };
    return { ours: model.name, theirs: comparing.model?.kind === 'read' ? comparing.model.name : '' };
  }

  #selected({ pieces }: Comparison): number | undefined {
    const at = pieceAt(pieces, this.context.at);
    return at < 0 ? undefined : at;
  }

  /** All tools ask about the same token: the last one of the piece. */
  #selectPiece({ pieces }: Comparison, piece: number): void {
    if (isInBoth(pieces[piece])) this.select((pieces[piece].ours.end - 1) as TokenIndex);
  }

  /** In the editor as well. */
  #point({ pieces }: Comparison, place: TrackPlace | undefined): void {
    this.pointed = place;
    const { pointer } = this.context;
    const piece = place && pieces[place.column];
    if (piece) pointer.pointAtAll(piece.ours);
    else pointer.pointAt();
  }

  /** What is pointed at may be of the comparison before. */
  #pointedIn({ pieces }: Comparison): TrackPlace | undefined {
    return this.pointed && this.pointed.column < pieces.length ? this.pointed : undefined;
  }

  /** By how surprising they are; where that is not asked, by how far apart their streams are, if these can be compared. */
  #mostDifferent(compare: Compare, hasStreams: boolean) {
    const select = (piece: number) => this.#selectPiece(compare.of, piece);
    if (compare.of.predicts === 'next')
      return html`<h3>${t('Most different tokens')}</h3>${differencesView(compare, select)}`;
    return hasStreams
      ? html`<h3>${t('Tokens whose streams are furthest apart')}</h3>${partedView(compare, select)}`
      : nothing;
  }

  #nextOf(compare: Compare, names: { readonly ours: string; readonly theirs: string }) {
    const piece = this.#piece(compare.of);
    const { predicts } = compare.of;
    if (predicts === 'nothing') return html`<p class="hint">${notAskedForWords(this.context.model)}</p>`;
    if (piece === undefined && predicts === 'masked')
      return html`<h3>${t('What stands behind the mask')}</h3><p class="hint">${t('The selected token is in one of the two only. Select another one to see what each side says in its place.')}</p>`;
    if (piece === undefined)
      return html`<h3>${t('What comes next')}</h3><p class="hint">${t('The selected token is in one of the two only. Select another one to see what comes behind it.')}</p>`;
    const name = quotedToken(nameOfPiece(compare, piece), 20);
    return html`<h3>${predicts === 'next' ? t('What comes behind {0}', name) : t('With {0} masked: what each side says in its place', name)}</h3>${this.shown(this.#answers.next, (next) => nextView(next, names))}`;
  }

  #headsOf(of: Comparison, other: Compared, problem: string | undefined) {
    if (problem) return html`<p class="hint">${problem}</p>`;
    if (!this.#wantsHeadsOf(of))
      return html`<div class="row" data-control><vscode-button data-action="compare-heads" @click=${() => (this.headsOf = this.context.version)}>${t('Compare the heads')}</vscode-button>
        <span class="hint">${t('Every layer is run again on both sides.')}</span></div>`;
    const { layers, heads } = of.ours;
    const byLayer = this.#answers.heads(other, of);
    return html`<p class="hint">${t('The share of its attention that a head would have to move to look as it does on the other side, on average over the tokens that both have (total variation distance): 0 is the same, 1 nothing in common.')}</p>
      ${headsView({ layers, heads, byLayer }, this.pointedHead, {
        choose: (layer, head) => this.#goToHead(layer, head),
        point: (cell) => {
          this.pointedHead = cell;
        },
      })}`;
  }

  #goToHead(layer: number, head: number): void {
    this.send({ kind: 'head', head: { layer, head } });
    this.dispatchEvent(detailEvent('lecture-go', 'attention', { bubbles: true, composed: true }));
  }

  static override styles = [
    ToolElement.styles,
    withStyles,
    alongStyles,
    nextStyles,
    differencesStyles,
    headsStyles,
    css`
      .said { margin: 0 0 10px; font-size: 14px; line-height: 1.5; max-width: 76ch; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
      .said span:not(:first-child) { color: var(--vscode-descriptionForeground); font-size: 13px; }
      .heads-title { margin-top: 24px; }
      .caution { border-left: 3px solid var(--ts-attention); padding-left: 8px; margin-top: 12px; }
    `,
  ];
}
customElements.define('ts-compare-tool', CompareTool);

/** The host tells failures in words; without it there is no other reading either. */
function failedReading(failure: unknown): OtherReading {
  return { kind: 'failed', message: failureWords(failure) };
}

/** Nothing is tinted before the streams are there, and where they cannot be compared. */
function tintOf({ of, streams }: Compare): Float64Array {
  return streams ? distancesOf(streams) : new Float64Array(of.pieces.length);
}

/** Each of our tokens has the share of its piece. */
function ourShares({ pieces }: Comparison, shares: Float64Array, tokens: number): Float32Array {
  const tint = new Float32Array(tokens);
  for (const [i, { ours }] of pieces.entries()) tint.fill(shares[i], ours.start, ours.end);
  return tint;
}
