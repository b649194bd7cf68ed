// One inference of the test server: the request checked against the model's configuration, run, and answered in JSON or
// binary as it asks. From the specification; shares no code with the client.
import type { IncomingHttpHeaders } from 'node:http';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfigText } from './modelConfigText.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export function json(status: number, value: unknown): Answer {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: { 'content-type': 'application/json' }, body };
}

export interface ServedModel {
  readonly config: ModelConfigText;
  readonly session: InferenceSession;
}

interface RequestTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly parameters?: { readonly binary_data_size?: number };
  readonly data?: readonly number[];
}

interface RequestJson {
  readonly id?: string;
  readonly parameters?: { readonly binary_data_output?: boolean };
  readonly inputs: readonly RequestTensor[];
  readonly outputs?: readonly { readonly name: string; readonly parameters?: { readonly binary_data?: boolean } }[];
}

const ELEMENT = { FP32: { bytes: 4, type: 'float32' }, INT64: { bytes: 8, type: 'int64' } } as const;

class BadRequest extends Error {}

export async function infer(
  { config, session }: ServedModel,
  headers: IncomingHttpHeaders,
  body: Uint8Array,
  binary: boolean,
): Promise<Answer> {
  try {
    const header = headers['inference-header-content-length'];
    if (header !== undefined && !binary) throw new BadRequest('no binary tensor data here');
    const jsonBytes = header === undefined ? body.length : Number(header);
    const request: RequestJson = JSON.parse(new TextDecoder().decode(body.subarray(0, jsonBytes)));
    const feeds = feedsOf(request.inputs, config, body.subarray(jsonBytes), binary);
    const all = config.output.map(({ name }) => ({ name, parameters: undefined }));
    const asked = request.outputs ?? all;
    for (const { name } of asked) if (!all.some((one) => one.name === name)) throw new BadRequest(`no output ${name}`);
    const results = await session.run(
      feeds,
      asked.map(({ name }) => name),
    );
    const byDefault = request.parameters?.binary_data_output ?? false;
    return written(
      config.name,
      asked.map(({ name, parameters }) => ({
        name,
        tensor: results[name],
        binary: binary && (parameters?.binary_data ?? byDefault),
      })),
      request.id,
    );
  } catch (error) {
    return json(400, { error: (error as Error).message });
  }
}

function feedsOf(inputs: readonly RequestTensor[], config: ModelConfigText, data: Uint8Array, binary: boolean) {
  const feeds: Record<string, Tensor> = {};
  let at = 0;
  for (const { name, shape, datatype, parameters, data: values } of inputs) {
    const configured = config.input.find((one) => one.name === name);
    if (!configured) throw new BadRequest(`no input ${name}`);
    if (configured.data_type !== `TYPE_${datatype}`) throw new BadRequest(`${name} is ${datatype}`);
    const fits =
      shape.length === configured.dims.length &&
      shape.every((size, i) => size > 0 && [size, -1].includes(configured.dims[i]));
    if (!fits) throw new BadRequest(`${name} has the shape [${shape}], configured is [${configured.dims}]`);
    const { bytes, type } = ELEMENT[datatype as keyof typeof ELEMENT];
    const count = shape.reduce((product, size) => product * size, 1);
    if (parameters?.binary_data_size !== undefined) {
      if (!binary) throw new BadRequest('no binary tensor data here');
      const size = parameters.binary_data_size;
      if (size !== count * bytes || at + size > data.length) throw new BadRequest(`${name} has ${size} bytes`);
      const own = data.slice(at, at + size).buffer;
      feeds[name] = new Tensor(
        type,
        (datatype === 'FP32' ? new Float32Array(own) : new BigInt64Array(own)) as Float32Array,
        shape,
      );
      at += size;
    } else {
      if (values?.length !== count || values.some((value) => typeof value !== 'number'))
        throw new BadRequest(`${name} needs ${count} numbers`);
      const own = datatype === 'FP32' ? Float32Array.from(values) : BigInt64Array.from(values, BigInt);
      feeds[name] = new Tensor(type, own as Float32Array, shape);
    }
  }
  if (at !== data.length) throw new BadRequest(`${data.length - at} bytes belong to no input`);
  const missing = config.input.find(({ name }) => !(name in feeds));
  if (missing) throw new BadRequest(`no input ${missing.name} in the request`);
  return feeds;
}

interface Result {
  readonly name: string;
  readonly tensor: Tensor;
  readonly binary: boolean;
}

function written(model: string, results: readonly Result[], id: string | undefined): Answer {
  const floats = results.map(({ tensor }) => tensor.data as Float32Array);
  const outputs = results.map(({ name, tensor, binary }, i) => ({
    name,
    datatype: 'FP32',
    shape: tensor.dims,
    ...(binary ? { parameters: { binary_data_size: floats[i].byteLength } } : { data: Array.from(floats[i]) }),
  }));
  const answer = json(200, { model_name: model, model_version: '1', ...(id !== undefined && { id }), outputs });
  const binaries = floats.filter((_, i) => results[i].binary);
  if (binaries.length === 0) return answer;
  const data = binaries.map((values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(answer.body.length),
    },
    body: Buffer.concat([answer.body, ...data]),
  };
}
