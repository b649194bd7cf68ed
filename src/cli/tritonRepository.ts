// Writes a checkpoint as a model repository, as Triton, KServe and OpenVINO Model Server read it: every graph is a
// model, with the weights that it uses. Knows files, no server.
// Layout: https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/model_repository.html
import { cp, type FileHandle, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import onnxProto from 'onnx-proto';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { fileExists } from '../checkpoint/jsonFile.ts';
import { TENSOR_LIST, writeTensorList } from '../checkpoint/tensorList.ts';
import type { Failure } from '../contract/failure.ts';
import { signatureOf } from '../runtime/remote/graphSignature.ts';
import { chooseArchitecture } from '../transformer/chooseArchitecture.ts';
import { modelGraphs } from '../transformer/modelGraphs.ts';
import { modelConfig } from './tritonConfig.ts';
import { writeWhole } from './writeWhole.ts';

const { onnx } = onnxProto;
const MODEL = 'model.onnx';
/**
 * The file with the weights of one graph, beside it: onnxruntime refuses data outside the model's folder (since 1.24
 * also behind a symbolic link), servers fetch every model separately from a store, and a hard link of the whole file
 * would become a copy on the way. So every tensor is written once, but for an embedding that embed and unembed share.
 */
const WEIGHTS = 'model.onnx.data';
/**
 * Tensors begin at multiples of this, so that they can be memory-mapped:
 * https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
 */
const PAGE = 4096;
const COPY_BYTES = 8 * 1024 * 1024;
/** The other files that a client needs; those that exist are copied. */
const TEXT_FILES = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'vocab.json',
  'merges.txt',
  'added_tokens.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
];
/**
 * The file for --config_path of OpenVINO Model Server; base_path in it is relative to the file's folder.
 * https://docs.openvino.ai/2025/model-server/ovms_docs_parameters.html
 */
const OPENVINO_CONFIG = 'openvino.json';

export interface WrittenRepository {
  readonly models: readonly string[];
  readonly bytes: number;
}

/**
 * Writes all of `target` or nothing. Fails like openCheckpoint, and with file-unreadable where the target is not empty.
 */
export async function writeModelRepository(folder: string, target: string): Promise<WrittenRepository> {
  const opened = await openCheckpoint(folder);
  const { architecture, checkpoint } = chooseArchitecture(opened);
  const graphs = modelGraphs(checkpoint, architecture, architecture.shape(checkpoint));
  if (graphs.some(({ graph }) => graph.made.length > 0)) {
    const problem = 'a server needs safetensors files, and cannot read these numbers where they are';
    throw { code: 'file-unreadable', file: checkpoint.weightsFile, problem } satisfies Failure;
  }
  if (await isTaken(target)) {
    throw { code: 'file-unreadable', file: target, problem: 'there is something already' } satisfies Failure;
  }
  const unfinished = `${resolve(target)}.part`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    let bytes = 0;
    for (const { name, graph } of graphs) {
      bytes += await writeModel(join(unfinished, name), name, graph.encode(name), checkpoint.weightsFolder);
    }
    const models = graphs.map(({ name }) => name);
    await writeFile(join(unfinished, OPENVINO_CONFIG), openVinoConfig(models));
    await writeTensorList(join(unfinished, TENSOR_LIST), opened.tensors.values());
    for (const file of TEXT_FILES) {
      if (await fileExists(join(folder, file))) await cp(join(folder, file), join(unfinished, file), COPY);
    }
    await rm(target, { recursive: true, force: true }); // it is an empty folder, if it exists
    await mkdir(dirname(resolve(target)), { recursive: true });
    await rename(unfinished, target);
    return { models, bytes };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Links, as Hugging Face's cache has them, become files. */
const COPY = { dereference: true };

async function isTaken(target: string): Promise<boolean> {
  try {
    return (await readdir(target)).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Writes config.pbtxt, 1/model.onnx and 1/model.onnx.data, and gives the bytes of the weights. */
async function writeModel(folder: string, name: string, encoded: Uint8Array, weightsFolder: string): Promise<number> {
  const version = join(folder, '1');
  await mkdir(version, { recursive: true });
  await writeFile(join(folder, 'config.pbtxt'), modelConfig(name, signatureOf(encoded)));
  const model = onnx.ModelProto.decode(encoded);
  const weights = await open(join(version, WEIGHTS), 'wx');
  let end = 0;
  try {
    for (const tensor of model.graph?.initializer ?? []) {
      if (!tensor.externalData?.length) continue;
      const source = byteRangeOf(tensor.externalData);
      const begin = Math.ceil(end / PAGE) * PAGE;
      await copyBytes(join(weightsFolder, source.location), source, weights, begin);
      end = begin + source.length;
      tensor.externalData = externalData(begin, source.length);
    }
  } finally {
    await weights.close();
  }
  await writeFile(join(version, MODEL), onnx.ModelProto.encode(model).finish());
  return end;
}

interface ByteRange {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

function byteRangeOf(entries: readonly onnxProto.onnx.IStringStringEntryProto[]): ByteRange {
  const value = (key: string) => entries.find((entry) => entry.key === key)?.value ?? '';
  return { location: value('location'), offset: Number(value('offset')), length: Number(value('length')) };
}

function externalData(offset: number, length: number) {
  return Object.entries({ location: WEIGHTS, offset: String(offset), length: String(length) }).map(([key, value]) =>
    onnx.StringStringEntryProto.create({ key, value }),
  );
}

async function copyBytes(file: string, { offset, length }: ByteRange, to: FileHandle, at: number): Promise<void> {
  const from = await open(file, 'r');
  try {
    const buffer = new Uint8Array(Math.min(COPY_BYTES, length));
    for (let done = 0; done < length; ) {
      const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, length - done), offset + done);
      if (bytesRead === 0) throw { code: 'file-unreadable', file, problem: 'it became shorter' } satisfies Failure;
      await writeWhole(to, buffer.subarray(0, bytesRead), at + done);
      done += bytesRead;
    }
  } finally {
    await from.close();
  }
}

function openVinoConfig(models: readonly string[]): string {
  const list = models.map((name) => ({ config: { name, base_path: name } }));
  return `${JSON.stringify({ model_config_list: list }, null, 2)}\n`;
}
