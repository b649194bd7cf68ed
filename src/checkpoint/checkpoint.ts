// A checkpoint folder as Hugging Face's transformers writes it (save_pretrained): config.json and model.safetensors, or
// several shards and an index of them; or a GGUF file, which holds all of it. It is opened without reading weights, and a tensor is handed out by name only
// after its type and shape were checked. Knows no architecture.

import { basename, dirname, join } from 'node:path';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { MAX_INDEX_BYTES, shardNames } from '../contract/shardNames.ts';
import { Config } from './config.ts';
import { BLOCK_TYPE_NAMES, blockType, isGgmlType } from './ggml/ggmlTypes.ts';
import { type GgufSentences, ggufFileOf, openGguf } from './gguf/openGguf.ts';
import { fileExists, readTextFile } from './jsonFile.ts';
import { namedAsPublished } from './mlxNames.ts';
import { quantisedTensors } from './quantised/quantisedTensors.ts';
import { readSafetensorsHeader, type TensorEntry } from './safetensors.ts';
import { parseStrictJson } from './strictJson.ts';
import { readTensorList, TENSOR_LIST } from './tensorList.ts';

export interface Checkpoint {
  readonly folder: string;
  readonly name: string;
  readonly config: Config;
  /** The file that lists the tensors: the only safetensors file, the index of the shards, or tokenscope.json. */
  readonly weightsFile: string;
  /** The folder that holds the files with the tensors once links are followed. */
  readonly weightsFolder: string;
  /** The tensors by name. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** The bytes of all tensors together, also of buffers that are not parameters. */
  readonly weightBytes: number;
  /** What a GGUF file says about vectors of texts; other checkpoints are folders, which have files for that. */
  readonly sentences?: GgufSentences | undefined;
}

const WEIGHTS = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';

/**
 * Opens a folder, or a GGUF file. Without `readsWeights`, tokenscope.json may list the tensors in place of safetensors files. Fails
 * with file-missing, file-unreadable, json-invalid (also for an index that leads out of the folder),
 * safetensors-header, safetensors-truncated, gguf-header, gguf-part-missing, tensor-invalid, tensor-list-missing, and like
 * quantisedTensors().
 */
export async function openCheckpoint(folder: string, readsWeights = true): Promise<Checkpoint> {
  const gguf = await ggufFileOf(folder);
  if (gguf !== undefined) return checkpointOf(folder, await openGguf(gguf));
  const stored = await Config.read(folder);
  const { weightsFile, tensors: all } = readsWeights ? await readWeights(folder) : await listWeights(folder);
  const { config, tensors } = await quantisedTensors({ config: stored, tensors: all });
  return checkpointOf(folder, { config, weightsFile, tensors: namedAsPublished(config, tensors), bytes: bytesOf(all) });
}

type Opened = Pick<Checkpoint, 'config' | 'weightsFile' | 'tensors' | 'sentences'> & { readonly bytes?: number };

