// Modules of the webview as one script for a page of a test. Knows no test.
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const WEBVIEW = join(import.meta.dirname, '../../../webview');

/** `contents` imports from webview/; what it exports becomes window[globalName], where one is given. */
export async function webviewScript(contents: string, globalName?: string): Promise<string> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: WEBVIEW, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}
