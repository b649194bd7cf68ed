// --count: the tokens of files, and of the sections and paragraphs that the editor counts in them. Knows no tokenizer.
import { blocksOf } from '../blocks/blocksOf.ts';
import { markupOfFile } from '../blocks/markup.ts';
import { readTextFile } from '../checkpoint/jsonFile.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';

const MAX_BYTES = 200_000_000;

/** Lines are counted from 1, as editors show them; both are included. */
interface CountedLines {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly tokens: number;
}

export interface CountedFile {
  readonly file: string;
  readonly tokenizer: string;
  readonly tokens: number;
  readonly sections: readonly (CountedLines & { readonly heading: string })[];
  readonly paragraphs: readonly CountedLines[];
}

/** Fails with file-missing, file-unreadable and what the tokenizer fails with. */
export async function countFile(engine: EngineClient, file: string, tokenizer: TokenizerRef): Promise<CountedFile> {
  const text = await readTextFile(file, MAX_BYTES);
  const lines = linesOf(text);
  const textAt = (line: number) => text.slice(lines[line].start, lines[line].end);
  const { sections, paragraphs } = blocksOf({ lineCount: lines.length, lineAt: textAt }, markupOfFile(file));
  const texts = [...sections, ...paragraphs].map(({ first, last }) => text.slice(lines[first].start, lines[last].end));
  const [tokens, ...each] = await engine.count([text, ...texts], tokenizer);
  const counted = [...sections, ...paragraphs].map(({ first, last }, i) => ({
    firstLine: first + 1,
    lastLine: last + 1,
    tokens: each[i],
  }));
  return {
    file,
    tokenizer: tokenizer.kind === 'openai' ? tokenizer.encoding : tokenizer.folder,
    tokens,
    sections: sections.map(({ first }, i) => ({ heading: textAt(first).trim(), ...counted[i] })),
    paragraphs: counted.slice(sections.length),
  };
}

/** Where each line begins and ends, without its line break. */
function linesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const lines: { start: number; end: number }[] = [];
  let start = 0;
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ start, end: index });
    start = index + lineBreak.length;
  }
  return [...lines, { start, end: text.length }];
}
