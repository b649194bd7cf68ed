// Shows the tokens of what is in sight and what is hidden or unusual there, and registers the commands about them. Knows no
// vocabulary.
import * as vscode from 'vscode';
import { toggleTokenBoundaries } from '../editor/boundariesIn.ts';
import type { DocumentTokens } from '../editor/documentCounts.ts';
import type { ExplainedText } from '../editor/explainedText.ts';
import { onDidChangeLanguage } from '../editor/languageChange.ts';
import { TokenBoundaries } from '../editor/tokenBoundaries.ts';
import { registerTokenHover } from '../editor/tokenHover.ts';
import type { TokenSource } from '../editor/tokensInSight.ts';
import { registerUnusualHover } from '../editor/unusualHover.ts';
import { UnusualMarks } from '../editor/unusualMarks.ts';
import { VisibleBoundaries } from '../editor/visibleBoundaries.ts';
import type { EngineClient } from '../engine/client.ts';
import { counterName } from '../messages/counterName.ts';
import { onDidChangeTokenBoundaries } from '../settings/tokenBoundariesSetting.ts';
import { onDidChangeTokenizer, tokenizerSetting } from '../settings/tokenizerSetting.ts';
import { showUnusualText } from './showUnusualText.ts';

interface BoundaryParts {
  readonly counter: EngineClient;
  readonly documents: DocumentTokens;
  readonly embeddedModel: string;
  readonly modelFolder: () => string;
  /** The ids that training hardly moved, of the model that is open. */
  readonly untrained: TokenSource['untrained'];
  /** The text that the panel explains, and its changes. */
  readonly explained: () => ExplainedText | undefined;
  readonly onDidChangeExplained: vscode.Event<void>;
}

export function registerBoundaries(parts: BoundaryParts): vscode.Disposable {
  const { counter, documents, embeddedModel, modelFolder, explained } = parts;
  const source: TokenSource = {
    documents,
    tokenizer: (document) => {
      const ref = tokenizerSetting({ embeddedModel, model: modelFolder() }, document);
      return ref.kind === 'languageModel' ? undefined : ref;
    },
    size: (ref) => counter.vocabularySize(ref),
    untrained: parts.untrained,
    nameOf: (ref) => counterName(ref, embeddedModel),
  };
  const ofExplained = new TokenBoundaries();
  const visible = new VisibleBoundaries(source, explained);
  const unusual = new UnusualMarks(source);
  const marksOf = (document: vscode.TextDocument) => unusual.marksOf(document);
  const boundariesChanged = () => {
    ofExplained.show(explained());
    visible.refresh();
    unusual.refresh();
  };
  return vscode.Disposable.from(
    ofExplained,
    visible,
    unusual,
    registerTokenHover(explained, source),
    registerUnusualHover(source, marksOf),
    parts.onDidChangeExplained(boundariesChanged),
    onDidChangeTokenBoundaries(boundariesChanged),
    onDidChangeLanguage(boundariesChanged),
    onDidChangeTokenizer(() => {
      visible.refresh();
      unusual.refresh();
    }),
    vscode.commands.registerCommand('tokenscope.toggleTokenBoundaries', () => toggleTokenBoundaries(explained)),
    vscode.commands.registerCommand('tokenscope.showUnusualText', () => showUnusualText({ source, marksOf })),
  );
}
