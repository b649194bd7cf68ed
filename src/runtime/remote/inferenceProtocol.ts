// One inference of the Open Inference Protocol v2 as bytes: tensors become a request, and an answer becomes tensors.
// Knows no server and no model.
//
// The request and the answer are JSON, where a tensor's numbers are row-major. Two ids are sent so:
//   {"inputs": [{"name": "ids", "shape": [2], "datatype": "INT64", "data": [7, 9]}], "outputs": [{"name": "residual"}]}
// With the binary tensor data extension an input has "parameters": {"binary_data_size": 16} in place of "data", and its
// 16 bytes follow the JSON; an answer may do the same. A header says how many bytes of the body are JSON.
// https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
// https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md

import type { Datatype } from './graphSignature.ts';
import type { HttpAnswer } from './http.ts';

/** The extension's name in the list that a server gives of its own. */
export const BINARY_EXTENSION = 'binary_tensor_data';
/** The header with the number of bytes that are JSON; the tensors' bytes follow in the order of that JSON. */
const HEADER_LENGTH = 'inference-header-content-length';
/**
 * JSON has no infinity. The lowest float32 stands for the mask's -∞, and is as good as it: beside any score, softmax
 * makes a weight of 0 of it. In answers it becomes -∞ again.
 */
const LOWEST = -3.4028234663852886e38;
/** Room for the JSON around the numbers, including what a server adds of its own. */
const AROUND_BYTES = 64 * 1024;
/** The longest number that JSON may have for a double, such as -1.2345678901234567e-100, and a comma. */
const JSON_NUMBER_BYTES = 25;

export interface RequestTensor {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  /** The extension wants little-endian numbers, and every machine that VS Code runs on has its numbers so. */
  readonly values: Float32Array | BigInt64Array;
}

/** An output that is asked for, and the shape that it must have. Outputs are always float32. */
export interface AskedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The body is in parts, so that no tensor is copied to join it. */
export interface InferenceRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
}

/**
 * The request that runs a model: as JSON, or with tensors as bytes if the server knows that extension (`binary`). The
 * body then has views of the inputs' memory, which must not change until it is sent.
 */
export function encodeInference(
  inputs: readonly RequestTensor[],
  outputs: readonly AskedTensor[],
  binary: boolean,
): InferenceRequest {
  const described = inputs.map(({ name, datatype, shape, values }) => ({
    name,
    shape,
    datatype,
    ...(binary ? { parameters: { binary_data_size: values.byteLength } } : { data: Array.from(values, jsonNumber) }),
  }));
  const asked = outputs.map(({ name }) => ({ name, parameters: { binary_data: binary } }));
  const json = new TextEncoder().encode(JSON.stringify({ inputs: described, outputs: asked }));
  if (!binary) return { headers: { 'content-type': 'application/json' }, body: [json] };
  const headers = { 'content-type': 'application/octet-stream', [HEADER_LENGTH]: String(json.length) };
  const data = inputs.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return { headers, body: [json, ...data] };
}

/** The most bytes that an answer with all of these outputs can have; a longer one need not be read. */
export function mostBytes(outputs: readonly AskedTensor[], binary: boolean): number {
  const numbers = outputs.reduce((sum, { shape }) => sum + count(shape), 0);
  return AROUND_BYTES + numbers * (binary ? Float32Array.BYTES_PER_ELEMENT : JSON_NUMBER_BYTES);
}

/**
 * The outputs' numbers in the order of `asked`; the server may answer in another order and add outputs. What is wrong
 * with an answer (a missing output, another type, shape or length, a NaN) is thrown as the failure that `refused` makes
 * of it. `body` must own its buffer.
 */
