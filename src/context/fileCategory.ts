// What a file is by its name, where no agent reads it by itself. Knows no contents.
import type { ContextCategory } from '../contract/contextReport.ts';

const DOCUMENTS = /\.(?:md|markdown|mdx|mdc|txt|text|rst|adoc|asciidoc|org|tex|rtf|html?|po|srt|vtt)$/i;
const DATA =
  /\.(?:json[5cl]?|jsonl|ndjson|ipynb|geojson|ya?ml|toml|ini|cfg|conf|properties|env|xml|xsd|plist|csv|tsv|lock|log|svg|sql|snap|map)$/i;
/** Names that documents have without an extension. */
const NAMED_DOCUMENTS =
  /(?:^|\/)(?:readme|licen[cs]e|copying|notice|authors|contributors|changelog|changes|news|todo|history|install)$/i;
const NAMED_DATA = /(?:^|\/)\.(?:env[^/]*|editorconfig|gitignore|gitattributes|npmrc|nvmrc)$/i;
const MARKDOWN = /\.(?:md|markdown|mdx|mdc)$/i;

export function fileCategory(path: string): ContextCategory {
  const name = path.replaceAll('\\', '/');
  if (DOCUMENTS.test(name) || NAMED_DOCUMENTS.test(name)) return 'documents';
  return DATA.test(name) || NAMED_DATA.test(name) ? 'data' : 'code';
}

/** Whether front matter may stand in front of it. */
export function isMarkdown(path: string): boolean {
  return MARKDOWN.test(path);
}
