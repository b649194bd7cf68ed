// How the user wants models to be run, from the settings. Says in the log when numbers begin to go to another machine.
import * as vscode from 'vscode';
import type { EngineOptions } from '../engine/engineOptions.ts';
import { remoteHost } from '../engine/remoteAddress.ts';

/** Read anew for every explanation. */
export function engineOptionsSetting(log: vscode.LogOutputChannel): () => EngineOptions {
  let said: string | undefined;
  return () => {
    const remoteUrl = vscode.workspace.getConfiguration().get<string>('tokenscope.remoteEngine.url')?.trim();
    const options = remoteUrl ? { remoteUrl } : {};
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
