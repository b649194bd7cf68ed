// Which part of the text made the model say what it says: the text is read again without one part after another, and what
// changed is shown beside where attention went. Knows answers, measures nothing itself.
import { css, html, nothing } from 'lit';
import type { Mattered, Outcome, RemovalMode } from '../../../src/contract/mattered.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { failureWords } from '../../state/failureWords.ts';
import type { AskedToken, MatteredSetup } from '../../state/labState.ts';
import { rove } from '../../stops/roving.ts';
import { t } from '../../text/l10n.ts';
import { hundredths, percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { partText } from '../parts/partText.ts';
import { askedAt, type Situation, tokenOfId } from '../question.ts';
import { questionStyles, targetChips, targetList } from '../questionView.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame, toolThatDoesNotApply } from '../toolFrame.ts';
import { matteredTable } from './matteredNumbers.ts';
import { tintOf } from './measuredParts.ts';
import { Measuring } from './measuring.ts';
import { modeName, notesOn, nothingToHide, whatItDoes } from './notes.ts';
import './partTree.ts';
import type { PartTree } from './partTree.ts';
import { progress, progressStyles } from './progress.ts';

/** Characters of a continuation in the question. */
const CONTINUATION = 48;
const MODES: readonly RemovalMode[] = ['hide', 'leaveOut'];

export class MatteredTool extends ToolElement {
  protected override readonly tool = 'mattered';
  static override properties = { ...ToolElement.properties, chosen: { state: true } };
  /** The part that stays marked, by its place. */
  declare chosen: number | undefined;
  readonly #measuring = new Measuring(() => this.requestUpdate());
  #tint: { readonly known: Mattered | undefined; readonly weights: Float32Array<ArrayBuffer> | undefined } | undefined;
  #shownKey: string | undefined;

  protected override askEngine(): void {
    const { generating, host, run, queue } = this.context;
    const outcome = this.#outcome();
    const key = this.#key();
    if (!outcome || key === undefined || generating || this.#isAlone(outcome)) return;
    if (key !== this.#shownKey && this.chosen !== undefined) this.#choose(undefined);
    this.#shownKey = key;
    const question = { outcome, mode: this.#mode };
    const isShown = () => this.isConnected && this.isLookedAt && !this.context.generating;
    this.#measuring.follow(key, (ms, isWanted) =>
      queue.ask(
        ms === 0 ? 'soon' : 'later',
        () => host.mattered(run, question, ms),
        () => isWanted() && isShown(),
      ),
    );
  }

  #key(): string | undefined {
    const outcome = this.#outcome();
    return outcome && `${this.context.version} ${this.#mode} ${JSON.stringify(outcome)}`;
  }

  #outcome(): Outcome | undefined {
    const { promptLength, tokens } = this.context;
    if (this.#isContinuation())
      return { kind: 'continuation', span: { start: promptLength as TokenIndex, end: tokens.length as TokenIndex } };
    const asked = askedAt(this.#situation());
    return asked && { kind: 'next', after: asked.position, id: asked.target };
  }

  #isContinuation(): boolean {
    return this.context.mattered.ofContinuation && this.context.steps.length > 0;
  }

  get #mode(): RemovalMode {
    return this.context.mattered.mode;
  }

  /** Whether what is asked about is read from the first token, which sees no other. */
  #isAlone(outcome: Outcome): boolean {
    const { model } = this.context;
    return model.predicts === 'nothing' || (!model.bidirectional && readFrom(outcome) === 0);
  }

  #set(some: Partial<MatteredSetup>): void {
    this.send({ kind: 'mattered', mattered: { ...this.context.mattered, ...some } });
  }

  /** What comes next is told only while it is about the selected token. */
  #situation(): Situation {
    const { at, tokens, next, asked, model } = this.context;
    const known = next.isCurrent && next.value?.after === at ? next.value : undefined;
    return { at, tokens, asked, next: known, isMasked: model.predicts === 'masked' };
  }

  override render() {
    const tool = {
      id: 'mattered',
      title: t('What mattered'),
      kind: 'measured' as const,
      lead: t(
        'The model reads the text again without a part of it. The less probable its answer becomes, the more the part carried it; where the answer becomes more probable, the part spoke against it. Attention alone does not tell.',
      ),
    };
    if (this.context.model.predicts === 'nothing')
      return toolThatDoesNotApply(
        tool,
        t(
          'This does not apply to this model: what a part was worth is measured by how probable an answer is without it, and this model predicts no words.',
        ),
      );
    const known = this.#known();
    const weights = this.#weights(known);
    const legend = weights
      ? t(
          'Tint: the change of the smallest measured part that a token is in; with the line above it, the part speaks against the answer.',
        )
      : '';
    return toolFrame(
      tool,
      html`${this.text(weights, legend, !this.#isContinuation())}${this.#question()}${this.#modes()}${this.#answer(known)}`,
    );
  }

  /** Without the answer about tokens that were taken back. */
  #known(): Mattered | undefined {
    const { known } = this.#measuring;
    return known?.parts.every(({ span }) => span.end <= this.context.tokens.length) ? known : undefined;
  }

  override numbers() {
    const known = this.#measuring.isOf(this.#key()) ? this.#known() : undefined;
    return known && known.parts.length > 0 ? [matteredTable(known, this.context.tokens)] : [];
  }

  #weights(known: Mattered | undefined): Float32Array<ArrayBuffer> | undefined {
    if (!this.#tint || this.#tint.known !== known)
      this.#tint = { known, weights: known && tintOf(known.parts, this.context.tokens.length) };
    return this.#tint.weights;
  }

  #question() {
    const situation = this.#situation();
    const asked = askedAt(situation);
    if (!asked) return this.waiting(this.context.next);
    const whole = this.#isContinuation();
    const choose = (one: AskedToken) => {
      this.#set({ ofContinuation: false });
      this.send({ kind: 'asked', asked: one });
    };
    return html`<h3 class="question">${this.#inWords(situation, asked)}</h3>
      <div class="chips" role="radiogroup" aria-label=${t('What is asked about')} @keydown=${rove}>${targetChips(situation, whole ? undefined : asked, choose)}${
        this.context.steps.length > 0
          ? html`<button class="chip" data-outcome="continuation" role="radio" aria-checked=${whole} tabindex=${whole ? 0 : -1} @click=${() => this.#set({ ofContinuation: true })}>${t('the whole continuation')}</button>`
          : nothing
      }</div>
      <div class="row choices" data-control>${targetList(situation, whole ? undefined : asked, choose)}</div>`;
  }

  /** Which part of the text made it say “·mat”? */
  #inWords(situation: Situation, { target }: AskedToken): string {
    const { tokens, promptLength } = this.context;
    if (this.#isContinuation()) {
      const span = { start: promptLength as TokenIndex, end: tokens.length as TokenIndex };
      return t('Which part of the text made it go on with {0}?', t('“{0}”', partText(tokens, span, CONTINUATION)));
    }
    return t('Which part of the text made it say {0}?', nameOf(situation, target));
  }

  #modes() {
    const { bidirectional: bothWays } = this.context.model;
    const chip = (mode: RemovalMode) =>
      html`<button class="chip" data-mode=${mode} role="radio" aria-checked=${mode === this.#mode} tabindex=${mode === this.#mode ? 0 : -1} @click=${() => this.#set({ mode })}>${modeName(mode)}</button>`;
    return html`<div class="modes"><div class="chips" role="radiogroup" aria-label=${t('How a part is taken away')} @keydown=${rove}>${MODES.map(chip)}</div>
      <p class="hint">${whatItDoes(this.#mode, bothWays)}</p></div>`;
  }

  #answer(known: Mattered | undefined) {
    const outcome = this.#outcome();
    if (!outcome) return nothing;
    if (this.#isAlone(outcome)) return html`<p class="waiting">${nothingToHide()}</p>`;
    const isCurrent = this.#measuring.isOf(this.#key());
    const { phase, failure } = this.#measuring;
    if (!known || (isCurrent && phase === 'failed' && known.parts.length === 0))
      return html`<p class="waiting">${isCurrent && failure !== undefined ? failureWords(failure) : t('Computing…')}</p>`;
    const isOver = phase === 'done';
    if (known.parts.length === 0 || (isOver && known.parts.every(({ bits }) => bits === undefined)))
      return this.answered(isCurrent, html`<p class="waiting">${nothingToHide()} ${this.#sinkNote(known)}</p>`);
    return this.answered(isCurrent, this.#measured(known, isOver));
  }

  #measured(known: Mattered, isOver: boolean) {
    const { tokens } = this.context;
    return html`${progress(this.#measuring, known, this.#mode)}
      <p class="said">${this.#asItStands(known)}</p>
      <ts-part-tree .question=${this.#measuring.question} .parts=${known.parts} .tokens=${tokens} .mode=${this.#mode} .isOver=${isOver} .chosen=${this.chosen}
        @part-point=${({ detail }: CustomEvent<number | undefined>) => this.#light(detail ?? this.chosen)}
        @part-choose=${({ detail }: CustomEvent<number | undefined>) => this.#choose(detail)}
        @part-reveal=${({ detail }: CustomEvent<number>) => this.reveal(known.parts[detail].span.start)}></ts-part-tree>
      ${[this.#sinkNote(known), ...notesOn(known, isOver)].map((note) => note && html`<p class="hint">${note}</p>`)}`;
  }

  /** How probable it is with the whole text. */
  #asItStands({ bits }: Mattered): string {
    const asked = askedAt(this.#situation());
    const name = this.#isContinuation() || !asked ? t('The continuation') : nameOf(this.#situation(), asked.target);
    return t(
      'With the whole text: {0} has a probability of {1} ({2} bits).',
      name,
      percent(2 ** -bits),
      hundredths(bits),
    );
  }

  /** Why the first token is in no part, where it is not. */
  #sinkNote({ sink }: Mattered): string {
    if (sink === undefined) return '';
    return t(
      'The first token, {0}, stays in sight and is in no part: {1} of attention rests there, of heads that find nothing to look at. Hidden, it would break the model, and not tell what it says.',
      quotedToken(this.context.tokens[0], 20),
      percent(sink),
    );
  }

  #light(at: number | undefined): void {
    this.light(at === undefined ? undefined : this.#measuring.known?.parts[at]?.span);
  }

  #choose(at: number | undefined): void {
    this.chosen = at;
    this.#light(at);
  }

  /** Whether the button has the focus that is about to go. */
  #hadFocus = false;

  protected override willUpdate(): void {
    super.willUpdate();
    this.#hadFocus =
      this.renderRoot instanceof ShadowRoot && !!this.renderRoot.activeElement?.matches('[data-action=measure-parts]');
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    if (this.#hadFocus && this.#measuring.phase === 'done') void this.#focusTree();
  }

  async #focusTree(): Promise<void> {
    const tree = this.renderRoot.querySelector<PartTree>('ts-part-tree');
    await tree?.updateComplete;
    tree?.focus();
  }

  static override styles = [
    ToolElement.styles,
    questionStyles,
    progressStyles,
    css`
      .modes { margin-bottom: 14px; }
      .modes .chip { font-family: var(--vscode-font-family); }
      .modes .chips { margin-bottom: 2px; }
      .said { margin: 0 0 8px; font-size: 12px; line-height: 1.45; }
      [data-outcome] { font-family: var(--vscode-font-family); }
    `,
  ];
}
customElements.define('ts-mattered-tool', MatteredTool);

/** Where the outcome is first predicted from. */
function readFrom(outcome: Outcome): number {
  return outcome.kind === 'next' ? outcome.after : outcome.span.start - 1;
}

function nameOf(situation: Situation, id: number): string {
  const token = tokenOfId(situation, id);
  return token ? quotedToken(token, 20) : '…';
}
