// Connects a webview bundle with its host. The one place here that knows birpc and VS Code's API object.
import { type BirpcReturn, createBirpc } from 'birpc';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();

/** `local` answers the host. No time-outs: a long explanation is not a dead host. */
export function connectHost<Host extends object, Local extends object>(local: Local): BirpcReturn<Host, Local> {
  return createBirpc<Host, Local>(local, {
    post: (message) => vscode.postMessage(message),
    on: (listener) => window.addEventListener('message', (event) => listener(event.data)),
    timeout: -1,
  });
}

/** What survives a reload of the window; validate what comes back. */
export const saved = {
  read: (): unknown => vscode.getState(),
  write: (state: unknown): void => vscode.setState(state),
};
