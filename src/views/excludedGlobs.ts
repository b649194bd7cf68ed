// The globs that the user keeps out of sight and out of searches, which are kept out of reports, too. Knows no report.
import * as vscode from 'vscode';

/** Of `files.exclude`, those that are on. What depends on a file beside it (`when`) is no glob and is not read. */
export function excludedGlobs(): readonly string[] {
  const globs = vscode.workspace.getConfiguration('files').get<Readonly<Record<string, unknown>>>('exclude') ?? {};
  return Object.entries(globs).flatMap(([glob, on]) => (on === true ? [glob] : []));
}
