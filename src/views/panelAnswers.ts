// What the page of the panel may ask and tell its host, about the one run that it shows. Knows the run as whoever holds it
// gives it, keeps nothing.
import * as vscode from 'vscode';
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { PanelHostApi } from '../contract/webviewApi.ts';
import type { ChosenText } from '../editor/chosenText.ts';
import type { ExplainedText } from '../editor/explainedText.ts';
import { editorMarks } from './editorMarks.ts';
import { insertBehind, offerBehind } from './insertBehind.ts';
import { openVector } from './openVector.ts';
import { otherModelQuestions } from './otherModelQuestions.ts';
import { otherTokenizations } from './otherTokenizations.ts';
import type { KeptExplanation, PanelParts } from './panelParts.ts';
import { runQuestions } from './runQuestions.ts';
import { saveFile } from './saveFile.ts';
import { webviewStart } from './webviewChannel.ts';

/** N-grams are counted in the first characters of the document, at most so many. */
const MAX_COUNTED = 1_000_000;

/** What is shown, and what its holder does with it. */
export interface HeldRun extends Pick<PanelHostApi, 'showAgain' | 'listening'> {
  readonly run: () => RunId | undefined;
  readonly text: () => ExplainedText | undefined;
  readonly summary: () => RunSummary | undefined;
  readonly chosen: () => ChosenText | undefined;
  readonly explained: () => KeptExplanation | undefined;
  explainAgain(modelFolder?: string): Promise<void>;
  startTour(): void;
}

export function panelAnswers(parts: PanelParts, held: HeldRun): PanelHostApi {
  const { engine, counter, embeddedModel } = parts;
  return {
    ...runQuestions(engine, held.run),
    ready: async () => webviewStart(),
    showAgain: () => held.showAgain(),
    listening: () => held.listening(),
    explainAgain: async () => await held.explainAgain(),
    tourWithEmbedded: async () => {
      await held.explainAgain(embeddedModel);
      if (held.summary()) held.startTour();
    },
    cancel: async (run) => await engine.cancel(run),
    chooseModel: () => void vscode.commands.executeCommand('tokenscope.chooseModel'),
    openExample: (example) => void vscode.commands.executeCommand('tokenscope.showWorkedExample', example),
    ...editorMarks(held.text, parts),
    ...otherModelQuestions(parts.otherModel, () => explainedPart(held)),
    compare: async (encodings) => {
      const isEmbedded = held.summary()?.model.folder === embeddedModel;
      const others = { encodings, embeddedModel: isEmbedded ? undefined : embeddedModel };
      return await otherTokenizations(counter, explainedPart(held), others);
    },
    ngrams: async (after, k) => await engine.ngrams(held.run() ?? '', documentText(held), after, k),
    save: async (name, content) => await saveFile(name, content, held.chosen()?.document.uri),
    keepSession: async (session) => {
      const explained = held.explained();
      if (explained) await parts.keepSession(session, explained);
    },
    selectedTokens: async () => selectedTokens(held.text()),
    openVector: async (length) => await openVector(length),
    copy: async (text) => await vscode.env.clipboard.writeText(text),
    insert: async (text) => await insertBehind(held.text(), held.summary(), text),
    offer: async (text) => await offerBehind(held.text(), held.summary(), text, parts.ghostText),
  };
}

/** Of the editor that has something selected, where the document is shown twice. */
function selectedTokens(text: ExplainedText | undefined) {
  const selections = vscode.window.visibleTextEditors.flatMap(({ document, selection }) =>
    document === text?.document && !selection.isEmpty ? [selection] : [],
  );
  return selections.length > 0 ? text?.tokensIn(selections[0]) : undefined;
}

/** The part of the text that the model read. */
function explainedPart({ chosen, summary }: HeldRun): string {
  return chosen()?.text.slice(0, summary()?.explainedTo) ?? '';
}

function documentText({ chosen }: HeldRun): string {
  return chosen()?.document.getText().slice(0, MAX_COUNTED) ?? '';
}
