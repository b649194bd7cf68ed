// Where a string of a JSON text ends. Knows nothing else of JSON.

/** The index of the quote that closes the string opened at `start`: it has an even number of backslashes before it. */
export function endOfString(text: string, start: number): number | undefined {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return undefined;
}
