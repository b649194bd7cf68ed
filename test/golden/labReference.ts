// What a folder of references of attribution holds: choices in lab.json and numbers in lab.safetensors. Reads them,
// computes nothing.
import { readBytes, type TensorEntry } from '../../src/checkpoint/safetensors.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import type { Transformer } from '../../src/transformer/transformer.ts';

/** What of lab.json is used here. */
export interface Lab {
  /** The folder of the checkpoint, below the root that the references were made in. */
  readonly checkpoint: string;
  readonly choices: InterventionChoices & {
    readonly steer: readonly { readonly layer: number; readonly position: number | 'all'; readonly alpha: number }[];
    readonly votes: readonly { readonly position: number; readonly target: number; readonly other?: number }[];
  };
}

export type Tensors = ReadonlyMap<string, TensorEntry>;

/** The text as it was read, and what is expected of it. */
export interface Measured {
  readonly model: Transformer;
  readonly sequence: Sequence;
  readonly choices: Lab['choices'];
  readonly tensors: Tensors;
}

/** What of lab.json's choices is used here. */
export interface InterventionChoices {
  /** Where logits are compared. */
  readonly positions: readonly number[];
  readonly 'hide.span': readonly number[];
  readonly 'hide.layer': { readonly layer: number; readonly key: number };
  readonly 'hide.edges': readonly {
    readonly layer: number;
    readonly head: number;
    readonly query: number;
    readonly key: number;
  }[];
  readonly 'ablate.scale': readonly { readonly layer: number; readonly head: number; readonly factor: number }[];
  readonly 'ablate.mean': { readonly layer: number; readonly head: number };
  readonly metric: { readonly plus: number; readonly minus: number };
  readonly 'patch.single': readonly {
    readonly what: 'resid' | 'attn' | 'mlp' | 'head';
    readonly layer: number;
    readonly head?: number;
    readonly position: number;
  }[];
}

export function entry(tensors: Tensors, name: string): TensorEntry {
  const found = tensors.get(name);
  if (!found) throw new Error(`there is no tensor ${name}`);
  return found;
}

export async function idsOf(tensors: Tensors, name: string): Promise<number[]> {
  const { file, offset, bytes } = entry(tensors, name);
  return Array.from(new BigInt64Array(await readBytes(file, offset, bytes)), Number);
}
