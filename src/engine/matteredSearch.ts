// What is known of one question about what mattered, between two times that it is asked. Types only.
import type { SpanSearch } from '../explain/spanSearch.ts';
import type { Sequence } from '../transformer/sequence.ts';

export interface MatteredSearch {
  readonly key: string;
  /** The run's tokens up to the last one that the outcome is read behind. */
  readonly sequence: Sequence;
  readonly search: SpanSearch;
  readonly bits: number;
  readonly attention: Float64Array;
  /** Whether the first token stays in sight. */
  readonly hasSink: boolean;
  /** The memory of what is read again. */
  readonly into: Sequence;
}
