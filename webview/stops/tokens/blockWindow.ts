// Keeps those blocks of a list in the document that are in sight or near it, and empty ones of the same height in place of the
// others. Knows blocks and heights, not what is drawn in them.
import { html, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { allHeights, blockAt, blocksBetween, type TokenBlock } from './tokenBlocks.ts';

/** Height of what a character takes before anything was measured, in px: a row of 24 has some 80. */
const UNKNOWN = 0.3;

/** Its template has an element of class `list` that scrolls and holds the blocks. */
type Host = ReactiveControllerHost & HTMLElement & { readonly renderRoot: ParentNode };

export class BlockWindow implements ReactiveController {
  readonly #host: Host;
  #blocks: readonly TokenBlock[] = [];
  #measured: (number | undefined)[] = [];
  #heights: readonly number[] = [];
  #drawn: ReadonlySet<number> = new Set();
  #width = 0;
  readonly #resize = new ResizeObserver(() => this.#resized());

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#resize.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#resize.disconnect();
  }

  /** Heights stay known of blocks that begin and end as before, such as all but the last while a text grows. */
  show(blocks: readonly TokenBlock[]): void {
    const before = this.#blocks;
    const known = this.#measured;
    this.#measured = blocks.map(({ start, end }, i) =>
      before[i]?.start === start && before[i].end === end ? known[i] : undefined,
    );
    this.#blocks = blocks;
  }

  /** Blocks look otherwise now, and their heights are unknown. */
  forget(): void {
    this.#measured = this.#blocks.map(() => undefined);
  }

  /** All blocks; of those out of sight only the ones of `kept` tokens have their content, or all where `whole` is set. */
  render(content: (block: TokenBlock) => unknown, kept: readonly number[], whole: boolean): unknown {
    if (this.isOne) return html`<div class="block">${content(this.#blocks[0])}</div>`;
    this.#heights = allHeights(this.#blocks, this.#measured, UNKNOWN);
    this.#drawn = whole ? new Set(this.#blocks.keys()) : this.#wanted(kept);
    return this.#blocks.map((block, i) =>
      this.#drawn.has(i)
        ? html`<div class="block">${content(block)}</div>`
        : html`<div class="block" .style=${`height: ${this.#heights[i]}px`}></div>`,
    );
  }

  hostUpdated(): void {
    if (this.isOne) return;
    const elements = this.#list?.querySelectorAll<HTMLElement>('.block') ?? [];
    for (const i of this.#drawn) {
      const height = this.#measured[i] ?? elements[i]?.getBoundingClientRect().height;
      if (height) this.#measured[i] = height;
    }
    if (!this.isInView()) this.#host.requestUpdate();
  }

  /** To be called when the list was scrolled. */
  readonly scrolled = (): void => {
    if (!this.isInView()) this.#host.requestUpdate();
  };

  /** Then nothing has to be measured. */
  get isOne(): boolean {
    return this.#blocks.length === 1;
  }

  #resized(): void {
    if (this.isOne) return;
    const { clientWidth } = this.#host;
    if (clientWidth !== this.#width) this.forget();
    this.#width = clientWidth;
    this.#host.requestUpdate();
  }

  /** With half of what is in sight above and below, so that a wheel finds it there. */
  #wanted(kept: readonly number[]): ReadonlySet<number> {
    const { top, height } = this.#sight();
    const { first, last } = blocksBetween(this.#heights, top - height / 2, top + 1.5 * height);
    const wanted = new Set(kept.map((token) => blockAt(this.#blocks, token)).filter((block) => block >= 0));
    for (let i = first; i < last; i++) wanted.add(i);
    return wanted;
  }

  /** Whether all that is in sight is drawn. */
  isInView(): boolean {
    if (this.isOne) return true;
    const { top, height } = this.#sight();
    const heights = allHeights(this.#blocks, this.#measured, UNKNOWN);
    const { first, last } = blocksBetween(heights, top, top + height);
    for (let i = first; i < last; i++) if (!this.#drawn.has(i)) return false;
    return true;
  }

  #sight(): { readonly top: number; readonly height: number } {
    const list = this.#list;
    return { top: list?.scrollTop ?? 0, height: list?.clientHeight ?? 0 };
  }

  get #list(): Element | null {
    return this.#host.renderRoot?.querySelector('.list') ?? null;
  }
}
