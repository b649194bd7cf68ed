// A server of the Open Inference Protocol v2 over HTTP for tests, written from the specification and not from the
// client: it reads a model repository as Triton does and runs its graphs with onnxruntime.
// https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
// https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { type Answer, infer, json, type ServedModel } from './inference.ts';
import { type ConfigTensor, parseModelConfig } from './modelConfigText.ts';

export interface ServerOptions {
  /** Has the binary tensor data extension. */
  readonly binary: boolean;
  /** What is sent in place of the right answer; may write to the response itself and answer nothing. */
  readonly spoil?: (path: string, answer: Answer, response: ServerResponse) => Answer | undefined;
}

export interface InferenceServer {
  readonly url: string;
  /** Of all requests so far. */
  readonly paths: readonly string[];
  /** Bytes of the bodies of all inference requests. */
  readonly bytesReceived: () => number;
  close(): Promise<void>;
}

export async function startInferenceServer(repository: string, options: ServerOptions): Promise<InferenceServer> {
  const models = await loadRepository(repository);
  const paths: string[] = [];
  let received = 0;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    paths.push(path);
    const body = await bodyOf(request);
    if (request.method === 'POST') received += body.length;
    const right = await answered(models, request, body, options.binary);
    const answer = options.spoil ? options.spoil(path, right, response) : right;
    if (answer) send(response, answer);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    bytesReceived: () => received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      for (const { session } of models.values()) await session.release();
    },
  };
}

/** Every folder is a model; files in between are none. */
async function loadRepository(repository: string): Promise<ReadonlyMap<string, ServedModel>> {
  const models = new Map<string, ServedModel>();
  for (const entry of await readdir(repository, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(repository, entry.name);
    const config = parseModelConfig(await readFile(join(folder, 'config.pbtxt'), 'utf8'));
    if (config.name !== entry.name) throw new Error(`${entry.name} calls itself ${config.name}`);
    if (config.backend !== 'onnxruntime') throw new Error(`no backend ${config.backend}`);
    if (config.max_batch_size !== 0) throw new Error('this server knows no batches');
    const session = await InferenceSession.create(join(folder, '1', config.default_model_filename), {
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      enableCpuMemArena: false,
      logSeverityLevel: 3,
    });
    checkNames(entry.name, 'inputs', session.inputNames, config.input);
    checkNames(entry.name, 'outputs', session.outputNames, config.output);
    models.set(entry.name, { config, session });
  }
  return models;
}

/** Triton refuses a configuration that names other tensors than the graph. */
function checkNames(model: string, kind: string, names: readonly string[], configured: readonly ConfigTensor[]): void {
  const listed = configured.map(({ name }) => name).toSorted();
  if (names.toSorted().join() !== listed.join())
    throw new Error(`${model}: ${kind} ${names}, configured are ${listed}`);
}

type Models = ReadonlyMap<string, ServedModel>;

async function answered(models: Models, request: IncomingMessage, body: Uint8Array, binary: boolean): Promise<Answer> {
  const path = request.url ?? '';
  const method = request.method ?? '';
  if (method === 'GET' && (path === '/v2/health/live' || path === '/v2/health/ready')) return json(200, { live: true });
  if (method === 'GET' && path === '/v2') {
    return json(200, { name: 'test', version: '1', extensions: binary ? ['binary_tensor_data'] : [] });
  }
  const [, name = '', version, action] = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/(\w+))?$/.exec(path) ?? [];
  const model = models.get(decodeURIComponent(name));
  if (!model || (version !== undefined && version !== '1')) return json(404, { error: `unknown model ${name}` });
  if (method === 'GET' && action === undefined) return json(200, metadata(model));
  if (method === 'POST' && action === 'infer') return await infer(model, request.headers, body, binary);
  return json(400, { error: `${method} ${path} is not supported` });
}

function metadata({ config }: ServedModel) {
  const described = ({ name, data_type, dims }: ConfigTensor) => ({
    name,
    datatype: data_type.replace('TYPE_', ''),
    shape: dims,
  });
  const { name, input, output } = config;
  const tensors = { inputs: input.map(described), outputs: output.map(described) };
  return { name, versions: ['1'], platform: 'onnxruntime_onnx', ...tensors };
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'content-length': body.length, ...headers });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of request) parts.push(part);
  } catch {
    // whoever asked has gone
  }
  return new Uint8Array(Buffer.concat(parts)); // its own memory, which slice() of a Buffer is not
}
