// What the reader has set up in the Lab, and how fast tokens came. Types only.
import type { RemovalMode } from '../../src/contract/mattered.ts';
import type { PatchQuestion } from '../../src/contract/patching.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import type { OtherReading } from '../../src/contract/webviewApi.ts';

export interface LastRun {
  readonly tokens: number;
  readonly ms: number;
}

/** Why a token comes after a position, or why it does and another one does not. It holds while that position is selected. */
export interface AskedToken {
  readonly position: TokenIndex;
  /** Ids of the vocabulary. */
  readonly target: number;
  readonly other: number | undefined;
}

/** How a part of the text is taken away, and whether all that was generated is asked about, where something was. */
export interface MatteredSetup {
  readonly mode: RemovalMode;
  readonly ofContinuation: boolean;
}

/** Another text, what is copied from it, and what is measured; undefined where the reader has not chosen. */
export interface PatchSetup {
  readonly source: string | undefined;
  readonly kind: PatchQuestion['kind'];
  /** Ids of the vocabulary. */
  readonly plus: number | undefined;
  readonly minus: number | undefined;
  /** Whether the sweep goes on by itself. */
  readonly measures: boolean;
}

/** What the text is compared with. */
export interface CompareSetup {
  readonly with: 'text' | 'model' | 'changes';
  /** The other text; undefined until the reader has written one. */
  readonly source: string | undefined;
  /** What another model made of the text; undefined until one was chosen. */
  readonly model: OtherReading | undefined;
  /** Whether one is being chosen, or reads. */
  readonly reads: boolean;
}
