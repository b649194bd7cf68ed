// Runs work with a notification that shows its progress and has a button to cancel it. Knows no task.
import * as vscode from 'vscode';

export type Report = (value: { readonly message?: string; readonly increment?: number }) => void;

/**
 * Runs the work and answers what it answers. Its signal is aborted when the user cancels; `increment` is in percent.
 * Rejects with what the work rejects with.
 */
export async function withProgress<Answer>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<Answer>,
): Promise<Answer> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const cancelling = new AbortController();
    const watch = token.onCancellationRequested(() => cancelling.abort());
    try {
      return await work(cancelling.signal, (value) => progress.report(value));
    } finally {
      watch.dispose();
    }
  });
}
