// The language that VS Code has a file under that is not open, by the end of its name: the settings of a language are asked
// for by that. Knows no settings.

/** VS Code's own names for what agents and assistants read. */
const BY_END: readonly [end: RegExp, languageId: string][] = [
  [/\.instructions\.md$/i, 'instructions'],
  [/copilot-instructions\.md$/i, 'instructions'],
  [/\.prompt\.md$/i, 'prompt'],
  [/\.(?:agent|chatmode)\.md$/i, 'chatagent'],
  [/(?:^|\/)SKILL\.md$/i, 'skill'],
  [/\.(?:md|markdown)$/i, 'markdown'],
  [/\.txt$/i, 'plaintext'],
];

/** undefined where the name does not say it. */
export function languageOfFile(path: string): string | undefined {
  return BY_END.find(([end]) => end.test(path))?.[1];
}
