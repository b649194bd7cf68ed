// Where a pattern matches a text, as Oniguruma counts matches. Knows no tokenizer.

/**
 * The matches of a global pattern. As in the tokenizers library, an empty one right behind another is none, and no text
 * has none: /a?/ has one in 'a', where JavaScript finds a second one at the end.
 */
export function* matchesIn(
  text: string,
  pattern: RegExp,
): Generator<{ readonly match: string; readonly from: number }> {
  if (text === '') return;
  let end = -1;
  for (const { 0: match, index: from } of text.matchAll(pattern)) {
    if (match === '' && from === end) continue;
    end = from + match.length;
    yield { match, from };
  }
}
