// Which markup a text is written in, by VS Code's identifier of its language or by the name of its file.

/** 'plain' has paragraphs and no sections. */
export type Markup = 'plain' | 'markdown' | 'mdx' | 'restructuredtext' | 'asciidoc' | 'latex';

/** VS Code's prompt files are Markdown under names of their own: *.prompt.md, *.instructions.md, *.agent.md, SKILL.md. */
const BY_LANGUAGE: ReadonlyMap<string, Markup> = new Map([
  ...['markdown', 'prompt', 'instructions', 'chatagent', 'chatmode', 'skill'].map((id) => [id, 'markdown'] as const),
  ['mdx', 'mdx'],
  ['restructuredtext', 'restructuredtext'],
  ['asciidoc', 'asciidoc'],
  ['latex', 'latex'],
  ['tex', 'latex'],
]);
const BY_NAME: readonly (readonly [name: RegExp, markup: Markup])[] = [
  [/\.(?:md|markdown|mdc)$/i, 'markdown'],
  [/\.mdx$/i, 'mdx'],
  [/\.(?:rst|rest)$/i, 'restructuredtext'],
  [/\.(?:adoc|asciidoc|asc)$/i, 'asciidoc'],
  [/\.(?:tex|ltx)$/i, 'latex'],
];

export function markupOfLanguage(languageId: string): Markup {
  return BY_LANGUAGE.get(languageId) ?? 'plain';
}

export function markupOfFile(name: string): Markup {
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'plain';
}
