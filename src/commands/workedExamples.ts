// The command that shows a worked example: explains its text with the embedded model, of which the words about it speak,
// and leads to why the next token comes.
import * as vscode from 'vscode';
import { WORKED_EXAMPLES, type WorkedExample } from '../contract/workedExamples.ts';
import { textIn } from '../editor/chosenText.ts';
import type { Panel } from '../views/panel.ts';
import { openSample } from './tour.ts';

const FILES: Readonly<Record<WorkedExample, string>> = {
  story: 'why-story.txt',
  code: 'why-code.js',
  memory: 'why-memory.txt',
};

/** Asks which one where none is named. */
export async function showWorkedExample(panel: Panel, embeddedModel: string, named?: unknown): Promise<void> {
  const example = WORKED_EXAMPLES.find((one) => one === named) ?? (await chooseExample());
  if (!example) return;
  const { document } = await openSample(FILES[example]);
  const end = document.lineAt(document.lineCount - 1).range.end;
  await panel.explain(textIn(document, new vscode.Range(new vscode.Position(0, 0), end)), embeddedModel);
  if (panel.summary) panel.showExample(example);
}

async function chooseExample(): Promise<WorkedExample | undefined> {
  const { t } = vscode.l10n;
  const choices: readonly (vscode.QuickPickItem & { readonly example: WorkedExample })[] = [
    { example: 'story', label: t('A story: what came last time'), description: '… Tom played with his red' },
    { example: 'code', label: t('Code: whose name is meant'), description: 'function shout(word) { console.log(' },
    { example: 'memory', label: t('Traditional Chinese: what needs no text'), description: '…小明吃了蘋' },
  ];
  return (await vscode.window.showQuickPick(choices, { title: t('Worked Examples'), matchOnDescription: true }))
    ?.example;
}
