// What a session says without a model: its text, the model that it needs, and the main numbers as they were saved. Computes
// nothing.
import * as vscode from 'vscode';
import type { SessionFile, WrittenNumber } from '../contract/session.ts';
import { nameOfSaved } from './modelRemarks.ts';
import { staticPage } from './staticPage.ts';

const { t } = vscode.l10n;

/** Tokens that are listed. */
const LISTED = 5;

export function savedPage(session: SessionFile, title: string, paragraphs: readonly string[]): string {
  const { model, text, saved, numbers, setup } = session;
  const optional = (name: string, value: string | undefined): (readonly [string, string])[] =>
    value === undefined ? [] : [[name, value]];
  const rows: (readonly [string, string])[] = [
    [t('Saved'), saved],
    [t('Model'), `${nameOfSaved(model)} · ${model.architecture}`],
    ...optional(t('Commit'), model.revision),
    ...optional(t('Precision'), model.precision),
    [t('Tokens'), String(text.ids.length)],
    ...optional(t('Generated tokens'), setup.branches.length > 0 ? String(setup.branches.length) : undefined),
    ...optional(t('Changes of What if'), setup.changes.length > 0 ? String(setup.changes.length) : undefined),
    ...(numbers.next?.candidates.slice(0, LISTED) ?? []).map((one): readonly [string, string] => [
      t('Next token: probability'),
      `${JSON.stringify(one.text ?? one.id)}: ${percent(one.probability)}`,
    ]),
  ];
  return staticPage({ language: vscode.env.language, title, paragraphs, rows, text: text.content });
}

function percent(probability: WrittenNumber): string {
  return typeof probability === 'number' ? `${(100 * probability).toPrecision(4)} %` : probability;
}
