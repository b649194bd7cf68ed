// Counts of documents by language models of VS Code, which count only whole texts, and may ask a server for each. What was
// asked about an earlier version of a document is cancelled. Knows no model.
import * as vscode from 'vscode';
import type { Failure } from '../contract/failure.ts';
import type { LanguageModelRef } from '../contract/tokens.ts';
import { CountCache } from './countCache.ts';
import type { DocumentCounts } from './documentCounts.ts';
import { documentLength } from './documentLength.ts';

/** The whole text is made for every count, and may be sent to a server. In UTF-16 units. */
const MOST_CHARACTERS = 2_000_000;

/** Rejects with cancelled where the signal says so. */
export type CountBy = (
  texts: readonly string[],
  model: LanguageModelRef,
  signal: AbortSignal,
) => Promise<readonly number[]>;

interface Asked {
  readonly version: number;
  readonly cancelling: AbortController;
}

export function languageModelCounts(countBy: CountBy): DocumentCounts<LanguageModelRef> {
  const cache = new CountCache<LanguageModelRef>({
    count: async (texts, model) => await countBy(texts, model, new AbortController().signal),
  });
  const asked = new WeakMap<vscode.TextDocument, Asked>();

  /** That of everything which is asked about this version. */
  function signalOf(document: vscode.TextDocument): AbortSignal {
    const before = asked.get(document);
    if (before?.version === document.version) return before.cancelling.signal;
    before?.cancelling.abort();
    const cancelling = new AbortController();
    asked.set(document, { version: document.version, cancelling });
    return cancelling.signal;
  }

  async function ofRanges(document: vscode.TextDocument, ranges: readonly vscode.Range[], model: LanguageModelRef) {
    const characters = documentLength(document);
    if (characters > MOST_CHARACTERS) {
      const wrong = { kind: 'long', characters, most: MOST_CHARACTERS } as const;
      throw { code: 'language-model-count', model: model.model, wrong } satisfies Failure;
    }
    const { version } = document;
    const signal = signalOf(document);
    const texts = ranges.map((range) => document.getText(range));
    const isStale = () => document.isClosed || document.version !== version;
    try {
      const counts = await cache.count(texts, model, {
        count: async (missing, by) => await countBy(missing, by, signal),
      });
      return isStale() ? undefined : counts;
    } catch (failure) {
      if (isStale()) return undefined;
      throw failure;
    }
  }

  const upTo = async (document: vscode.TextDocument, line: number, model: LanguageModelRef) =>
    (await ofRanges(document, [new vscode.Range(0, 0, line, document.lineAt(line).text.length)], model))?.[0];
  return {
    ofRanges,
    total: async (document, model) => await upTo(document, document.lineCount - 1, model),
    async lineBeyond(document, tokens, model) {
      const { version, lineCount } = document;
      let [low, high] = [0, lineCount];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const count = document.version === version ? await upTo(document, middle, model) : undefined;
        if (count === undefined) return undefined;
        if (count > tokens) high = middle;
        else low = middle + 1;
      }
      return low < lineCount ? low : undefined;
    },
  };
}
