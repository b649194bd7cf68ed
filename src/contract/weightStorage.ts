// How most weights of a file are stored, where they are not plain numbers. Types only.

export interface WeightStorage {
  /** As its makers write it: MLX, GPTQ, AWQ, compressed-tensors, FP8, NF4. */
  readonly method: string;
  readonly bits: number;
  readonly shared: ScaleSharing;
}

/** Which weights have one scale: so many neighbours of a row, a whole row, a rectangle, or all of the matrix. */
export type ScaleSharing =
  | { readonly kind: 'group'; readonly size: number }
  | { readonly kind: 'row' }
  | { readonly kind: 'block'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'matrix' };
