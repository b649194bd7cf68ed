// Counts of documents by whoever counts: tokenizers, or language models of VS Code. Knows no text.
import type { CounterRef, LanguageModelRef } from '../contract/tokens.ts';
import type { DocumentCounts } from './documentCounts.ts';

export function countsByKind(
  byTokenizer: DocumentCounts,
  byLanguageModel: DocumentCounts<LanguageModelRef>,
): DocumentCounts<CounterRef> {
  return {
    total: async (document, ref) =>
      await (ref.kind === 'languageModel' ? byLanguageModel.total(document, ref) : byTokenizer.total(document, ref)),
    ofRanges: async (document, ranges, ref) =>
      await (ref.kind === 'languageModel'
        ? byLanguageModel.ofRanges(document, ranges, ref)
        : byTokenizer.ofRanges(document, ranges, ref)),
    lineBeyond: async (document, tokens, ref) =>
      await (ref.kind === 'languageModel'
        ? byLanguageModel.lineBeyond(document, tokens, ref)
        : byTokenizer.lineBeyond(document, tokens, ref)),
  };
}
