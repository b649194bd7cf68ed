// Line ends. Knows no document.

/** The text with line ends of Unix: Jinja makes those of its templates so, and a model has read no others beside them. */
export function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
