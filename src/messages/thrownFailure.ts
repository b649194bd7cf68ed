// Makes a failure that can be shown of what was thrown: anything that is no failure is a bug, and goes to the log.
import type * as vscode from 'vscode';
import { type Failure, isFailure } from '../contract/failure.ts';

export function thrownFailure(thrown: unknown, log: vscode.LogOutputChannel): Failure {
  if (isFailure(thrown)) return thrown;
  log.error(thrown as Error);
  return { code: 'bug', message: String(thrown) };
}
