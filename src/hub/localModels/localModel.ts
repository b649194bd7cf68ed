// A model that another program has put on this machine, and where such programs keep theirs. Knows no program.
import type { LocalModelProblem, ModelStore } from '../../contract/failure.ts';

export interface LocalModel {
  /** As the program that keeps it writes it. */
  readonly name: string;
  readonly store: ModelStore;
  /** The GGUF file, of a split model its first part, or the folder with safetensors; undefined where there is neither. */
  readonly path: string | undefined;
  /** Of all parts together. */
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly format: 'gguf' | 'safetensors';
  /** Such as Q4_K_M, where the program or the file's name says it. */
  readonly quantisation: string | undefined;
  /** Why it cannot be opened. */
  readonly problem: LocalModelProblem | undefined;
}

/** What a store has. */
export interface LocalModels {
  readonly store: ModelStore;
  readonly models: readonly LocalModel[];
  /** There is more than was looked at. */
  readonly isCut: boolean;
}

/** What tells where programs keep their models. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The folder of the whole system, which is / but in tests. */
  readonly root: string;
}

/** Lists a store's models by name. Never rejects but with cancelled; what cannot be read is left out. */
export type ListStore = (machine: Machine, signal: AbortSignal) => Promise<LocalModels>;
