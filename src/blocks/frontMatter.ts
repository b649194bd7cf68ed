// Finds what stands in front of a Markdown text: YAML between lines of ---, as Jekyll, Hugo, Pandoc and VS Code's prompt
// files have it, or TOML between lines of +++, as Hugo has it. CommonMark knows neither.

const FORMS: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [/^---[ \t]*$/, /^(?:---|\.\.\.)[ \t]*$/],
  [/^\+\+\+[ \t]*$/, /^\+\+\+[ \t]*$/],
];
/** Longer ones are not looked for, so that a text that begins with a rule is not searched to its end. */
const MAX_LINES = 1000;

/** How many lines of a text are its front matter. */
export function frontMatterLines(lineCount: number, lineAt: (line: number) => string): number {
  const form = lineCount > 0 && FORMS.find(([begins]) => begins.test(lineAt(0)));
  if (!form) return 0;
  for (let line = 1; line < Math.min(lineCount, MAX_LINES); line++) if (form[1].test(lineAt(line))) return line + 1;
  return 0;
}
