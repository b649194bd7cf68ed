// A long line of Markdown is what its beginning says, and what it closes: nobody underlines a heading with more marks,
// and a parser may take quadratic time for marks within marks on one line.
const LONGEST = 1000;
/** What ends blocks of HTML, wherever it stands in a line, and what may not stand behind the marks of a fence. */
const CLOSES = ['-->', '?>', ']]>', '>', '`', '</pre>', '</script>', '</style>', '</textarea>'];

export function shortened(line: string): string {
  // Of a text that was cut at \n.
  if (line.endsWith('\r')) return shortened(line.slice(0, -1));
  if (line.length <= LONGEST) return line;
  const rest = line.slice(LONGEST);
  return `${line.slice(0, LONGEST)}… ${CLOSES.filter((close) => rest.includes(close)).join(' ')}`;
}
