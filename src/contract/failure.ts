// Everything that may go wrong and that the user can act on, as plain data: it crosses every process boundary
// unchanged, where an Error would lose all but its message. Knows no wording, which messages/ has.

export type Failure =
  /** The engine's process has ended; the next question starts a new one. */
  | { readonly code: 'engine-stopped'; readonly exitCode: number | null; readonly signal: string | null }
  /** Whoever asked has cancelled the question. This is never shown. */
  | { readonly code: 'cancelled' }
  /** The run was released or never made. */
  | { readonly code: 'run-unknown'; readonly run: string }
  /** A process was asked about a text that it does not keep open, or not in that version. */
  | { readonly code: 'text-unknown'; readonly text: string }
  | { readonly code: 'text-empty' }
  /** There is no room in memory for the tokens of so many characters in which no word surely ends. */
  | { readonly code: 'word-too-long'; readonly characters: number }
  /** The text has a token that the tokenizer knows and the model's table of embeddings, of so many rows, does not. */
  | { readonly code: 'token-beyond-table'; readonly token: string; readonly id: number; readonly rows: number }
  /** Generation reached the longest text the model can read. */
  | { readonly code: 'context-full'; readonly context: number }
  /** The model reads so few tokens that none is predicted from another one. */
  | { readonly code: 'context-too-short'; readonly context: number }
  | EncoderFailure
  /** The document is not read beside them: there are two models in memory at most, and runs need both. */
  | { readonly code: 'models-in-use' }
  /** The models take more memory than the machine has, in bytes, and the user has not agreed to open them all the same. */
  | {
      readonly code: 'memory-short';
      /** The names that people know them by. */
      readonly name: string;
      readonly needsBytes: number;
      readonly hasBytes: number;
    }
  | { readonly code: 'question-invalid'; readonly question: string; readonly problem: string }
  | { readonly code: 'file-missing'; readonly file: string }
  | { readonly code: 'file-unreadable'; readonly file: string; readonly problem: string }
  | { readonly code: 'file-empty'; readonly file: string }
  /** It points to a file of Git LFS, of so many bytes, and was never replaced by it. */
  | { readonly code: 'lfs-pointer'; readonly file: string; readonly bytes: number | undefined }
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
  /** config.json says that the weights are quantised by a method that is not read; it may not name it. */
  | {
      readonly code: 'quantisation-unsupported';
      readonly file: string;
      readonly method: string;
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
  /** A file of GGUF's is not what its header says. */
  | { readonly code: 'gguf-header'; readonly file: string; readonly problem: string }
  /** A file is in order and does not say all of its model, since who wrote it left something out. */
  | { readonly code: 'gguf-lossy'; readonly file: string; readonly problem: string }
  /** One of the files into which a model was split is not beside the others. */
  | { readonly code: 'gguf-part-missing'; readonly file: string; readonly part: string; readonly parts: number }
  | { readonly code: 'tensor-missing'; readonly file: string; readonly tensor: string }
  /** One of the two tables of tokens is not there, and `config` says that the other does not stand for both. */
  | { readonly code: 'table-missing'; readonly file: string; readonly tensor: string; readonly config: string }
  | { readonly code: 'tensor-invalid'; readonly file: string; readonly tensor: string; readonly problem: string }
  | { readonly code: 'tokenizer-invalid'; readonly file: string; readonly problem: string }
  /** A language model of VS Code, as vendor/id, cannot be asked how many tokens a text has, or is not to be believed. */
  | { readonly code: 'language-model-count'; readonly model: string; readonly wrong: CountProblem }
  /** A setting has a value that means nothing; `value` is that value as JSON. */
  | {
      readonly code: 'setting-invalid';
      readonly setting: string;
      readonly value: string;
      readonly supported: readonly string[];
    }
  /** onnxruntime could not open or run one of the model's graphs; `problem` is what it said. */
  | { readonly code: 'session-failed'; readonly graph: string; readonly problem: string }
  | HubFailure
  /** The model was not trained on conversations, or its folder lacks the template. */
  | { readonly code: 'chat-template-missing'; readonly file: string }
  | { readonly code: 'chat-template-invalid'; readonly file: string; readonly problem: string }
  /** A JSON file is no conversation in a known form; `place` is the path of what is wrong, as `$.messages[3].role`. */
  | {
      readonly code: 'conversation-invalid';
      readonly file: string;
      readonly place: string;
      readonly problem: string;
    }
  /** A folder without weights, for a remote engine, needs tokenscope.json, and there is none. */
  | { readonly code: 'tensor-list-missing'; readonly file: string }
  | RemoteFailure
  | SessionFailure
  /** An error in Tokenscope itself, caught where it leaves the process; the stack is in the log. */
  | { readonly code: 'bug'; readonly message: string };

/** What cannot be asked of models that read in both directions, or that are made for vectors. */
export type EncoderFailure =
  /** The model reads a text as a whole and does not say what comes next, which the question is about. */
  | { readonly code: 'reads-both-ways' }
  /** The model gives vectors of texts: no map leads from them to words, or none that it was trained to use. */
  | { readonly code: 'predicts-no-word' }
  /** The head of a masked language model is no sum over the parts of the stream: none has a vote of its own. */
  | { readonly code: 'head-not-linear' }
  /** The tokenizer has no token that stands for a hidden one. */
  | { readonly code: 'mask-missing' }
  /** A text that is read as a whole has more tokens than that. */
  | { readonly code: 'text-beyond-context'; readonly context: number }
  /** A text of more tokens than are held against those of another one. */
  | { readonly code: 'sentence-too-long'; readonly most: number };

/** What is wrong with a language model's counts; `count` is one that it gave. */
export type CountProblem =
  /** VS Code offers no such model now. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'silent'; readonly seconds: number }
  /** A document that it is not asked about. */
  | { readonly kind: 'long'; readonly characters: number; readonly most: number }
  | { readonly kind: 'failed'; readonly problem: string }
  /** Not a whole number, or none above 0. */
  | { readonly kind: 'number'; readonly count: string }
  | { readonly kind: 'constant'; readonly count: number }
  /** A text has no more tokens than its beginning. */
  | { readonly kind: 'growth'; readonly counts: readonly [beginning: number, whole: number] }
  /** Every text has as many characters, bytes or words a token. */
  | { readonly kind: 'estimate'; readonly unit: 'character' | 'byte' | 'word'; readonly each: number }
  /** Two texts one behind the other have other tokens by far than the two by themselves. */
  | { readonly kind: 'sum'; readonly counts: readonly [apart: number, together: number] };

/** A file that is to be opened as a session; `file` is its name. */
export type SessionFailure =
  | { readonly code: 'session-too-large'; readonly file: string; readonly bytes: number; readonly most: number }
  /** It ends in the middle of something. */
  | { readonly code: 'session-cut'; readonly file: string }
  | { readonly code: 'session-version'; readonly file: string; readonly version: number; readonly known: number }
  /** `problem` says where, as `$.setup.shown`, and what. */
  | { readonly code: 'session-invalid'; readonly file: string; readonly problem: string };

/** What may go wrong between a hub of models and the disk. */
export type HubFailure =
  /** What was typed is not `owner/name` or `owner/name@revision`. */
  | { readonly code: 'repo-invalid'; readonly text: string }
  /** The setting is not an http or https address, or has a password or a query in it. */
  | { readonly code: 'hub-endpoint-invalid'; readonly endpoint: string }
  /** There was no answer, or one that broke off, after several tries. */
  | { readonly code: 'hub-unreachable'; readonly host: string; readonly problem: string }
  /** Status 401 or 403: the model is gated or private, or there is none of that name (the hub does not tell which). */
  | {
      readonly code: 'hub-denied';
      readonly repo: string;
      readonly status: number;
      /** The web page where access is requested. */
      readonly page: string;
      readonly tokenSent: boolean;
    }
  /** Status 404. `what` is repository@revision, or a file of it. */
  | { readonly code: 'hub-missing'; readonly what: string }
  /** Status 429 or 5xx, after several tries, or with a Retry-After that is too long to wait for. */
  | { readonly code: 'hub-busy'; readonly host: string; readonly status: number; readonly waitSeconds: number }
  | { readonly code: 'hub-answer-invalid'; readonly url: string; readonly problem: HubAnswerProblem }
  | { readonly code: 'model-unusable'; readonly repo: string; readonly problem: ModelProblem }
  | {
      readonly code: 'model-type-unsupported';
      readonly repo: string;
      readonly modelType: string;
      readonly supported: readonly string[];
    }
  /** Its weights are quantised by a method that is not read. */
  | {
      readonly code: 'model-quantisation-unsupported';
      readonly repo: string;
      readonly method: string;
      readonly supported: readonly string[];
    }
  /** The checksum of what was received is not the one that the hub states. */
  | { readonly code: 'download-corrupt'; readonly name: string; readonly expected: string; readonly got: string }
  | { readonly code: 'disk-full'; readonly folder: string; readonly needsBytes: number; readonly freeBytes: number }
  | { readonly code: 'folder-unwritable'; readonly folder: string; readonly problem: string }
  /** Another window took this download for abandoned and continues it. */
  | { readonly code: 'download-taken-over'; readonly folder: string }
  /** A model of another program on this machine cannot be opened. */
  | {
      readonly code: 'local-model-unusable';
      readonly name: string;
      readonly store: ModelStore;
      readonly wrong: LocalModelProblem;
    };

/** Whose models are found on this machine. */
export type ModelStore = 'ollama' | 'lm-studio' | 'llama.cpp' | 'hugging-face';

/** What is wrong with a model that another program keeps. */
export type LocalModelProblem =
  /** It runs at a server; nothing of it is here. */
  | { readonly kind: 'cloud' }
  /** Its weights are there in another form, such as the tensors of Ollama's MLX engine. */
  | { readonly kind: 'no-gguf' }
  | { readonly kind: 'file-missing'; readonly file: string }
  /** The program is downloading it, or has broken off. */
  | { readonly kind: 'downloading' }
  | { readonly kind: 'too-short'; readonly file: string; readonly needsBytes: number; readonly hasBytes: number }
  | { readonly kind: 'part-missing'; readonly part: number; readonly parts: number }
  | { readonly kind: 'not-gguf'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly problem: string }
  /** Not one model, but the folder of all: it may not be read. */
  | { readonly kind: 'folder-unreadable'; readonly folder: string; readonly problem: string }
  /** An environment variable names a folder that is not there. */
  | { readonly kind: 'folder-missing'; readonly variable: string; readonly folder: string }
  /** What the program has written about the model cannot be understood. */
  | { readonly kind: 'manifest-invalid'; readonly file: string; readonly problem: string };

/** html: a web page came where a file was expected; size: the length is not the one that the hub states. */
export type HubAnswerProblem =
  | 'html'
  | 'redirects'
  | 'redirect-insecure'
  | 'redirect-inward'
  | 'json'
  | 'listing'
  | 'size'
  | 'status';

/**
 * no-weights: there is no safetensors file; shards: the index and the repository do not have the same files; gguf-types: it
 * has GGUF files, whose types of weights are all among those that cannot be read.
 */
export type ModelProblem = 'no-config' | 'no-weights' | 'no-tokenizer' | 'shards' | 'gguf-types';

/** What may go wrong with a remote engine; `host` is written as in the address. */
export type RemoteFailure =
  | { readonly code: 'remote-address-invalid'; readonly url: string; readonly problem: string }
  /** No connection was made: nothing listens there, the name is unknown, or the certificate is not trusted. */
  | { readonly code: 'remote-unreachable'; readonly host: string; readonly problem: string }
  | {
      readonly code: 'remote-timeout';
      readonly host: string;
      readonly waitedFor: 'connection' | 'answer';
      readonly seconds: number;
    }
  /** The connection ended in the middle of an answer. */
  | { readonly code: 'remote-cut'; readonly host: string }
  /** The server redirects. That is not followed: numbers go where the user said and nowhere else. */
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
  /** The answer is not what the protocol says, or not what was asked for. */
  | { readonly code: 'remote-answer-invalid'; readonly host: string; readonly path: string; readonly problem: string };

export type FailureCode = Failure['code'];

/**
 * Tells a Failure that was thrown from an Error, which is a bug. It looks at the shape alone, not at the list of codes.
 */
export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && !(value instanceof Error);
}
