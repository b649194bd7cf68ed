// What the engine can be asked about layers that mix tokens without attention; a part of EngineApi. A run is a RunId, which that
// file has, as it needs this one. Types only.
import type { HeadRef, Matrix } from './readings.ts';
import type { StateCourse, StateDetail, StateMaps } from './stateReadings.ts';
import type { Span, TokenIndex } from './tokens.ts';

export interface StateApi {
  /**
   * Effective weights of a state in place of attention: what multiplies the value that each token (columns) wrote, in what
   * another (rows) reads. Computed by unrolling the recurrence; the model keeps only the state. Of either sign; a row need
   * not sum to 1; `max` is the weight furthest from 0. The cost grows with the rows asked for. Like the next four it fails
   * with question-invalid for a layer that has none.
   */
  stateWeights(run: string, head: HeadRef, rows: Span<TokenIndex>, columns: Span<TokenIndex>): Promise<Matrix>;
  /** All heads of one layer as pictures, at most `size` by `size` each, a byte a cell. */
  stateMaps(run: string, layer: number, size: number): Promise<StateMaps>;
  /** Those of all layers with a state, in order. As much work as a forward pass through them. */
  stateOverview(run: string, size: number): Promise<readonly StateMaps[]>;
  /** How a head's state fades and grows along the text, by the recurrence; of `mean` and `max` that of each head's numbers.
   * Under the delta rule the layer is run again for its strengths. */
  stateCourse(run: string, head: HeadRef): Promise<StateCourse>;
  /** What one query of one head reads of each token up to it, with what makes each weight. */
  stateDetail(
    run: string,
    head: { readonly layer: number; readonly head: number },
    token: TokenIndex,
  ): Promise<StateDetail>;
  /**
   * How long the part is that each token takes, through its layer's short convolution, from itself and from those before
   * it: the token itself first. Fails with question-invalid for a layer without one. [tokens, kernel]
   */
  convolutionTaps(run: string, layer: number): Promise<Matrix>;
}
