// The base class of all stops. A stop gets all that the panel knows as its context. While it is on the screen it asks
// the engine for what it alone shows, before it is drawn, and drawing only reads the answers. What the reader does goes
// to the panel as an event. Knows no stop.
import { type CSSResultGroup, css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { detailEvent } from '../events/detailEvent.ts';
import type { Answer } from '../state/answer.ts';
import { failureWords } from '../state/failureWords.ts';
import type { GenerationAction } from '../state/generationAction.ts';
import type { Latest } from '../state/latest.ts';
import type { PanelEvent } from '../state/panelState.ts';
import type { Urgency } from '../state/questionQueue.ts';
import { t } from '../text/l10n.ts';
import type { NumbersSource, NumberTable } from '../text/numberTable.ts';
import { sectionStyles } from './section.ts';
import type { StopContext } from './stopContext.ts';

export abstract class StopElement extends LitElement implements NumbersSource {
  static override properties = { context: { attribute: false }, inSight: { state: true } };
  declare context: StopContext;
  /** Whether a part of the stop is on the screen. What the reader does not see is not computed. */
  declare inSight: boolean;
  readonly #observer = new IntersectionObserver((entries) => {
    this.inSight = entries[entries.length - 1].isIntersecting; // the last one tells how it is now
    this.dispatchEvent(detailEvent('sight-change', undefined, { bubbles: true }));
  });

  constructor() {
    super();
    this.inSight = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  /** Its heading, so that what is read aloud and what Tab reaches next belong to it. */
  override focus(): void {
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  }

  /** Whether its content is wanted: it is in sight, or all stops are to become a page. */
  protected get isLookedAt(): boolean {
    return this.inSight || this.context.whole;
  }

  /** A stop that is off the screen is drawn once, so that it has a height, and again when it comes into sight. */
  protected override shouldUpdate(): boolean {
    return this.isLookedAt || !this.hasUpdated;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  /** Runs before each drawing. */
  protected override willUpdate(): void {
    if (this.isLookedAt) this.askEngine();
  }

  /** Overridden by stops that need answers which the context does not have: each is asked for with ask(). */
  protected askEngine(): void {}

  /**
   * Asks if the text or the key is another than last time, as long as the stop is in sight. It is drawn again when the
   * answer has arrived. `now` is for what the reader has just asked for. While tokens are generated nothing is asked, since
   * each would ask everything again; what is shown then waits.
   */
  protected ask<Answer>(
    latest: Latest<Answer>,
    key: string,
    question: () => Promise<Answer>,
    urgency: Urgency = 'soon',
  ): void {
    const { version, queue, generating } = this.context;
    const full = `${version} ${key}`;
    if (generating) {
      latest.expect(full);
      return;
    }
    const isShown = () => this.isConnected && this.isLookedAt && !this.context.generating;
    latest.ask(
      full,
      (isLast) => queue.ask(urgency, question, () => isLast() && isShown()),
      () => this.requestUpdate(),
    );
  }

  /**
   * What is drawn from an answer, by the one rule of the panel: what stands under a heading belongs to it, or visibly
   * waits. Where there is no answer, it says so, or why it failed.
   */
  protected shown<Value>(answer: Answer<Value>, draw: (value: Value) => unknown): TemplateResult {
    if (answer.value !== undefined) return this.answered(answer.isCurrent, draw(answer.value));
    return this.waiting(answer);
  }

  /**
   * What is drawn from an answer that is there. While it is that of the question before (another token, another layer), it
   * is dimmed and says that the new one is being computed.
   */
  protected answered(isCurrent: boolean, content: unknown): TemplateResult {
    return html`<div class="answer ${isCurrent ? '' : 'old'}" aria-busy=${isCurrent ? 'false' : 'true'}>${content}${isCurrent ? nothing : html`<p class="waiting" role="status">${t('Computing…')}</p>`}</div>`;
  }

  /** Shown where an answer is missing: that it is being computed, or why it failed. */
  protected waiting({ isCurrent, failure }: Pick<Answer<unknown>, 'isCurrent' | 'failure'>): TemplateResult {
    const failed = isCurrent && failure !== undefined;
    return html`<p class="waiting">${failed ? failureWords(failure) : t('Computing…')}</p>`;
  }

  /** The event passes through all shadow trees up to the panel, which updates its state. */
  protected send(event: PanelEvent): void {
    this.dispatchEvent(detailEvent('panel-event', event, { bubbles: true, composed: true }));
  }

  /** What is shown as tables, for a file; overridden where there are numbers. None while there is no answer. */
  numbers(): readonly NumberTable[] {
    return [];
  }

  /** Leads to the Lab, with the question why the target comes after the position. */
  protected askWhy(position: TokenIndex, target: number): void {
    this.send({ kind: 'why', asked: { position, target, other: undefined } });
  }

  /** Asks something of generation. */
  protected act(action: GenerationAction): void {
    this.dispatchEvent(detailEvent('generation', action, { bubbles: true, composed: true }));
  }

  protected select(token: TokenIndex): void {
    this.send({ kind: 'select', token });
  }

  static override styles: CSSResultGroup = [
    sectionStyles,
    css`
      :host { display: block; }
      h3 { font-size: 12px; font-weight: 600; margin: 16px 0 8px; display: flex; gap: 12px; align-items: baseline; }
      h3:first-child { margin-top: 0; }
      .waiting, .hint { color: var(--vscode-descriptionForeground); font-size: 12px; margin: 4px 0; max-width: 68ch; }
      .answer.old { position: relative; }
      /* Most answers come so soon that dimming what they replace would be a flash. */
      .answer.old > :not(.waiting) { opacity: 0.35; transition: opacity 0s 120ms; }
      @keyframes late { from { visibility: hidden; } }
      .answer.old > .waiting { animation: late 120ms step-end; position: absolute; top: 0; right: 0; margin: 0; padding: 1px 8px; border-radius: var(--ts-radius); background: var(--vscode-editor-background); border: 1px solid var(--ts-hairline); }
      .columns { display: flex; flex-wrap: wrap; gap: 16px 32px; margin-top: 16px; }
      .columns > * { flex: 1 1 300px; min-width: 0; }
      .mono { font-family: var(--vscode-editor-font-family); white-space: pre; }
      .number-cell { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
      .row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; font-size: 12px; }
      table { border-collapse: collapse; font-size: 12px; }
      th { font-weight: 400; color: var(--vscode-descriptionForeground); text-align: left; }
      td, th { padding: 1px 10px 1px 0; }
      /* Headings of columns are often wider than what stands below them. */
      @media (max-width: 400px) { td, th { padding-right: 6px; } th.number-cell { white-space: normal; vertical-align: bottom; } }
      input[type='search'] { background: var(--vscode-input-background); color: var(--vscode-input-foreground, inherit); border: 1px solid var(--vscode-input-border, var(--ts-hairline)); border-radius: 4px; padding: 4px; font: inherit; line-height: 16px; max-width: 16em; }
      input[type='search']::placeholder { color: var(--vscode-input-placeholderForeground); }
      :is(input, button):focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
      button.chip { border: 1px solid var(--ts-hairline); background: none; color: inherit; border-radius: 10px; padding: 1px 8px; font: inherit; font-family: var(--vscode-editor-font-family); cursor: pointer; white-space: pre; }
      button.why { font: 11px var(--vscode-font-family); padding: 0 6px; line-height: 16px; }
      .why .short { display: none; }
      @media (max-width: 400px) { .why .long { display: none; } .why .short { display: inline; } }
      button.chip:hover { border-color: var(--vscode-focusBorder); }
    `,
  ];
}
