// How the user wants models to be run, from the settings. Says in the log when numbers begin to go to another machine.
// What the settings' values mean, and whether they mean anything, is the engine's to say.
import * as vscode from 'vscode';
import type { EngineOptions } from '../contract/engineOptions.ts';
import { remoteHost } from '../contract/remoteAddress.ts';

const PRECISION = 'tokenscope.precision';
const PROVIDER = 'tokenscope.executionProvider';

/** Read anew for every explanation. */
export function engineOptionsSetting(log: vscode.LogOutputChannel): () => EngineOptions {
  let said: string | undefined;
  return () => {
    const settings = vscode.workspace.getConfiguration();
    const remoteUrl = settings.get<string>('tokenscope.remoteEngine.url')?.trim();
    const options = {
      ...(remoteUrl && { remoteUrl }),
      precision: settings.get<EngineOptions['precision']>(PRECISION),
      executionProvider: settings.get<EngineOptions['executionProvider']>(PROVIDER),
    };
    const host = remoteHost(options);
    if (host !== said) {
      log.info(
        host ? `token ids and vectors of explained texts are sent to ${host}` : 'everything runs on this machine',
      );
    }
    said = host;
    return options;
  };
}

/** The same model runs in another way. */
export function onDidChangeRunning(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(PRECISION) || event.affectsConfiguration(PROVIDER)) listener();
  });
}
