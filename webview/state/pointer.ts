// Knows which tokens are pointed at. This is not part of the panel's state, so that moving the mouse over thousands of
// tokens touches only the elements of those that it leaves and reaches. Knows elements by token, no component.
import type { Span, TokenIndex } from '../../src/contract/tokens.ts';

/** Set on elements while their token is pointed at. The component that draws them gives it a style. */
const ATTRIBUTE = 'data-pointed';

/** Gets all tokens that are pointed at, and those of them that the editor shows. */
type PointerListener = (tokens: readonly TokenIndex[], inEditor: Span<TokenIndex> | undefined) => void;

export class Pointer {
  readonly #elements = new Map<number, Set<Element>>();
  readonly #listeners = new Set<PointerListener>();
  #tokens: readonly TokenIndex[] = [];

  /** Adds an element that shows the token; there may be several. unregister() takes it back. */
  register(token: number, element: Element): void {
    const elements = this.#elements.get(token) ?? new Set();
    elements.add(element);
    this.#elements.set(token, elements);
    element.toggleAttribute(ATTRIBUTE, this.#tokens.includes(token as TokenIndex));
  }

  unregister(token: number, element: Element): void {
    this.#elements.get(token)?.delete(element);
    element.removeAttribute(ATTRIBUTE);
  }

  /** Points at these tokens instead of the last ones, or at none. The first one is shown in the editor. */
  pointAt(...tokens: readonly TokenIndex[]): void {
    const [first] = tokens;
    this.#point(tokens, first === undefined ? undefined : { start: first, end: (first + 1) as TokenIndex });
  }

  /** Points at all tokens of a span, in the editor, too. */
  pointAtAll(span: Span<TokenIndex>): void {
    const tokens = Array.from({ length: span.end - span.start }, (_, i) => (span.start + i) as TokenIndex);
    this.#point(tokens, span);
  }

  #point(tokens: readonly TokenIndex[], inEditor: Span<TokenIndex> | undefined): void {
    if (tokens.join() === this.#tokens.join()) return;
    this.#mark(this.#tokens, false);
    this.#tokens = tokens;
    this.#mark(tokens, true);
    for (const listener of this.#listeners) listener(tokens, inEditor);
  }

  /** Returns a function that ends the listening. */
  onChange(listener: PointerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #mark(tokens: readonly number[], pointed: boolean): void {
    for (const token of tokens) {
      for (const element of this.#elements.get(token) ?? []) element.toggleAttribute(ATTRIBUTE, pointed);
    }
  }
}
