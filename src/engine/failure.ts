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
  /** The model was not trained to talk, or its folder lacks the template. */
  | { readonly code: 'chat-template-missing'; readonly file: string }
  | { readonly code: 'chat-template-invalid'; readonly file: string; readonly problem: string }
  /** A bug of ours, caught at the boundary; the stack is in the log. */
  | { readonly code: 'bug'; readonly message: string };

export type FailureCode = Failure['code'];
