// tokenscope.json: the tensors of a checkpoint by name, type and shape, beside a config.json whose weights are
// elsewhere. It is written when a model is exported for a server, which then has the weights. Knows no server.

import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { fileExists, readJsonObject } from './jsonFile.ts';
import { isKnownDtype, isSizes, type TensorEntry, tensorBytes } from './safetensors.ts';

export const TENSOR_LIST = 'tokenscope.json';
/** What holds the numbers of what is listed, where they are. */
const WEIGHTS = 'model.safetensors';
const VERSION = 1;
/** More than the largest safetensors header that is read, which lists the same in fewer bytes. */
const MAX_BYTES = 100_000_000;

/**
 * The listed tensors by name. Their numbers cannot be read, and who tries fails with file-missing. Fails with tensor-list-missing,
 * file-unreadable, json-invalid, tensor-invalid.
 */
export async function readTensorList(file: string): Promise<ReadonlyMap<string, TensorEntry>> {
  if (!(await fileExists(file))) throw { code: 'tensor-list-missing', file } satisfies Failure;
  const { version, tensors } = await readJsonObject(file, MAX_BYTES);
  if (version !== VERSION) throw invalid(file, `its version is ${JSON.stringify(version)}, not ${VERSION}`);
  if (!isRecord(tensors)) throw invalid(file, 'it has no tensors');
  const entries = Object.entries(tensors).map(([name, listed]) => entryOf(file, name, listed));
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/**
 * Writes what readTensorList() reads, without tensors of types that are not known: no graph uses them. Rejects with the
 * file system's error.
 */
export async function writeTensorList(file: string, tensors: Iterable<TensorEntry>): Promise<void> {
  const known = Array.from(tensors).filter(({ dtype }) => isKnownDtype(dtype));
  const entries = known.map(({ name, dtype, shape }) => [name, { dtype, shape }] as const);
  await writeFile(file, `${JSON.stringify({ version: VERSION, tensors: Object.fromEntries(entries) }, null, 1)}\n`);
}

function entryOf(file: string, name: string, listed: unknown): TensorEntry {
  const { dtype, shape } = (listed ?? {}) as { readonly dtype?: unknown; readonly shape?: unknown };
  if (!isKnownDtype(dtype) || !isSizes(shape)) {
    throw { code: 'tensor-invalid', file, tensor: name, problem: 'its type or shape is not one' } satisfies Failure;
  }
  const missingFile = join(dirname(file), WEIGHTS);
  return { name, file, storedIn: file, dtype, shape, offset: 0, bytes: tensorBytes(dtype, shape), missingFile };
}

function invalid(file: string, problem: string): Failure {
  return { code: 'json-invalid', file, problem };
}
