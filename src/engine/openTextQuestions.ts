// The questions about texts that are kept open. Knows no tokenizer.
import type { EngineApi } from '../contract/engineApi.ts';
import type { Span, Utf16Offset } from '../contract/tokens.ts';
import { OpenTexts } from './openTexts.ts';
import { invalid } from './questionChecks.ts';

type OpenTextQuestions = Pick<
  EngineApi,
  'openText' | 'editText' | 'closeText' | 'countText' | 'countSpans' | 'lineEndBeyond' | 'tokensIn'
>;

export function openTextQuestions(texts = new OpenTexts()): OpenTextQuestions {
  return {
    openText: async (id, content) => texts.open(id, content),
    editText: async (id, version, edits) => texts.edit(id, version, edits),
    closeText: async (id) => texts.close(id),
    countText: (at, ref) => texts.ask(at, ref, (counts, content) => counts.count(content)),
    countSpans: (at, spans, ref) =>
      texts.ask(at, ref, function* (counts, content) {
        const all: number[] = [];
        for (const span of spans) {
          checkSpan(span, content);
          all.push(yield* counts.countOf(content, span));
          yield;
        }
        return all;
      }),
    lineEndBeyond: (at, tokens, ref) =>
      texts.ask(at, ref, function* (counts, content) {
        return (yield* counts.lineEndBeyond(content, tokens)) as Utf16Offset | undefined;
      }),
    tokensIn: (at, span, ref) =>
      texts.ask(at, ref, function* (counts, content) {
        checkSpan(span, content);
        return yield* counts.tokensIn(content, span);
      }),
  };
}

function checkSpan({ start, end }: Span<Utf16Offset>, { length }: string): void {
  if (start > end || end > length) throw invalid('span', `${start} to ${end} is not within the ${length} units`);
}
