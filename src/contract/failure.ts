// Everything that may go wrong and that the user can act on, as plain data: it crosses every process boundary
// unchanged (an Error would lose all but its message). Knows no wording; see failureMessage.ts of each world.

export type Failure =
  /** The child process is gone; the next question starts a new one. */
  | { readonly code: 'engine-stopped'; readonly exitCode: number | null; readonly signal: string | null }
  /** Never shown: whoever cancelled knows. */
  | { readonly code: 'cancelled' }
  /** The run was released or never made. */
  | { readonly code: 'run-unknown'; readonly run: string }
  | { readonly code: 'text-empty' }
  /** Generation reached the longest text the model can read. */
  | { readonly code: 'context-full'; readonly context: number }
  | { readonly code: 'question-invalid'; readonly question: string; readonly problem: string }
  | { readonly code: 'file-missing'; readonly file: string }
  | { readonly code: 'file-unreadable'; readonly file: string; readonly problem: string }
  | { readonly code: 'json-invalid'; readonly file: string; readonly problem: string }
  /** config.json asks for something that is not a number, out of range, or contradicts another key. */
  | { readonly code: 'config-invalid'; readonly file: string; readonly key: string; readonly problem: string }
  /** config.json asks for something real that Tokenscope does not have. */
  | {
      readonly code: 'config-unsupported';
      readonly file: string;
      readonly key: string;
      readonly value: string;
      readonly supported: readonly string[];
    }
  | { readonly code: 'safetensors-header'; readonly file: string; readonly problem: string }
  | {
      readonly code: 'safetensors-truncated';
      readonly file: string;
      readonly tensor: string;
      readonly needsBytes: number;
      readonly hasBytes: number;
    }
  | { readonly code: 'tensor-missing'; readonly file: string; readonly tensor: string }
  | { readonly code: 'tensor-invalid'; readonly file: string; readonly tensor: string; readonly problem: string }
  | { readonly code: 'tokenizer-invalid'; readonly file: string; readonly problem: string }
  /** `value` as JSON. */
  | {
      readonly code: 'setting-invalid';
      readonly setting: string;
      readonly value: string;
      readonly supported: readonly string[];
    }
  /** onnxruntime could not open or run one of the model's graphs; `problem` is what it said. */
  | { readonly code: 'session-failed'; readonly graph: string; readonly problem: string }
  | HubFailure
  /** The model was not trained to talk, or its folder lacks the template. */
  | { readonly code: 'chat-template-missing'; readonly file: string }
  | { readonly code: 'chat-template-invalid'; readonly file: string; readonly problem: string }
  /** A folder without weights, for a remote engine, needs tokenscope.json. */
  | { readonly code: 'tensor-list-missing'; readonly file: string }
  | RemoteFailure
  /** A bug of ours, caught at the boundary; the stack is in the log. */
  | { readonly code: 'bug'; readonly message: string };

/** What may go wrong between a hub of models and the disk. */
export type HubFailure =
  /** Not `owner/name` or `owner/name@revision`. */
  | { readonly code: 'repo-invalid'; readonly text: string }
  /** The setting is no http or https address, or has a password or a query in it. */
  | { readonly code: 'hub-endpoint-invalid'; readonly endpoint: string }
  /** No answer, or one that broke off, after several tries. */
  | { readonly code: 'hub-unreachable'; readonly host: string; readonly problem: string }
  /** 401, 403: the model is gated or private, or there is none of that name (the hub does not tell which). */
  | {
      readonly code: 'hub-denied';
      readonly repo: string;
      readonly status: number;
      /** Where access is asked for. */
      readonly page: string;
      readonly tokenSent: boolean;
    }
  /** 404. `what`: repository@revision, or a file of it. */
  | { readonly code: 'hub-missing'; readonly what: string }
  /** 429, 5xx, after several tries, or with a Retry-After that is longer than anybody waits. */
  | { readonly code: 'hub-busy'; readonly host: string; readonly status: number; readonly waitSeconds: number }
  | { readonly code: 'hub-answer-invalid'; readonly url: string; readonly problem: HubAnswerProblem }
  | { readonly code: 'model-unusable'; readonly repo: string; readonly problem: ModelProblem }
  | {
      readonly code: 'model-type-unsupported';
      readonly repo: string;
      readonly modelType: string;
      readonly supported: readonly string[];
    }
  /** What was received is not what the hub states. */
  | { readonly code: 'download-corrupt'; readonly name: string; readonly expected: string; readonly got: string }
  | { readonly code: 'disk-full'; readonly folder: string; readonly needsBytes: number; readonly freeBytes: number }
  | { readonly code: 'folder-unwritable'; readonly folder: string; readonly problem: string }
  /** Another window took this download for abandoned and goes on with it. */
  | { readonly code: 'download-taken-over'; readonly folder: string };

/** html: a web page where a file was expected; size: another length than the hub states. */
export type HubAnswerProblem = 'html' | 'redirects' | 'redirect-insecure' | 'json' | 'listing' | 'size' | 'status';

/** no-weights: no safetensors; shards: files that the index names are not there, or the other way round. */
export type ModelProblem = 'no-config' | 'no-weights' | 'no-tokenizer' | 'shards';

/** Of a remote engine; `host` as in the address. */
export type RemoteFailure =
  | { readonly code: 'remote-address-invalid'; readonly url: string; readonly problem: string }
  /** No connection: nobody listens, no such name, a certificate that is not trusted. */
  | { readonly code: 'remote-unreachable'; readonly host: string; readonly problem: string }
  | {
      readonly code: 'remote-timeout';
      readonly host: string;
      readonly waitedFor: 'connection' | 'answer';
      readonly seconds: number;
    }
  /** The connection ended in the middle. */
  | { readonly code: 'remote-cut'; readonly host: string }
  /** Not followed: numbers go where the user said and nowhere else. */
  | { readonly code: 'remote-redirect'; readonly host: string; readonly to: string }
  | { readonly code: 'remote-not-ready'; readonly host: string; readonly status: number }
  /** `problem` is what the server said. */
  | {
      readonly code: 'remote-status';
      readonly host: string;
      readonly path: string;
      readonly status: number;
      readonly problem: string;
    }
  | { readonly code: 'remote-too-large'; readonly host: string; readonly path: string; readonly limitBytes: number }
  /** The server has another model by that name. */
  | { readonly code: 'remote-misfit'; readonly host: string; readonly model: string; readonly problem: string }
  /** Not what the protocol says, or not what was asked for. */
  | { readonly code: 'remote-answer-invalid'; readonly host: string; readonly path: string; readonly problem: string };

export type FailureCode = Failure['code'];

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && !(value instanceof Error);
}
