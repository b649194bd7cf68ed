// Writes text so that Markdown means nothing but that text. VS Code's own appendText() makes every space one at which no
// line may end. Knows no hover.

/** 'a_b [c](d)' → 'a\_b \[c\]\(d\)' */
export function escapedMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()<>#+\-.!|~&$:]/g, '\\$&');
}
