// Names of tensors without what training put around the model: torch.compile, data-parallel and sharding modules each hold
// the model as a member, whose name then stands in all names of its tensors. The file knows no architecture.

import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { isFailure } from '../contract/failure.ts';
import { Graph } from '../onnx/graph.ts';
import type { Architecture, ModelShape } from './architecture.ts';

/** The members of torch.compile, FSDP and checkpointed activations, which may also hold one block each. */
const WRAPPERS = new Set(['_orig_mod', '_fsdp_wrapped_module', '_checkpoint_wrapped_module']);

/** No published file has more than three parts in front; anybody may have written the file. */
const MAX_PARTS = 6;

/**
 * The checkpoint with the names that the architecture has. Where its tables are not found, parts that all names begin
 * with are taken away, one after the other, until they are: 'module.transformer.wte.weight' →
 * 'transformer.wte.weight'. Which part is too much cannot be told from the names alone: most files of Llama without a
 * head have nothing but names that begin with 'model.'. A checkpoint whose tables are not found at all stays as it is.
 */
export function unwrappedNames(checkpoint: Checkpoint, architecture: Architecture, shape: ModelShape): Checkpoint {
  const bare = renamed(renamed(checkpoint, withoutWrappers), withNewNorms);
  const candidates = sharedPrefixes(bare).map((prefix) => renamed(bare, (name) => name.slice(prefix.length)));
  return candidates.find((candidate) => hasTables(candidate, architecture, shape)) ?? bare;
}

/** Whether the way in finds its tensors; what else may be wrong with them is said when the graphs are written. */
function hasTables(checkpoint: Checkpoint, architecture: Architecture, shape: ModelShape): boolean {
  try {
    architecture.embed(new Graph('float32'), checkpoint, shape);
    return true;
  } catch (failure) {
    if (isFailure(failure)) return failure.code !== 'tensor-missing';
    throw failure;
  }
}

/** 'model.layers.0._orig_mod.mlp.up_proj.weight' → 'model.layers.0.mlp.up_proj.weight' */
function withoutWrappers(name: string): string {
  const parts = name.split('.');
  return parts.some((part) => WRAPPERS.has(part)) ? parts.filter((part) => !WRAPPERS.has(part)).join('.') : name;
}

/** TensorFlow's names, which the first BERT files have: 'LayerNorm.gamma' → 'LayerNorm.weight', beta → bias */
function withNewNorms(name: string): string {
  return name
    .replace(/(^|\.)LayerNorm\.gamma$/, '$1LayerNorm.weight')
    .replace(/(^|\.)LayerNorm\.beta$/, '$1LayerNorm.bias');
}

/** What all names begin with, in whole parts: 'module.h.0.ln_1.weight' and others → '', 'module.' */
function sharedPrefixes({ tensors }: Checkpoint): readonly string[] {
  const [first = ''] = tensors.keys();
  const parts = first.split('.', MAX_PARTS);
  const prefixes = parts.map((_, count) =>
    parts
      .slice(0, count)
      .map((part) => `${part}.`)
      .join(''),
  );
  return prefixes.filter((prefix) => [...tensors.keys()].every((name) => name.startsWith(prefix)));
}

/** The checkpoint itself where no name changes, or where two tensors would get the same. */
function renamed(checkpoint: Checkpoint, rename: (name: string) => string): Checkpoint {
  const { tensors } = checkpoint;
  const names = new Map([...tensors].map(([name, tensor]) => [rename(name), tensor]));
  const isSame = names.size < tensors.size || [...names.keys()].every((name) => tensors.has(name));
  return isSame ? checkpoint : { ...checkpoint, tensors: names };
}
