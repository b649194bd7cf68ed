// One request to a hub. Redirects are followed here, so that a token never goes to another host, and no silence may be
// longer than the retry policy says. Knows what a status means, not what the body holds.
//
// It uses the global fetch, since VS Code's extension host replaces that by one that honours http.proxy, http.noProxy
// and the system's certificates (http.fetchAdditionalSupport, on by default). VS Code patches node:http and node:https,
// too, but not the functions that an ES module imported by name before that.
import type { HubAnswerProblem, HubFailure } from '../contract/failure.ts';
import { leadsInward } from './inward.ts';
import { cancelled, RetryableError, type RetryPolicy, retryAfterMs } from './retry.ts';

export interface Hub {
  /** The origin, and a path where a mirror has one, without a slash at the end. */
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly retryPolicy: RetryPolicy;
}

export interface HubRequest {
  readonly url: string;
  /** The repository, for the failure when the hub refuses it. */
  readonly repo: string;
  /** What is requested, for the failure when it is missing. */
  readonly what: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface HubResponse {
  readonly response: Response;
  /** The body. Throws RetryableError where it breaks off or stalls; fails with cancelled. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Closes the connection without reading the rest. */
  drop(): Promise<void>;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Statuses after which another try may help. */
const TEMPORARY = [408, 425, 429, 500, 502, 503, 504];

/**
 * The answer, if its status is one of `accept`. Fails with hub-denied, hub-missing, hub-answer-invalid,
 * hub-endpoint-invalid, cancelled; throws RetryableError.
 */
export async function requestHub(hub: Hub, request: HubRequest, accept: readonly number[]): Promise<HubResponse> {
  let url = new URL(request.url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await ask(hub, request, url);
    const { response } = answer;
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null) {
      if (accept.includes(response.status)) return answer;
      await answer.drop();
      throw refusal(hub, request, url, response);
    }
    await answer.drop();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    const refused = (problem: HubAnswerProblem): HubFailure => ({
      code: 'hub-answer-invalid',
      url: withoutQuery(url),
      problem,
    });
    if (!next || !/^https?:$/.test(next.protocol) || (url.protocol === 'https:' && next.protocol === 'http:'))
      throw refused('redirect-insecure');
    if (leadsInward(new URL(hub.endpoint), next)) throw refused('redirect-inward');
    url = next;
  }
  throw { code: 'hub-answer-invalid', url: request.url, problem: 'redirects' } satisfies HubFailure;
}

async function ask(hub: Hub, { headers, signal }: HubRequest, url: URL): Promise<HubResponse> {
  const stall = new AbortController();
  let waiting = true; // whether the server is waited for; a slow disk is not a stall
  const timer: NodeJS.Timeout = setTimeout(() => {
    if (waiting) stall.abort();
    else timer.refresh();
  }, hub.retryPolicy.stallMs);
  const broken = (error: unknown, progressed: boolean) => {
    if (signal.aborted) return cancelled();
    const problem = stall.signal.aborted ? `no answer for ${hub.retryPolicy.stallMs / 1000} s` : causeOf(error);
    return new RetryableError({ code: 'hub-unreachable', host: url.host, problem }, { progressed });
  };
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { 'user-agent': 'tokenscope', 'accept-encoding': 'identity', ...headers, ...authorization(hub, url) },
      signal: AbortSignal.any([signal, stall.signal]),
    });
    return {
      response,
      async *chunks() {
        let progressed = false;
        try {
          for await (const chunk of response.body ?? []) {
            progressed = true;
            waiting = false;
            yield chunk as Uint8Array;
            waiting = true;
            timer.refresh();
          }
        } catch (error) {
          throw broken(error, progressed);
        } finally {
          clearTimeout(timer);
        }
      },
      async drop() {
        clearTimeout(timer);
        await response.body?.cancel().catch(() => {}); // it may have broken off by itself
      },
    };
  } catch (error) {
    clearTimeout(timer);
    throw broken(error, false);
  }
}

/** The token goes to the hub itself only, and unencrypted only to this machine. */
function authorization({ endpoint, token }: Hub, url: URL): Record<string, string> {
  return token && mayHaveToken(endpoint, url) ? { authorization: `Bearer ${token}` } : {};
}

function mayHaveToken(endpoint: string, url: URL): boolean {
  return url.origin === new URL(endpoint).origin && (url.protocol === 'https:' || isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

function refusal(
  hub: Hub,
  { repo, what }: HubRequest,
  url: URL,
  { status, headers }: Response,
): HubFailure | RetryableError {
  if (status === 401 || status === 403) {
    const tokenSent = hub.token !== undefined && mayHaveToken(hub.endpoint, url);
    return { code: 'hub-denied', repo, status, page: `${hub.endpoint}/${repo}`, tokenSent };
  }
  if (status === 404 || status === 410) return { code: 'hub-missing', what };
  if (!TEMPORARY.includes(status)) return { code: 'hub-answer-invalid', url: withoutQuery(url), problem: 'status' };
  const waitMs = retryAfterMs(headers.get('retry-after'), Date.now());
  const waitSeconds = Math.ceil((waitMs ?? 0) / 1000);
  return new RetryableError({ code: 'hub-busy', host: url.host, status, waitSeconds }, { retryAfterMs: waitMs });
}

/**
 * The address without its query: with the query, a signed address of a content delivery network lets anybody read the
 * file.
 */
function withoutQuery(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** Why a request failed: fetch() itself only says "fetch failed". */
function causeOf(error: unknown): string {
  const cause = (error as Error).cause ?? error;
  return (cause as NodeJS.ErrnoException).code ?? (cause as Error).message ?? String(cause);
}