export function decodeInference(
  { headers, body }: Pick<HttpAnswer, 'headers' | 'body'>,
  asked: readonly AskedTensor[],
  refused: (problem: string) => unknown,
): Float32Array<ArrayBuffer>[] {
  const jsonLength = headerLength(headers[HEADER_LENGTH], body.length, refused);
  const outputs = outputsOf(body.subarray(0, jsonLength), refused);
  let at = jsonLength;
  const found = new Map<string, Float32Array<ArrayBuffer>>();
  for (const output of outputs) {
    const wanted = asked.find(({ name }) => name === output.name);
    const bytes = output.parameters?.binary_data_size;
    if (wanted) checkKind(output, wanted, refused);
    if (bytes !== undefined) {
      if (!isSize(bytes) || at + bytes > body.length)
        throw refused(`${output.name} has ${bytes} bytes, of which ${body.length - at} came`);
      if (wanted) found.set(wanted.name, fromBytes(body.buffer, at, bytes, wanted, refused));
      at += bytes;
    } else if (wanted) found.set(wanted.name, fromJson(output.data, wanted, refused));
  }
  if (at !== body.length) throw refused(`${body.length - at} bytes more than announced`);
  return asked.map(({ name }) => {
    const values = found.get(name);
    if (!values) throw refused(`${name} is missing`);
    const bad = values.findIndex(Number.isNaN);
    if (bad >= 0) throw refused(`number ${bad} of ${name} is not a number`);
    return values;
  });
}

/** An output of the answer's JSON, of which nothing is checked yet. */
interface AnsweredTensor {
  readonly name?: unknown;
  readonly datatype?: unknown;
  readonly shape?: unknown;
  readonly parameters?: { readonly binary_data_size?: unknown };
  readonly data?: unknown;
}

/** The number of bytes that are JSON: all of them where there is no header. */
function headerLength(header: unknown, bodyLength: number, refused: (problem: string) => unknown): number {
  if (header === undefined) return bodyLength;
  const length = Number(header);
  if (!isSize(length) || length > bodyLength) throw refused(`announces ${header} bytes of JSON in ${bodyLength}`);
  return length;
}

function outputsOf(json: Uint8Array, refused: (problem: string) => unknown): readonly AnsweredTensor[] {
  let answer: { readonly outputs?: unknown } | null;
  try {
    answer = JSON.parse(new TextDecoder().decode(json));
  } catch (error) {
    throw refused((error as Error).message);
  }
  if (!Array.isArray(answer?.outputs)) throw refused('it has no outputs');
  return answer.outputs.map((output: unknown) => output ?? {});
}

function checkKind(
  { name, datatype, shape }: AnsweredTensor,
  wanted: AskedTensor,
  refused: (problem: string) => unknown,
) {
  if (datatype !== 'FP32') throw refused(`${name} is ${JSON.stringify(datatype)} where FP32 was asked for`);
  if (!Array.isArray(shape) || shape.join() !== wanted.shape.join())
    throw refused(`${name} has the shape ${JSON.stringify(shape)}, expected was [${wanted.shape}]`);
}

function fromBytes(
  buffer: ArrayBuffer,
  at: number,
  bytes: number,
  { name, shape }: AskedTensor,
  refused: (problem: string) => unknown,
): Float32Array<ArrayBuffer> {
  const needs = count(shape) * Float32Array.BYTES_PER_ELEMENT;
  if (bytes !== needs) throw refused(`${name} has ${bytes} bytes, its shape needs ${needs}`);
  return new Float32Array(buffer.slice(at, at + bytes)); // a view would have to begin at a multiple of 4
}

/** The numbers of a list that is flat or nested like the shape; the protocol allows both. */
function fromJson(
  data: unknown,
  { name, shape }: AskedTensor,
  refused: (problem: string) => unknown,
): Float32Array<ArrayBuffer> {
  const flat: readonly unknown[] = Array.isArray(data) ? data.flat(shape.length) : [];
  if (flat.length !== count(shape))
    throw refused(`${name} has ${flat.length} numbers, its shape needs ${count(shape)}`);
  return Float32Array.from(flat, (value) => {
    if (typeof value !== 'number') return Number.NaN; // such as null: JSON has no NaN
    return value <= LOWEST ? Number.NEGATIVE_INFINITY : value;
  });
}

function jsonNumber(value: number | bigint): number {
  return value === Number.NEGATIVE_INFINITY ? LOWEST : Number(value);
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
