// The base class of all tools: a stop that is told what is asked, with the text above it, in which one chooses the position
// that is asked about. It tells the panel what tints that text, so that the editor shows the same. Knows no tool.
import { type CSSResultGroup, css, html, nothing } from 'lit';
import type { Span, TokenIndex } from '../../src/contract/tokens.ts';
import { detailEvent } from '../events/detailEvent.ts';
import { askedWords } from '../stops/bothWays.ts';
import { StopElement } from '../stops/stopElement.ts';
import { quotedToken } from '../text/quotedToken.ts';
import '../stops/tokens/tokenList.ts';
import type { ToolId } from '../state/toolIds.ts';
import type { TokenList } from '../stops/tokens/tokenList.ts';
import type { ToolContext, ToolTint } from './toolContext.ts';
import { toolFrameStyles } from './toolFrame.ts';

/** Sends `tool-tint` with what it tints the text by, for the editor. */
export abstract class ToolElement extends StopElement {
  static override properties = { ...StopElement.properties, taken: { state: true } };
  declare context: ToolContext;
  /** Several tokens that were chosen in the list, from one that was selected then, of which text. */
  declare taken: { readonly span: Span<TokenIndex>; readonly of: string } | undefined;
  protected abstract readonly tool: ToolId;
  /** What tints the text as it was drawn last, and what of it the panel was told. */
  #tint: ArrayLike<number> | undefined;
  #told: { readonly tint: ArrayLike<number> | undefined } | undefined;

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    const tint = this.#tint;
    if (this.#told && isSame(this.#told.tint, tint)) return;
    this.#told = { tint };
    const detail: ToolTint = { tool: this.tool, weights: tint && evenSteps(tint) };
    this.dispatchEvent(detailEvent('tool-tint', detail, { bubbles: true }));
  }

  /**
   * The text as a few lines that stay in sight. `weights` tint it, from −1 to 1; `legend` says what the tint is. The selected
   * token is named where the question is about it.
   */
  protected text(weights: ArrayLike<number> | undefined, legend: string, namesSelected = true) {
    const { tokens, promptLength, at, pointer, model } = this.context;
    // The same array as before where nothing in it has changed: all tokens are drawn again for another one.
    if (!isSame(this.#tint, weights)) this.#tint = weights;
    return html`<div class="text">
      <ts-token-list compact .tokens=${tokens} .promptLength=${promptLength} .selected=${at} .weights=${this.#tint} .pointer=${pointer} .span=${this.chosenSpan}
        @token-span=${this.takesSpans ? this.#takeSpan : nothing}
        @token-select=${({ detail: token }: CustomEvent<TokenIndex | undefined>) => this.#choose(token)}></ts-token-list></div>
      <p class="hint legend">${namesSelected ? askedWords(model, quotedToken(tokens[at], 20)) : ''} ${legend}</p>`;
  }

  /** Whether several tokens can be chosen in the text. */
  protected readonly takesSpans: boolean = false;

  readonly #takeSpan = (event: CustomEvent<Span<TokenIndex>>): void => {
    event.preventDefault();
    const { detail: span } = event;
    this.taken = span.end - span.start > 1 ? { span, of: this.#place } : undefined;
  };

  /** undefined where one token is chosen, or another one or another text since. */
  protected get chosenSpan(): Span<TokenIndex> | undefined {
    return this.taken?.of === this.#place ? this.taken.span : undefined;
  }

  get #place(): string {
    const { run, version, at } = this.context;
    return `${run} ${version} ${at}`;
  }

  #choose(token: TokenIndex | undefined): void {
    this.taken = undefined;
    this.send({ kind: 'select', token });
  }

  /** Marks a part in the text, where it is brought into sight, and in the editor; without one, marks nothing. */
  protected light(span: Span<TokenIndex> | undefined): void {
    const { pointer } = this.context;
    if (!span) {
      pointer.pointAt();
      return;
    }
    pointer.pointAtAll(span);
    this.renderRoot.querySelector<TokenList>('ts-token-list')?.showInList(span.start);
  }

  protected reveal(token: TokenIndex): void {
    this.dispatchEvent(detailEvent('token-reveal', token, { bubbles: true, composed: true }));
  }

  /** What tints the text in the editor, for a tool that draws it by itself. From −1 to 1 for each token. */
  protected tintEditor(weights: ArrayLike<number> | undefined): void {
    this.#tint = weights;
  }

  static override styles: CSSResultGroup = [
    StopElement.styles,
    toolFrameStyles,
    css`
      .text { position: sticky; top: var(--ts-top, 0px); z-index: 4; margin: 0 -20px; padding: 4px 20px; background: var(--vscode-editor-background); border-bottom: 1px solid var(--ts-hairline); }
      .legend { margin: 4px 0 14px; }
    `,
  ];
}

function isSame(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && Array.prototype.every.call(a, (weight, i) => weight === b[i]);
}

/** The editor's steps follow the square root, which is right for attention; a tool tints as evenly as its bars are long. */
function evenSteps(weights: ArrayLike<number>): Float32Array<ArrayBuffer> {
  return Float32Array.from(weights, (weight) => weight * Math.abs(weight));
}
