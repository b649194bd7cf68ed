// What a tool for agents is, and what it works with. One description serves the language model tools of VS Code and the MCP
// server. Types only: knows neither.
import type { EngineApi } from '../contract/engineApi.ts';
import type { EngineEvents } from '../contract/engineEvents.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { Reader } from '../contract/valueReaders.ts';

/** What the user has chosen, as it is at the moment of a call. A tool's arguments choose no folder of a model. */
export interface AgentChoices {
  readonly modelFolder: string;
  readonly embeddedModel: string;
  readonly engineOptions: EngineOptions;
  readonly tokenizer: TokenizerRef;
  /** The folders that files are read in; none where the workspace is not trusted or nobody named any. */
  readonly roots: readonly string[];
  /** Globs of what is left out below folders, as in `files.exclude`. */
  readonly exclude: readonly string[];
  /** What a model is told that asks for a file where there are no roots. */
  readonly withoutRoots: string;
}

export interface Counter extends EngineApi {
  readonly onContextProgress: (listener: EngineEvents['contextProgress']) => { dispose(): void };
}

/** What tools work with as long as they are offered. */
export interface AgentParts {
  readonly engine: EngineApi;
  /** Counts, so that counting never waits for a model. */
  readonly counter: Counter;
  readonly choices: () => AgentChoices | Promise<AgentChoices>;
  /** The name that people know a model's folder by. */
  readonly nameOf: (folder: string) => string;
}

/** One call. */
export interface AgentCall extends Omit<AgentParts, 'choices'> {
  readonly choices: AgentChoices;
  readonly signal: AbortSignal;
  /** Called now and then while it takes long. */
  readonly progress: (done: number, of: number, what: string) => void;
  /** Ends a run; its model may stay in memory for the next call. */
  readonly release: (run: string) => void;
  /** Resolves when no run of an earlier call keeps a model in memory. */
  readonly makeRoom: () => Promise<void>;
}

/**
 * computed: the value itself; measured by running again: the text was read again without parts of it. Beside each answer,
 * so that nobody takes the one for the other.
 */
export type AnswerKind = 'computed' | 'measured by running again';

export interface ToolAnswer {
  /** What a model reads. */
  readonly text: string;
  /** The same as data, as outputSchema says. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AgentTool<Input extends object = object> {
  readonly name: string;
  /** The same as people see it, in the languages of package.json. */
  readonly title: string;
  /** For the model: when to use it and what comes back. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** Whether it runs the model, wherever that is; the others count on this machine. */
  readonly runsModel: boolean;
  readonly read: Reader<Input>;
  /** Fails with a Refusal or a Failure. */
  readonly answer: (input: Input, call: AgentCall) => Promise<ToolAnswer>;
}

export interface JsonSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  readonly additionalProperties: boolean;
}