function bytesOf(tensors: ReadonlyMap<string, TensorEntry>): number {
  return [...tensors.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}

function checkpointOf(folder: string, opened: Opened): Checkpoint {
  const { config, weightsFile, tensors, sentences } = opened;
  const weightBytes = opened.bytes ?? bytesOf(tensors);
  const weightsFolder = onlyFolder(folder, tensors);
  const name = basename(folder).replace(/\.gguf$/i, '');
  return { folder, name, config, weightsFile, weightsFolder, tensors, weightBytes, sentences };
}

/**
 * onnxruntime looks for all weights of a graph in one folder. Fails with file-unreadable where links lead to several.
 */
function onlyFolder(folder: string, tensors: ReadonlyMap<string, TensorEntry>): string {
  const [first, ...others] = new Set([...tensors.values()].map(({ storedIn }) => dirname(storedIn)));
  if (others.length === 0) return first ?? folder;
  const problem = `its safetensors files are links into several folders: ${[first, ...others].join(', ')}`;
  throw { code: 'file-unreadable', file: folder, problem } satisfies Failure;
}

type WeightFiles = Pick<Checkpoint, 'weightsFile' | 'tensors'>;

async function readWeights(folder: string): Promise<WeightFiles> {
  const single = join(folder, WEIGHTS);
  const index = join(folder, INDEX);
  if ((await fileExists(single)) || !(await fileExists(index))) {
    return { weightsFile: single, tensors: await readSafetensorsHeader(single) };
  }
  return { weightsFile: index, tensors: await readShards(folder, index) };
}

/**
 * The tensors of a folder that need not have the weights themselves: without them, tokenscope.json lists the tensors.
 */
async function listWeights(folder: string): Promise<WeightFiles> {
  if ((await fileExists(join(folder, WEIGHTS))) || (await fileExists(join(folder, INDEX)))) return readWeights(folder);
  const weightsFile = join(folder, TENSOR_LIST);
  return { weightsFile, tensors: await readTensorList(weightsFile) };
}

/**
 * The tensors of all shards that the index names. It says which shard has a tensor that is in several; where it is wrong,
 * the shards count: published ones list a tied head that was not stored, and forget what was added later. In
 * transformers, too, every shard is read as a whole.
 */
async function readShards(folder: string, index: string): Promise<ReadonlyMap<string, TensorEntry>> {
  const { weight_map: map } = parseStrictJson(await readTextFile(index, MAX_INDEX_BYTES), index);
  const shards = shardNames(map);
  if (typeof shards === 'string' || !isRecord(map)) throw badIndex(index, String(shards));
  const tensors = new Map<string, TensorEntry>();
  for (const shard of shards) {
    for (const [name, tensor] of await readSafetensorsHeader(join(folder, shard))) {
      if (!tensors.has(name) || map[name] === shard) tensors.set(name, tensor);
    }
  }
  return tensors;
}

function badIndex(file: string, problem: string): Failure {
  return { code: 'json-invalid', file, problem };
}

/**
 * Whether mlx-lm has rewritten the model, as the order of its convolutions' axes tells. What else it rewrites differs by
 * architecture.
 */
export function isRewrittenByMlx({ tensors }: Pick<Checkpoint, 'tensors'>): boolean {
  return [...tensors.values()].some(({ turned }) => turned);
}

/**
 * The tensor of that name if it is float32, float16 or bfloat16 and has the shape that the architecture needs. Fails
 * with tensor-missing, tensor-invalid.
 */
export function floatTensor(checkpoint: Checkpoint, name: string, shape: readonly number[]): TensorEntry {
  const tensor = presentTensor(checkpoint, name);
  const isFloat = tensor.dtype === 'F32' || tensor.dtype === 'F16' || tensor.dtype === 'BF16';
  if (!isFloat && !tensor.packing && !blockType(tensor.dtype)) {
    const known = isGgmlType(tensor.dtype)
      ? `one of F32, F16, BF16, ${BLOCK_TYPE_NAMES.join(', ')}`
      : 'F32, F16 or BF16';
    throw invalid(tensor, `${tensor.dtype} where ${known} is needed`);
  }
  return ofShape(checkpoint, tensor, shape);
}

/** The same of a tensor of bytes, which weights were packed into. */
export function byteTensor(checkpoint: Checkpoint, name: string, shape: readonly number[]): TensorEntry {
  const tensor = presentTensor(checkpoint, name);
  if (tensor.dtype !== 'U8') throw invalid(tensor, `${tensor.dtype} where U8 is needed`);
  return ofShape(checkpoint, tensor, shape);
}

function presentTensor({ tensors, weightsFile: file }: Checkpoint, name: string): TensorEntry {
  const tensor = tensors.get(name);
  if (!tensor) throw { code: 'tensor-missing', file, tensor: name } satisfies Failure;
  return tensor;
}

function ofShape({ config }: Checkpoint, tensor: TensorEntry, shape: readonly number[]): TensorEntry {
  if (tensor.shape.join() !== shape.join()) {
    throw invalid(tensor, `${basename(config.file)} says [${shape}], the file has [${tensor.shape}]`);
  }
  return tensor;
}

function invalid({ file, name: tensor }: TensorEntry, problem: string): Failure {
  return { code: 'tensor-invalid', file, tensor, problem };
}
