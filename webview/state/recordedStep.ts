// A step of generation as it is kept: its distribution, what drew it, how long it took, and what its token attends to in
// two bytes a weight. Pure.
import type { AttentionRows, GenerationStep, SamplingOptions } from '../../src/contract/readings.ts';

/** Levels from 0 to this: a weight is kept to within 8e-6. */
const HIGHEST = 65535;

/** What AttentionRows holds, with levels in place of weights. */
export interface KeptRows extends Omit<AttentionRows, 'values'> {
  readonly levels: Uint16Array<ArrayBuffer>;
}

export interface RecordedStep extends Omit<GenerationStep, 'attention'> {
  readonly attention: KeptRows;
  /** What it was drawn with, or would have been. */
  readonly sampling: SamplingOptions;
  /** Whether the reader chose it; else it was drawn. */
  readonly isChosen: boolean;
}

export type Origin = Pick<RecordedStep, 'sampling' | 'isChosen'>;

export function recordedStep({ attention, ...step }: GenerationStep, { sampling, isChosen }: Origin): RecordedStep {
  const { values, ...shape } = attention;
  const levels = Uint16Array.from(values, (weight) => Math.round(weight * HIGHEST));
  return { ...step, attention: { ...shape, levels }, sampling, isChosen };
}

export function attentionOf({ levels, ...shape }: KeptRows): AttentionRows {
  return { ...shape, values: Float32Array.from(levels, (level) => level / HIGHEST) };
}
