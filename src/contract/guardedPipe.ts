// A pipe through which only calls and answers of birpc come, since at anything else birpc throws where nobody catches
// it, or calls what every object inherits. Knows birpc's messages, and of the functions their names alone.
import { type Failure, isFailure } from './failure.ts';
import { isRecord } from './isRecord.ts';
import { shown } from './shownValue.ts';

export interface Pipe {
  post(message: unknown): void;
  receive(listener: (message: unknown) => void): void;
}

export interface Guard {
  /** Whether there is a function of that name to be called. */
  readonly answers: (name: string) => boolean;
  /** Called for every message that is dropped or refused, with what is wrong. */
  readonly onStray: (problem: string) => void;
}

/** A call, with an id where it wants an answer; or the answer with the same id, either a value or what was thrown. */
type Message =
  | { readonly t: 'q'; readonly i?: string; readonly m: string; readonly a: readonly unknown[] }
  | { readonly t: 's'; readonly i: string; readonly r?: unknown; readonly e?: unknown };

/** More than any function takes: with some 100,000 the call itself would exceed the stack. */
const MAX_ARGUMENTS = 20;
/** Those of birpc have 21 characters. */
const MAX_ID = 100;

/**
 * The pipe with a guard on this side. Calls that cannot be made are answered with question-invalid, and everything that
 * is thrown goes through as a Failure. What can be neither called nor answered is dropped.
 */
export function guardedPipe(pipe: Pipe, { answers, onStray }: Guard): Pipe {
  /** The ids of this side's calls that wait for an answer. */
  const pending = new Set<unknown>();

  function post(message: Message): void {
    if (message.t === 'q' && message.i !== undefined) pending.add(message.i);
    try {
      pipe.post(withFailure(message));
    } catch (error) {
      if (message.t === 's') throw error; // birpc answers with the error
      onStray(`${message.m} cannot be sent: ${error}`);
      if (message.i === undefined) return; // nobody waits for an event
      pending.delete(message.i);
      throw invalid(message.m, `it cannot be sent: ${error}`);
    }
  }

  function refuse(id: unknown, failure: Failure & { code: 'question-invalid' }): void {
    onStray(`${failure.question}: ${failure.problem}`);
    if (id !== undefined) pipe.post({ t: 's', i: id, e: failure });
  }

  return {
    post: (message) => post(message as Message),
    receive: (listener) =>
      pipe.receive((message) => {
        if (!isRecord(message)) return onStray(`${shown(message)} is no message`);
        if (message.t === 's' && pending.delete(message.i)) return listener(withFailure(message as Message));
        if (message.t !== 'q' || !isId(message.i)) return onStray(`a message of type ${shown(message.t)} is lost`);
        const failure = callProblem(message, answers);
        if (failure) return refuse(message.i, failure);
        listener({ ...message, a: withUndefined(message.a as readonly unknown[]) });
      }),
  };
}

function isId(id: unknown): boolean {
  return id === undefined || (typeof id === 'string' && id !== '' && id.length <= MAX_ID);
}

/**
 * Arguments as they were sent: VS Code's messages between a webview and its extension are JSON, which has null for an undefined
 * value in a list. No function takes null.
 */
function withUndefined(values: readonly unknown[]): readonly unknown[] {
  return values.map((value) => value ?? undefined);
}

function callProblem({ m: name, a: values }: Readonly<Record<string, unknown>>, answers: Guard['answers']) {
  if (typeof name !== 'string' || !answers(name)) return invalid(shown(name), 'there is no such question');
  if (!Array.isArray(values)) return invalid(name, `its arguments are no list: ${shown(values)}`);
  if (values.length > MAX_ARGUMENTS) return invalid(name, `${values.length} arguments are more than ${MAX_ARGUMENTS}`);
}

function invalid(question: string, problem: string) {
  return { code: 'question-invalid', question, problem } as const satisfies Failure;
}

function withFailure(message: Message): Message {
  if (message.t === 'q' || message.e === undefined || isFailure(message.e)) return message;
  return { ...message, e: bug(message.e) };
}

/** Whatever was thrown as a Failure. */
export function bug(thrown: unknown): Failure {
  return { code: 'bug', message: thrown instanceof Error ? thrown.message : shown(thrown) };
}
