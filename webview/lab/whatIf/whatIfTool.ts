// What if something were changed in the model or in the text: the changes, and what the model says with them beside what it
// says without. Knows answers, changes nothing itself.
import { css, html, nothing } from 'lit';
import type { Change, WhatIf, WhatIfSurprisals, WhatIfTexts } from '../../../src/contract/whatIf.ts';
import type { Answer } from '../../state/answer.ts';
import { whileTrue } from '../../state/answer.ts';
import { type ChangeEdit, changesThatAreOn } from '../../state/changeList.ts';
import { failureWords } from '../../state/failureWords.ts';
import { Latest } from '../../state/latest.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame } from '../toolFrame.ts';
import './addChange.ts';
import { changeListStyles, changeListView, type DirectionChange, editByKey } from './changeListView.ts';
import { changeInWords, readText } from './changeWords.ts';
import { type Example, examplesOf } from './examples.ts';
import { followingStyles, followingView } from './followingView.ts';
import { nextQuestion } from './nextQuestion.ts';
import { pairsStyles, pairsView } from './pairsView.ts';
import { surprisalChange } from './surprisalChange.ts';
import { surprisalStyles, surprisalView } from './surprisalView.ts';
import { followingTable, pairTable, surprisalTable } from './whatIfNumbers.ts';

/** Tokens of the text that follows. */
const FOLLOWING = 20;

