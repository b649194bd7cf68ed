// What the view shows of a report: with the user's budget, and what cannot be told here. Knows no counting.
import * as vscode from 'vscode';
import type { ChatReading, ContextContent, ContextSubject } from '../contract/contextApi.ts';
import type { ContextReport } from '../contract/contextReport.ts';
import { contextTitle } from './contextTitle.ts';

export type CountedContent = Extract<ContextContent, { kind: 'counted' }>;

export function countedContent(
  subject: ContextSubject,
  report: ContextReport,
  chat: ChatReading | undefined,
): CountedContent {
  const budget = Number(vscode.workspace.getConfiguration().get('tokenscope.budget')) || 0;
  return { kind: 'counted', title: contextTitle(subject), subject, report, budget, chat, remarks: remarks() };
}

function remarks(): readonly string[] {
  const { t } = vscode.l10n;
  if (vscode.workspace.isTrusted) return [];
  return [
    t('What changed since the last commit is not shown, since you do not trust this workspace: git would run in it.'),
  ];
}
