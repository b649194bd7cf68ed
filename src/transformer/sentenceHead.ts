// What stands behind the model in the folder of an embedding model, as the library sentence-transformers writes it:
// modules.json lists a pooling of the tokens' vectors and maps of what comes of it (EmbeddingGemma has two). The file knows
// folders and matrices, no text.

import { join } from 'node:path';
import { Config } from '../checkpoint/config.ts';
import { fileExists, readTextFile } from '../checkpoint/jsonFile.ts';
import { readFloats, readSafetensorsHeader } from '../checkpoint/safetensors.ts';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import type { Pooling } from '../contract/sentences.ts';

/** Published lists have a few hundred bytes. */
const MAX_MODULES_BYTES = 1_000_000;
/** Far more than any model has, of which each is a file to read. */
const MAX_MODULES = 20;

/** x Wᵀ + b, then perhaps tanh. */
export interface SentenceMap {
  readonly weight: Float32Array; // [to, from]
  readonly bias: Float32Array | undefined; // [to]
  readonly from: number;
  readonly to: number;
  readonly activation: 'none' | 'tanh';
}

export interface SentenceHead {
  /** undefined where the folder says nothing. */
  readonly pooling: Pooling | undefined;
  readonly maps: readonly SentenceMap[];
}

/** The keys of a pooling's configuration that can be on. A mean that is divided by √n has the same direction. */
const POOLINGS = {
  pooling_mode_cls_token: 'cls',
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_max_tokens: 'max',
  pooling_mode_mean_sqrt_len_tokens: 'mean',
  pooling_mode_lasttoken: 'last',
} as const;

/** Fails with config-unsupported for modules that are not there, config-invalid, file-missing, and like readFloats(). */
export async function sentenceHead(folder: string, width: number): Promise<SentenceHead> {
  let pooling: Pooling | undefined;
  const maps: SentenceMap[] = [];
  for (const { type, path } of await modulesOf(folder)) {
    const kind = type.slice(type.lastIndexOf('.') + 1);
    if (kind === 'Pooling') pooling = poolingOf(await Config.read(join(folder, path)));
    else if (kind === 'Dense') maps.push(await mapOf(join(folder, path), maps.at(-1)?.to ?? width));
    else if (kind !== 'Transformer' && kind !== 'Normalize')
      throw unsupported(join(folder, 'modules.json'), 'type', kind, ['Transformer', 'Pooling', 'Dense', 'Normalize']);
  }
  return { pooling, maps };
}

interface Module {
  readonly type: string;
  /** Of a folder in this one; empty for itself. */
  readonly path: string;
}

async function modulesOf(folder: string): Promise<readonly Module[]> {
  const file = join(folder, 'modules.json');
  if (!(await fileExists(file))) return [];
  const invalid = (problem: string): Failure => ({ code: 'json-invalid', file, problem });
  const text = await readTextFile(file, MAX_MODULES_BYTES);
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (!Array.isArray(list) || list.length > MAX_MODULES) throw invalid('not a list of modules');
  return list.map((one) => {
    const { type, path } = isRecord(one) ? one : {};
    if (typeof type !== 'string' || typeof path !== 'string') throw invalid('a module without a type and a path');
    if (path !== '' && !/^[\w-][\w.-]*$/.test(path)) throw invalid('a module in a folder that is not beside it');
    return { type, path };
  });
}

function poolingOf(config: Config): Pooling {
  const on = (Object.keys(POOLINGS) as (keyof typeof POOLINGS)[]).filter((key) => config.flag(key, false));
  config.mustBe('pooling_mode_weightedmean_tokens', false);
  const [first, ...others] = on;
  if (!first) return config.choice('pooling_mode', ['cls', 'mean', 'max'], 'mean');
  if (others.length > 0) throw unsupported(config.file, others[0], 'true', ['one pooling at a time']);
  return POOLINGS[first];
}

async function mapOf(folder: string, width: number): Promise<SentenceMap> {
  const config = await Config.read(folder);
  const [from, to] = [config.size('in_features'), config.size('out_features')];
  if (from !== width) throw config.invalid('in_features', `${from} where ${width} come in`);
  const name = config.choice('activation_function', Object.keys(ACTIVATIONS) as Activation[]);
  const file = join(folder, 'model.safetensors');
  const tensors = await readSafetensorsHeader(file);
  const read = async (tensor: string, count: number) => {
    const entry = tensors.get(tensor);
    if (!entry) throw { code: 'tensor-missing', file, tensor } satisfies Failure;
    const values = await readFloats(entry);
    if (values.length === count) return values;
    throw { code: 'tensor-invalid', file, tensor, problem: `${values.length} numbers, not ${count}` } satisfies Failure;
  };
  return {
    weight: await read('linear.weight', from * to),
    bias: config.flag('bias', true) ? await read('linear.bias', to) : undefined,
    from,
    to,
    activation: ACTIVATIONS[name],
  };
}

const ACTIVATIONS = {
  'torch.nn.modules.linear.Identity': 'none',
  'torch.nn.modules.activation.Tanh': 'tanh',
} as const;
type Activation = keyof typeof ACTIVATIONS;

function unsupported(file: string, key: string, value: string, supported: readonly string[]): Failure {
  return { code: 'config-unsupported', file, key, value, supported };
}

/** [n, from] → [n, to] */
export function mapped(values: Float32Array, { weight, bias, from, to, activation }: SentenceMap): Float32Array {
  const n = values.length / from;
  const made = new Float32Array(n * to);
  for (let row = 0; row < n; row++)
    for (let i = 0; i < to; i++) {
      let sum = bias ? bias[i] : 0;
      for (let j = 0; j < from; j++) sum += values[row * from + j] * weight[i * from + j];
      made[row * to + i] = activation === 'tanh' ? Math.tanh(sum) : sum;
    }
  return made;
}
