// One server over HTTP, with a limit on everything: time to connect, time without a byte, bytes of an answer. Follows
// no redirect, keeps connections open between requests. Knows bytes, not what they mean.
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Failure } from '../../contract/failure.ts';

/** A text in the panel, one at the caret, what is asked about them: more at once wait for one another. */
const MAX_CONNECTIONS = 4;

export interface TimeLimits {
  /** Name look-up, TCP and TLS together. */
  readonly connectMs: number;
  /** Without a byte in either direction, once connected. */
  readonly idleMs: number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: readonly Uint8Array[];
  /** An answer with more is given up. */
  readonly maxBytes: number;
  readonly idleMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array<ArrayBuffer>;
}

export class HttpServer {
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

  /** Ends the connections that wait for more. */
  close(): void {
    this.#agent.destroy();
  }

  /** Any status but a redirect is an answer. Fails with cancelled and remote-unreachable, -timeout, -cut, -redirect, -too-large. */
  async ask(asked: HttpRequest): Promise<HttpAnswer> {
    const first = await this.#try(asked);
    // A connection that was kept open may have been closed by the other side just now: that is no fault of anybody's.
    const answer = first === 'stale' ? await this.#try(asked) : first;
    if (answer === 'stale') throw this.#cut();
    return answer;
  }

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
        connected = request.reusedSocket;
        if (connected) return;
        const { connectMs } = this.#limits;
        connecting = setTimeout(() => fail(this.#late('connection', connectMs)), connectMs);
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
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
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

  /** Where a name has several addresses, Node says only the code. */
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
