// Collects the blocks of a text while its lines come in. Knows no language.
import type { TextBlock } from './textBlocks.ts';

export class BlockList {
  readonly blocks: TextBlock[] = [];
  /** The line that comes next. */
  line: number;
  /** See BlockFinder. */
  isFresh = false;
  /** The run of lines that the next line may continue. */
  run: { readonly first: number; readonly fresh: boolean } | undefined;

  constructor(line = 0) {
    this.line = line;
  }

  /** The line belongs to a paragraph; `fresh` if it would be read the same way as the first one of a text. */
  continueRun(fresh: boolean): void {
    this.isFresh = fresh && this.run === undefined;
    this.run ??= { first: this.line, fresh };
  }

  /** What the line before `next` belonged to is a paragraph that ends there. */
  endRun(next = this.line): void {
    this.isFresh = false;
    const { run } = this;
    this.run = undefined;
    if (run && run.first < next) this.blocks.push({ first: run.first, last: next - 1, fresh: run.fresh });
  }

  /** A heading from the line `first` to this one. What stands right before it ends; a run that began with it is no run. */
  addHeading(heading: number | string, first = this.line): void {
    // A heading that turned up at the end of a longer run is read with that run.
    const fresh = first === this.line || (first === this.run?.first && this.run.fresh);
    this.endRun(first);
    this.isFresh = first === this.line;
    this.blocks.push({ first, last: this.line, heading, fresh });
  }

  finish(): readonly TextBlock[] {
    this.endRun();
    return this.blocks;
  }
}
