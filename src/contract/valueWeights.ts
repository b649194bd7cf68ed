// Attention weighted by the length of what it moves. Types only; src/explain/valueWeighted.ts says how.
import type { Matrix } from './readings.ts';

export interface ValueWeights {
  /** α_ij, as `attention` has it. [rows, columns] */
  readonly raw: Matrix;
  /** α_ij · |v_j W_O|, with the query's gate on v_j where there is one; of the mean and the maximum over heads, each head's own. [rows, columns] */
  readonly weighted: Matrix;
  /** How each head of the layer treats the first token, over the rows that were asked for. [heads] */
  readonly firstToken: readonly FirstToken[];
}

/**
 * A head that has nothing to look at rests on the first token, whose value is short (attention sink: Xiao et al. 2023,
 * https://arxiv.org/abs/2309.17453): then its attention is large and moves little.
 */
export interface FirstToken {
  /** The mean attention of later queries on the first token; 0 where no later query was asked for. */
  readonly attention: number;
  /** |v_0 W_O|; behind a gate the mean over the queries that were asked for. */
  readonly length: number;
  /** The median of |v_j W_O| over all other tokens; 0 where there are none. */
  readonly otherLength: number;
}
