// The blocks of a text by its language, read in small pieces of work, and after an edit only where they can have changed.
// Knows no editor.
import { AsciiDocBlocks } from './asciiDocBlocks.ts';
import { frontMatterLines } from './frontMatter.ts';
import { LatexBlocks } from './latexBlocks.ts';
import { MarkdownBlocks } from './markdownBlocks.ts';
import type { Markup } from './markup.ts';
import { PlainBlocks } from './plainBlocks.ts';
import { RestructuredTextBlocks } from './restructuredTextBlocks.ts';
import { type BlockFinder, type TextBlock, type TextBlocks, textBlocks } from './textBlocks.ts';

/** The lines of a text, without their line breaks. */
export interface Lines {
  readonly lineCount: number;
  readonly lineAt: (line: number) => string;
}

/** What was read of a text. */
export interface ReadText {
  readonly blocks: readonly TextBlock[];
  readonly lineCount: number;
  readonly frontMatter: number;
}

/** A text that was read, and how many lines at its beginning and at its end are still what they were. */
export interface Earlier {
  readonly read: ReadText;
  readonly head: number;
  readonly tail: number;
}

/** Yields after every piece of so many lines or characters, each of which takes well below a millisecond. */
const PIECE_LINES = 64;
const PIECE_CHARACTERS = 4096;

/** The paragraphs and sections of a text at once. */
export function blocksOf(lines: Lines, markup: Markup): TextBlocks {
  const reading = readText(lines, markup);
  for (let step = reading.next(); ; step = reading.next())
    if (step.done) return textBlocks(step.value.blocks, lines.lineCount);
}

/** The same as without `earlier`, which only saves work. */
export function* readText({ lineCount, lineAt }: Lines, markup: Markup, earlier?: Earlier): Generator<void, ReadText> {
  const frontMatter = markup === 'markdown' || markup === 'mdx' ? frontMatterLines(lineCount, lineAt) : 0;
  const kept = earlier && earlier.read.frontMatter === frontMatter ? earlier : undefined;
  const before = kept ? unchangedBefore(kept) : [];
  const start = kept ? (kept.read.blocks[before.length]?.first ?? 0) : 0;
  const from = before.length === 0 ? 0 : start;
  const finder = finderOf(markup, from, frontMatter);
  const after = kept && tailReader(kept, lineCount);
  let characters = 0;
  for (let line = from; line < lineCount; line++) {
    const text = lineAt(line);
    finder.add(text);
    const rest = finder.isFresh ? after?.(line) : undefined;
    if (rest) {
      const blocks = [...before, ...closed(finder, line)];
      yield* rest(blocks);
      return { blocks, lineCount, frontMatter };
    }
    characters += text.length;
    if ((line - from + 1) % PIECE_LINES !== 0 && characters < PIECE_CHARACTERS) continue;
    characters = 0;
    yield;
  }
  return { blocks: [...before, ...finder.finish()], lineCount, frontMatter };
}

function finderOf(markup: Markup, line: number, frontMatter: number): BlockFinder {
  if (markup === 'markdown' || markup === 'mdx')
    return new MarkdownBlocks({ line, frontMatter, mdx: markup === 'mdx' });
  if (markup === 'restructuredtext') return new RestructuredTextBlocks(line);
  if (markup === 'asciidoc') return new AsciiDocBlocks(line);
  return markup === 'latex' ? new LatexBlocks(line) : new PlainBlocks(line);
}

/** The blocks before the last fresh one that begins before the edit: an edited line may continue that one. */
function unchangedBefore({ read: { blocks }, head }: Earlier): readonly TextBlock[] {
  let last = firstFrom(blocks, head) - 1;
  while (last > 0 && !blocks[last].fresh) last--;
  return blocks.slice(0, Math.max(0, last));
}

/**
 * Behind the edit: what adds the blocks from a line on, in pieces, where a fresh one began at that line before and begins
 * there now.
 */
function tailReader({ read, tail }: Earlier, lineCount: number) {
  const { blocks } = read;
  const moved = lineCount - read.lineCount;
  return (line: number): ((to: TextBlock[]) => Generator<void>) | undefined => {
    if (line < lineCount - tail) return undefined;
    const index = firstFrom(blocks, line - moved);
    const block = blocks[index];
    if (block?.first !== line - moved || !block.fresh) return undefined;
    return (to) => addMoved(blocks, index, moved, to);
  };
}

function* addMoved(blocks: readonly TextBlock[], from: number, moved: number, to: TextBlock[]): Generator<void> {
  for (let i = from; i < blocks.length; i++) {
    const { first, last } = blocks[i];
    to.push(moved === 0 ? blocks[i] : { ...blocks[i], first: first + moved, last: last + moved });
    if ((i - from) % PIECE_CHARACTERS === PIECE_CHARACTERS - 1) yield;
  }
}

/** The blocks that ended before the line. */
function closed(finder: BlockFinder, line: number): readonly TextBlock[] {
  return finder.finish().filter(({ first }) => first < line);
}

/** The index of the first block that begins at the line or behind it. */
function firstFrom(blocks: readonly TextBlock[], line: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].first < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
