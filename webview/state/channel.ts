// Connects a webview with its host. No other file in the webviews knows birpc or VS Code's API object.
import { type BirpcReturn, createBirpc } from 'birpc';
import { guardedPipe, type Pipe } from '../../src/contract/guardedPipe.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** VS Code throws when it is acquired a second time, so this module owns it. */
const vscode = acquireVsCodeApi();

const pipe: Pipe = {
  post: (message) => vscode.postMessage(message),
  receive: (listener) => window.addEventListener('message', (event) => listener(event.data)),
};

/**
 * `local` answers what the host calls. Calls have no time-out, since a long text may take minutes. Messages of others,
 * which any frame may send to a window, go no further.
 */
export function connectHost<Host extends object, Local extends object>(local: Local): BirpcReturn<Host, Local> {
  const answers = (name: string) => Object.hasOwn(local, name);
  const { post, receive } = guardedPipe(pipe, { answers, onStray: (problem) => console.warn(`dropped: ${problem}`) });
  return createBirpc<Host, Local>(local, {
    post,
    on: receive,
    timeout: -1,
  });
}

/** What survives a reload of the window. What comes back must be validated: another version may have written it. */
export const saved = {
  read: (): unknown => vscode.getState(),
  write: (state: unknown): void => vscode.setState(state),
};
