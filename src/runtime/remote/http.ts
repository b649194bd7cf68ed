// Requests to one server over HTTP, with a limit on everything: the time to connect, the time without a byte, the bytes
// of an answer. It follows no redirect, so that numbers go where the user said and nowhere else, and it keeps
// connections open between requests. Knows bytes, not what they mean.
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Failure } from '../../contract/failure.ts';

/** Enough for the text in the panel, the text at the caret and questions about both; further requests wait. */
const MAX_CONNECTIONS = 4;

export interface TimeLimits {
  /** The time for the name's look-up, TCP and TLS together. */
  readonly connectMs: number;
  /** The time without a byte in either direction, once connected. */
  readonly idleMs: number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** What follows the server's base address, with a slash in front. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body's parts, which are sent one after the other and not joined before. */
  readonly body?: readonly Uint8Array[];
  /** An answer with more bytes is given up as soon as that is known. */
  readonly maxBytes: number;
  /** In place of the server's own limit. */
  readonly idleMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A whole answer, whose body owns its buffer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array<ArrayBuffer>;
}

export class HttpServer {
  /** host[:port], as failures name it. */
  readonly host: string;
  readonly #base: URL;
  readonly #limits: TimeLimits;
  readonly #agent: HttpAgent;

  constructor(base: URL, limits: TimeLimits) {
    this.host = base.host;
    this.#base = base;
    this.#limits = limits;
    this.#agent = new (base.protocol === 'https:' ? HttpsAgent : HttpAgent)({
      keepAlive: true,
      maxSockets: MAX_CONNECTIONS,
    });
  }

  /** Closes all connections; a request that is under way fails. */
  close(): void {
    this.#agent.destroy();
  }

  /**
   * Sends a request and reads its whole answer. Every status but a redirect is an answer. Fails with cancelled,
   * remote-unreachable, remote-timeout, remote-cut, remote-redirect, remote-too-large.
   */
  async ask(asked: HttpRequest): Promise<HttpAnswer> {
    const first = await this.#try(asked);
    // The server may have closed a connection that was kept open while the request was on its way. This is no failure:
    // an inference changes nothing on a server, so that the request can be sent once more.
    const answer = first === 'stale' ? await this.#try(asked) : first;
    if (answer === 'stale') throw this.#cut();
    return answer;
  }

  /** 'stale' where a connection that was kept open ended before its answer began. */
  #try(asked: HttpRequest): Promise<HttpAnswer | 'stale'> {
    const { path, body = [], maxBytes, idleMs = this.#limits.idleMs, signal } = asked;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject({ code: 'cancelled' } satisfies Failure);
        return;
      }
      const request = this.#open(asked);
      let connected = false;
      let answered = false;
      let connecting: NodeJS.Timeout | undefined;
      const end = () => {
        clearTimeout(connecting);
        signal?.removeEventListener('abort', cancel);
      };
      const fail = (failure: Failure) => {
        end();
        reject(failure);
        request.destroy();
      };
      const cancel = () => fail({ code: 'cancelled' });
      signal?.addEventListener('abort', cancel);
      request.on('socket', (socket) => {
        connected = request.reusedSocket; // one that was kept open needs no time to connect
        if (connected) return;
        const { connectMs } = this.#limits;
        connecting = setTimeout(() => fail(this.#late('connection', connectMs)), connectMs);
        // A TLS socket, which alone has `encrypted`, can be used only after its handshake.
        socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
          connected = true;
          clearTimeout(connecting);
        });
      });
      request.setTimeout(idleMs, () => fail(this.#late('answer', idleMs)));
      request.on('error', (error) => {
        end();
        if (request.reusedSocket && !answered) resolve('stale');
        else reject(connected ? this.#cut() : this.#unreachable(error));
      });
      request.on('response', (response) => {
        answered = true;
        this.#read(response, path, maxBytes).then((answer) => {
          end();
          resolve(answer);
        }, fail);
      });
      for (const part of body) request.write(part);
      request.end();
    });
  }

  #open({ method, path, headers, body = [] }: HttpRequest): ClientRequest {
    const send = this.#base.protocol === 'https:' ? requestHttps : requestHttp;
    // Without its length Node would send the body in chunks (Transfer-Encoding: chunked).
    const length = body.reduce((sum, part) => sum + part.byteLength, 0);
    return send(`${this.#base.origin}${this.#base.pathname.replace(/\/$/, '')}${path}`, {
      method,
      agent: this.#agent,
      headers: { ...headers, ...(method === 'POST' && { 'content-length': length }) },
    });
  }

  async #read(response: IncomingMessage, path: string, maxBytes: number): Promise<HttpAnswer> {
    const { statusCode: status = 0, headers } = response;
    if (status >= 300 && status < 400) throw this.#redirected(headers.location);
    const tooLarge = { code: 'remote-too-large', host: this.host, path, limitBytes: maxBytes } satisfies Failure;
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge; // without it, the loop below counts
    const parts: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const part of response as AsyncIterable<Uint8Array>) {
        bytes += part.byteLength;
        if (bytes > maxBytes) throw tooLarge;
        parts.push(part);
      }
    } catch (thrown) {
      throw thrown === tooLarge ? tooLarge : this.#cut();
    }
    return { status, headers, body: joined(parts, bytes) };
  }

  #cut(): Failure {
    return { code: 'remote-cut', host: this.host };
  }

  #late(waitedFor: 'connection' | 'answer', ms: number): Failure {
    return { code: 'remote-timeout', host: this.host, waitedFor, seconds: ms / 1000 };
  }

  #redirected(to = ''): Failure {
    return { code: 'remote-redirect', host: this.host, to: to.slice(0, 200) };
  }

  /** Where a name has several addresses that all fail, Node's error has a code and an empty message. */
  #unreachable({ message, code }: NodeJS.ErrnoException): Failure {
    return { code: 'remote-unreachable', host: this.host, problem: message || code || 'no reason given' };
  }
}

function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
