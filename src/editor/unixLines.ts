// Line ends. Knows no document.

/** The text with line ends of Unix, as a chat template writes its own: a model has read no others beside them. */
export function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
