// Reads from the settings how the user wants models to be run, and logs when numbers begin to go to another machine.
// Knows nothing of what the values mean: the engine checks them.
import * as vscode from 'vscode';
import type { EngineOptions } from '../contract/engineOptions.ts';
import { remoteHost } from '../contract/remoteAddress.ts';

const PRECISION = 'tokenscope.precision';
const PROVIDER = 'tokenscope.executionProvider';

/** A function that reads the settings, which happens for every explanation. */
export function engineOptionsSetting(log: Pick<vscode.LogOutputChannel, 'info'>): () => EngineOptions {
  let loggedHost: string | undefined;
  return () => {
    const settings = vscode.workspace.getConfiguration();
    const remoteUrl = settings.get<string>('tokenscope.remoteEngine.url')?.trim();
    const options = {
      ...(remoteUrl && { remoteUrl }),
      precision: settings.get<EngineOptions['precision']>(PRECISION),
      executionProvider: settings.get<EngineOptions['executionProvider']>(PROVIDER),
    };
    const host = remoteHost(options);
    if (host !== loggedHost) {
      log.info(
        host ? `token ids and vectors of explained texts are sent to ${host}` : 'everything runs on this machine',
      );
    }
    loggedHost = host;
    return options;
  };
}

/** Calls the listener when the settings change how this machine runs models. */
export function onDidChangeRunning(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(PRECISION) || event.affectsConfiguration(PROVIDER)) listener();
  });
}

/** Calls the listener when the settings choose another model, or another way to run it. */
export function onDidChangeModel(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (
      [PRECISION, PROVIDER, 'tokenscope.model', 'tokenscope.remoteEngine'].some((one) =>
        event.affectsConfiguration(one),
      )
    )
      listener();
  });
}
