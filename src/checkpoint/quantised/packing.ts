// What is known of a matrix whose weights are spread over several tensors of a file: codes in one, scales in another. It
// hangs at the entry of the tensor that the model's code asks for, so that readers and graphs need no names. Types only.
import type { WeightStorage } from '../../contract/weightStorage.ts';

export interface Packing {
  readonly storage: WeightStorage;
  /** Weights as float32. */
  readonly rows: OfRows<Float32Array<ArrayBuffer>>; // [count · width]
  /** Where they are whole numbers times scales, in groups that onnxruntime has kernels for. */
  readonly groups?: PackedGroups;
  readonly float8?: Float8Matrix;
  readonly normalFloat?: NormalFloatMatrix;
}

/** weight = scale · (code - zero) - offset, with the same scale, zero and offset for a group of neighbours. */
export interface Grouping {
  readonly groupSize: number;
  /** Bits that a code takes in memory. */
  readonly codeBits: 4 | 8;
  /** That of all groups; none where each group has its own. */
  readonly zero: number | undefined;
  readonly hasOffset: boolean;
  /** About the middle of the codes, where there are offsets: products of centred codes do not cancel. */
  readonly centre: number;
}

/** What a group's codes are to be taken with. */
export interface GroupNumbers {
  readonly scales: Float32Array; // [count, groups]
  /** Empty where all groups have the same. */
  readonly zeros: Uint8Array; // [count, groups]
  /** Empty where there are none. */
  readonly offsets: Float32Array; // [count, groups]
}

/** What is read of some rows, from number `first` on. */
export type OfRows<Read> = (first: number, count: number) => Promise<Read>;

export interface PackedGroups extends Grouping {
  readonly codes: OfRows<Uint8Array>; // [count, width]
  readonly numbers: OfRows<GroupNumbers>;
  /** Where the codes are in the file, if onnxruntime can read them there: the first of each byte in its lower half. */
  readonly place?: FilePlace;
  /** Input number i of the stored order is this one of the model's: groups of inputs that are no neighbours. */
  readonly columns?: Int32Array;
}

export interface FilePlace {
  readonly storedIn: string;
  readonly offset: number;
  readonly bytes: number;
}

/** Floats of 8 bits, which half precision holds as they are, times a scale for so many neighbours of a row. */
export interface Float8Matrix {
  readonly halves: OfRows<Uint16Array<ArrayBuffer>>; // [count · width]
  /** Columns that share a scale. */
  readonly columns: number;
  readonly scales: OfRows<Float32Array<ArrayBuffer>>; // [count · width / columns]
}

/** Codes of 4 bits for the quantiles of a normal distribution, the first of each byte in its upper half. */
export interface NormalFloatMatrix {
  readonly place: FilePlace;
  /** Neighbours that share a scale, counted over all rows. */
  readonly blockSize: number;
  /** [rows · width / blockSize, rounded up] */
  scales(): Promise<Float32Array<ArrayBuffer>>;
}