export class WhatIfTool extends ToolElement {
  protected override readonly tool = 'whatIf';
  protected override readonly takesSpans = true;
  static override properties = { ...ToolElement.properties, failure: { state: true } };
  /** Why a direction could not be saved. */
  declare failure: unknown;
  readonly #next = new Latest<WhatIf>();
  readonly #surprisals = new Latest<WhatIfSurprisals>();
  readonly #texts = new Latest<WhatIfTexts>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onKey);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const edit = editByKey(event);
    if (!edit) return;
    event.preventDefault();
    this.#edit(edit);
  };

  readonly #edit = (edit: ChangeEdit): void => {
    this.send({ kind: 'changes', edit });
    if (edit.kind === 'remove') void this.#focusNear(edit.at);
  };

  /** The button that had the focus is gone: it goes to that of the next change, or to the heading. */
  async #focusNear(at: number): Promise<void> {
    await new Promise(requestAnimationFrame); // the panel draws first
    await this.updateComplete;
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('[data-action=remove]');
    if (buttons.length === 0) this.focus();
    else buttons[Math.min(at, buttons.length - 1)].focus();
  }

  /** As a list of numbers with where it comes from, which openVector() reads and every program. */
  async #save(change: DirectionChange): Promise<void> {
    const { run, host, queue, model } = this.context;
    this.failure = undefined;
    try {
      const values = await queue.ask('now', () => host.direction(run, change.direction, change.layer));
      const listed = this.context.changes.history.list.find((one) => one.change === change);
      const what = changeInWords({ change, token: listed?.token }, readText(this.context));
      await host.save('direction.json', JSON.stringify({ what, model: model.name, values: Array.from(values) }));
    } catch (thrown) {
      this.failure = thrown;
    }
  }

  readonly #add = ({ change, token }: Example): void => this.#edit({ kind: 'add', change, token });

  /** What the model reads the text with. */
  #changes(): readonly Change[] {
    return changesThatAreOn(this.context.changes.history.list);
  }

  /** Tokens that there is room for behind the text. */
  #following(): number {
    const { model, tokens } = this.context;
    return Math.min(FOLLOWING, model.context - tokens.length);
  }

  protected override askEngine(): void {
    const { run, host, sampling } = this.context;
    const changes = this.#changes();
    if (changes.length === 0) return;
    const key = JSON.stringify(changes);
    const drawn = JSON.stringify(sampling);
    const next = nextQuestion(this.context, changes);
    this.ask(this.#next, next.key, next.question, 'now');
    if (this.context.model.bidirectional) return;
    this.ask(this.#surprisals, `surprisals ${key}`, () => host.whatIfSurprisals(run, changes));
    const length = this.#following();
    if (length > 0)
      this.ask(this.#texts, `texts ${drawn} ${key}`, () => host.whatIfTexts(run, changes, length, sampling), 'later');
  }

  override render() {
    const tool = {
      id: 'what-if',
      title: t('What if'),
      kind: 'measured' as const,
      lead: t(
        'Change something inside the model or in the text, and the model reads the text again. What differs then, the change has caused. Several changes hold at once.',
      ),
    };
    const isAsked = this.#changes().length > 0;
    return toolFrame(
      tool,
      html`${isAsked ? this.#tinted() : this.text(undefined, '')}
        <div class="parts"><div class="list">${this.#list()}</div><div class="effect">${isAsked ? this.#effect() : this.#empty()}</div>
          <ts-add-change data-control .context=${this.context} .span=${this.chosenSpan} @change-add=${({ detail }: CustomEvent<Example>) => this.#add(detail)}></ts-add-change></div>`,
    );
  }

  override numbers() {
    if (this.#changes().length === 0) return [];
    const [next, surprisals, texts] = [this.#next, this.#surprisals, this.#texts];
    return [
      ...(next.isCurrent && next.value ? [pairTable(next.value)] : []),
      ...(surprisals.isCurrent && surprisals.value ? [surprisalTable(surprisals.value, this.context.tokens)] : []),
      ...(texts.isCurrent && texts.value ? [followingTable(texts.value)] : []),
    ];
  }

  #list() {
    const { changes } = this.context;
    return html`${changes.dropped > 0 ? html`<p class="hint dropped" role="status">${t('Changes dropped: {0}. What they name is not in this text or model.', formatNumber(changes.dropped))}</p>` : nothing}
      ${changeListView(changes.history, readText(this.context), { edit: this.#edit, save: (change) => void this.#save(change) })}
      ${this.failure === undefined ? nothing : html`<p class="hint" role="status">${failureWords(this.failure)}</p>`}`;
  }

  #empty() {
    const { tokens, at, model, next, changes } = this.context;
    const known = next.isCurrent && next.value?.after === at ? next.value : undefined;
    const examples = examplesOf({
      tokens,
      at,
      layers: model.layers,
      next: known,
      isMasked: model.predicts === 'masked',
    });
    const words =
      changes.history.list.length > 0
        ? t('All changes are off: the model reads the text as it is.')
        : t('Nothing is changed yet. For a start:');
    return html`<p class="hint">${words}</p><ul class="examples">${examples.map(
      (example) =>
        html`<li><button class="chip" data-action="example" @click=${() => this.#add(example)}>${changeInWords({ change: example.change, token: example.token }, readText(this.context))}</button></li>`,
    )}</ul>`;
  }

  #effect() {
    const next = whileTrue(this.#next, ({ after }) => after.after < this.context.tokens.length);
    return html`<p class="hint measured">${t('Measured: the model read the text again with these changes.')}</p>
      ${this.shown(next, (answer) => pairsView(answer, quotedToken(this.context.tokens[answer.after.after], 20), this.context.model.predicts))}
      ${this.context.model.bidirectional ? nothing : this.#onwardEffect()}`;
  }

  /** What of a change is seen in how a text goes on. */
  #onwardEffect() {
    return html`<h3>${t('The text that follows')}</h3>${this.#following() > 0 ? this.shown(this.#texts, followingView) : html`<p class="hint">${t('The text is as long as the model can read.')}</p>`}
      <h3>${t('Surprise over the text')} <button class="chip why" data-action="compare" @click=${() => this.send({ kind: 'compare', some: { with: 'changes' } })}>${t('Compare token by token')}</button></h3>${this.shown(this.#ofText(), (answer) => surprisalView(answer, this.context, (token) => this.select(token)))}`;
  }

  /** Without those of a text that was longer. */
  #ofText(): Answer<WhatIfSurprisals> {
    return whileTrue(this.#surprisals, ({ after }) => after.length <= this.context.tokens.length);
  }

  #tinted() {
    const { value } = this.#ofText();
    if (!value) return this.text(undefined, '');
    const { shares, strongest } = surprisalChange(value);
    return this.text(
      shares,
      t(
        'Tint: how much more surprising each token has become, {0} bits at most; with the line above it, less.',
        hundredths(strongest),
      ),
    );
  }

  static override styles = [
    ToolElement.styles,
    changeListStyles,
    pairsStyles,
    followingStyles,
    surprisalStyles,
    css`
      /* In a narrow panel what comes of a change stands right below it, where a slider is moved. */
      .parts { display: grid; grid-template-columns: minmax(280px, 2fr) minmax(0, 3fr); grid-template-rows: auto 1fr; gap: 0 32px; align-items: start; }
      .effect { grid-area: 1 / 2 / 3 / 3; }
      @media (max-width: 680px) { .parts { grid-template-columns: minmax(0, 1fr); gap: 16px; } .effect { grid-area: auto; } }
      .measured { margin: 0 0 8px; }
      .examples { list-style: none; margin: 8px 0; padding: 0; display: grid; gap: 6px; justify-items: start; }
      .examples .chip { font-family: var(--vscode-font-family); white-space: pre-wrap; text-align: left; padding: 3px 10px; }
      .dropped { border-left: 3px solid var(--ts-attention); padding-left: 8px; margin: 0 0 10px; }
    `,
  ];
}
customElements.define('ts-what-if-tool', WhatIfTool);
