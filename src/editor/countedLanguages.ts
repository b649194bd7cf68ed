// The languages of documents that counts are shown in, by VS Code's identifiers. The button in the editor's title, which
// package.json declares, is there for the same ones.

/** VS Code's prompt files are Markdown under names of their own: *.prompt.md, *.instructions.md, *.agent.md, SKILL.md. */
export const MARKDOWN: readonly string[] = ['markdown', 'prompt', 'instructions', 'chatagent', 'skill'];
export const COUNTED: readonly string[] = [...MARKDOWN, 'plaintext'];
