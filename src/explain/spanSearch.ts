// Which parts of a text are measured, and in which order: all of the coarsest level, then the parts of those that turned
// out to matter, so that a long prompt takes some dozens of readings and not one for each word. A part that changes
// nothing is not looked into, although two of its words might cancel out: that is what the search saves. The file knows
// spans and numbers.

import type { SpanNode } from './spanTree.ts';

/** A part is looked into if it changes the outcome by this share of the largest change, and by so many bits. */
const WORTH_A_LOOK = 0.1;
const FEWEST_BITS = 0.1;

export interface SearchedSpan {
  readonly node: SpanNode;
  readonly parent: number | undefined;
  /** undefined where it is not measured yet, null where it cannot be. */
  bits: number | null | undefined;
}

export class SpanSearch {
  /** In the order in which they came up; a parent stands before its parts. */
  readonly spans: SearchedSpan[];
  readonly #most: number;
  readonly #opened = new Set<number>();

  /** `most` parts are measured at most. */
  constructor(roots: readonly SpanNode[], most: number) {
    this.spans = roots.map((node) => ({ node, parent: undefined, bits: undefined }));
    this.#most = most;
  }

  /** The places in `spans` of those that are sure to be measured. */
  get waiting(): readonly number[] {
    return this.spans.flatMap(({ bits }, at) => (bits === undefined ? [at] : []));
  }

  /** The next one to be measured; undefined when nothing is left that is worth it. */
  next(): number | undefined {
    const waiting = this.spans.findIndex(({ bits }) => bits === undefined);
    if (waiting >= 0) return waiting;
    const parent = this.#worthALook();
    if (parent === undefined) return undefined;
    this.#opened.add(parent);
    const first = this.spans.length;
    for (const node of this.spans[parent].node.parts) this.spans.push({ node, parent, bits: undefined });
    return first;
  }

  /** Of the measured ones the one that changes most, if its parts are not known yet and there is room for them. */
  #worthALook(): number | undefined {
    const size = (at: number) => Math.abs(this.spans[at].bits ?? 0);
    const all = this.spans.map((_, at) => at).toSorted((a, b) => size(b) - size(a));
    if (all.length === 0) return undefined; // a text of special tokens alone has no parts
    const enough = Math.max(FEWEST_BITS, WORTH_A_LOOK * size(all[0]));
    return all.find((at) => {
      const { parts } = this.spans[at].node;
      return (
        !this.#opened.has(at) &&
        parts.length > 1 &&
        size(at) >= enough &&
        this.spans.length + parts.length <= this.#most
      );
    });
  }
}
