// Where a pattern matches a text, as Oniguruma counts matches. Knows no tokenizer.
import { runsInChunks } from './runsInChunks.ts';

/**
 * The matches of a global pattern with the flag u. As in the tokenizers library, an empty one right behind another is
 * none, and no text has none: /a?/ has one in 'a', where JavaScript finds a second one at the end. Throws RangeError where
 * V8's memory is too small for what the pattern tries: some million repetitions of a group in a row.
 */
export function* matchesIn(
  text: string,
  pattern: RegExp,
): Generator<{ readonly match: string; readonly from: number }> {
  if (text === '') return;
  const next = matcher(pattern);
  let end = -1;
  for (let at = 0; ; ) {
    const found = next(text, at);
    if (!found) return;
    const { 0: match, index: from } = found;
    if (match !== '' || from !== end) {
      end = from + match.length;
      yield { match, from };
    }
    at = match === '' ? from + ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1) : end;
  }
}

/** Finds the first match from a place on. Only a match that V8 has no memory for is looked for in the slower way. */
function matcher(pattern: RegExp): (text: string, at: number) => RegExpExecArray | null {
  const own = new RegExp(pattern); // whose lastIndex is nobody else's
  let inChunks: RegExp | undefined;
  return (text, at) => {
    try {
      return execAt(own, text, at);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      inChunks ??= runsInChunks(pattern);
      return execAt(inChunks, text, at);
    }
  };
}

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
