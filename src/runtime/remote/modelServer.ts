// A client of a server that speaks the Open Inference Protocol v2, such as Triton: asks whether it is ready, which
// extensions it has and what it knows of a model, and lets it run one. Knows the protocol's paths, no Transformer.
// https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md

import type { Failure } from '../../contract/failure.ts';
import { isRecord } from '../../contract/isRecord.ts';
import { type HttpAnswer, type HttpRequest, HttpServer, type TimeLimits } from './http.ts';
import {
  type AskedTensor,
  BINARY_EXTENSION,
  decodeInference,
  encodeInference,
  mostBytes,
  type RequestTensor,
} from './inferenceProtocol.ts';

/** A block of a large model takes a busy server seconds. One that sends nothing for two minutes is taken for dead. */
const LIMITS: TimeLimits = { connectMs: 10_000, idleMs: 120_000 };
/** A server computes nothing to describe itself: it gets less time for that. */
const METADATA_IDLE_MS = 20_000;
/** The description of a model with 1,000 inputs takes some 100 KB. */
const MAX_METADATA_BYTES = 1_000_000;
/** The characters that are kept of what a server says is wrong. */
const MAX_PROBLEM = 300;

/** A model's description, as far as it is looked at; nothing in it is checked yet. */
export interface ModelMetadata {
  readonly versions?: unknown;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
}

interface Connecting {
  readonly limits?: TimeLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface MetadataQuestion {
  readonly version?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class ModelServer {
  readonly host: string;
  readonly #http: HttpServer;
  readonly #limits: TimeLimits;
  /** Whether tensors travel as bytes, which is the binary tensor data extension, and not as lists in JSON. */
  #binary = false;

  private constructor(address: URL, limits: TimeLimits) {
    this.#http = new HttpServer(address, limits);
    this.host = this.#http.host;
    this.#limits = limits;
  }

  /**
   * Asks whether the server is ready, and which extensions it has. Fails with remote-not-ready, remote-status,
   * remote-answer-invalid and what HttpServer.ask() fails with.
   */
  static async connect(address: URL, { limits = LIMITS, signal }: Connecting = {}): Promise<ModelServer> {
    const server = new ModelServer(address, limits);
    const ready = await server.#http.ask(server.#getRequest('/v2/health/ready', signal));
    if (ready.status !== 200) {
      throw { code: 'remote-not-ready', host: server.host, status: ready.status } satisfies Failure;
    }
    const { extensions } = await server.#json('/v2', signal);
    server.#binary = Array.isArray(extensions) && extensions.includes(BINARY_EXTENSION);
    return server;
  }

  close(): void {
    this.#http.close();
  }

  /** What the server knows of a model, or of one version of it. Fails like connect(), but for remote-not-ready. */
  async metadata(model: string, { version, signal }: MetadataQuestion = {}): Promise<ModelMetadata> {
    return await this.#json(modelPath(model, version), signal);
  }

  /**
   * Runs a model once. Returns the outputs that are asked for, in their order, row-major in their shapes. An answer
   * that does not fit is remote-answer-invalid; other failures are those of metadata(), and cancelled.
   */
  async infer(
    model: { readonly name: string; readonly version: string | undefined },
    inputs: readonly RequestTensor[],
    outputs: readonly AskedTensor[],
    signal: AbortSignal | undefined,
  ): Promise<Float32Array<ArrayBuffer>[]> {
    const path = `${modelPath(model.name, model.version)}/infer`;
    const request = encodeInference(inputs, outputs, this.#binary);
    const maxBytes = mostBytes(outputs, this.#binary);
    const answer = await this.#successful({ method: 'POST', path, ...request, maxBytes, signal });
    return decodeInference(answer, outputs, (problem) => this.#invalid(path, problem));
  }

  async #json(path: string, signal: AbortSignal | undefined): Promise<Readonly<Record<string, unknown>>> {
    const { body } = await this.#successful(this.#getRequest(path, signal));
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(body));
      if (isRecord(value)) return value;
    } catch (error) {
      throw this.#invalid(path, (error as Error).message);
    }
    throw this.#invalid(path, 'not a JSON object');
  }

  #getRequest(path: string, signal: AbortSignal | undefined): HttpRequest {
    const idleMs = Math.min(METADATA_IDLE_MS, this.#limits.idleMs);
    return { method: 'GET', path, maxBytes: MAX_METADATA_BYTES, idleMs, signal };
  }

  /** An answer with status 200; any other one is thrown as remote-status, with what the server says about it. */
  async #successful(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.#http.ask(request);
    if (answer.status === 200) return answer;
    const { host } = this;
    const { path } = request;
    throw { code: 'remote-status', host, path, status: answer.status, problem: said(answer.body) } satisfies Failure;
  }

  #invalid(path: string, problem: string): Failure {
    return { code: 'remote-answer-invalid', host: this.host, path, problem: problem.slice(0, MAX_PROBLEM) };
  }
}

function modelPath(model: string, version: string | undefined): string {
  const path = `/v2/models/${encodeURIComponent(model)}`;
  return version === undefined ? path : `${path}/versions/${encodeURIComponent(version)}`;
}

/** The problem as an answer states it: as { "error": … }, which the protocol demands, or in the page of a proxy. */
function said(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, 10_000));
  try {
    const { error } = JSON.parse(text);
    if (typeof error === 'string') return error.slice(0, MAX_PROBLEM);
  } catch {
    // It is no JSON: the text itself is what the server says.
  }
  return text.trim().slice(0, MAX_PROBLEM);
}
