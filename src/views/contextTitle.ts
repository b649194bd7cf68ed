// What a Context X-ray looks at, in words. Knows no report.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ContextSubject } from '../contract/contextApi.ts';

export function contextTitle({ kind, paths }: ContextSubject): string {
  const { t } = vscode.l10n;
  const names = paths.map((path) => basename(path));
  const shown = names.slice(0, 3).join(', ');
  const what = names.length > 3 ? t('{0} and {1} more', shown, names.length - 3) : shown;
  return kind === 'agent' ? t('What an agent would read in {0}', what) : what;
}
