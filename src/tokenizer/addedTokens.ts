// Added tokens such as <|endoftext|>, which are found in the text before it is pre-tokenized: the leftmost first, and
// of those that begin at one place the longest (tokenizers library, added_vocabulary.rs). Knows no vocabulary.
import { type AlignedText, sliceOf, unchangedText } from './alignedText.ts';
import type { JsonFields } from './jsonFields.ts';
import type { Normalizer } from './normalizers/normalizer.ts';
import { MAX_ID, type Vocabulary } from './vocabulary.ts';
import { whiteSpaceEnd, whiteSpaceStart } from './whiteSpace.ts';

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Whether decoding leaves it out on request. */
  readonly special: boolean;
  /** Whether it is normalized itself and searched for in the normalized text. */
  readonly normalized: boolean;
  /** Whether it is found only where no letter or digit is next to it. */
  readonly singleWord: boolean;
  /** Whether the white space in front of it belongs to it (lstrip). */
  readonly takesLeft: boolean;
  /** Whether the white space after it belongs to it (rstrip). */
  readonly takesRight: boolean;
}

/** A part of the text, and the added token that it is, if it is one. */
export interface Section {
  readonly part: AlignedText;
  readonly added: AddedToken | undefined;
}

/**
 * The added tokens that the file lists. One that is also in the vocabulary has the vocabulary's id; the others are numbered
 * from the number of its entries on, as the library does, whatever id the file gives them. Fails with tokenizer-invalid.
 */
export function addedTokensOf(file: JsonFields, vocabulary: Vocabulary): readonly AddedToken[] {
  const { added_tokens: list = [] } = file.values;
  if (!Array.isArray(list)) throw file.invalid('is not a list', 'added_tokens');
  const ids = new Map<string, number>();
  const idOf = (content: string) => {
    const known = vocabulary.id(content) ?? ids.get(content);
    if (known !== undefined) return known;
    const id = vocabulary.entries + ids.size;
    ids.set(content, id);
    return id;
  };
  return list.map((_, i) => {
    const entry = file.entry('added_tokens', i);
    const id = entry.whole('id');
    const content = entry.text('content');
    if (id >= MAX_ID) throw entry.invalid(`is ${id}, more than ${MAX_ID}`, 'id');
    if (content === '') throw entry.invalid('is empty: it would be found everywhere', 'content');
    const special = entry.flag('special', false);
    return {
      id: idOf(content),
      content,
      special,
      normalized: entry.flag('normalized', !special),
      singleWord: entry.flag('single_word', false),
      takesLeft: entry.flag('lstrip', false),
      takesRight: entry.flag('rstrip', false),
    };
  });
}

export type FindAdded = (part: AlignedText) => readonly Section[];

/**
 * Finds the added tokens that are searched for in the text as it was written, or with `normalize` those that are
 * searched for in the normalized text.
 */
export function addedTokenFinder(tokens: readonly AddedToken[], normalize?: Normalizer): FindAdded {
  const tree = new Map() as Tree;
  for (const token of tokens.filter(({ normalized }) => normalized === (normalize !== undefined))) {
    const written = writtenFor(token, normalize);
    if (written !== '') insert(tree, written, token);
  }
  if (tree.size === 0) return (part) => [{ part, added: undefined }];
  return (part) => sectionsOf(part, tree);
}

/** What is searched for in a text that was normalized, or in one that was not. */
export function writtenFor({ content }: AddedToken, normalize?: Normalizer): string {
  return normalize ? normalize(unchangedText(content)).text : content;
}

/** The text cut at its added tokens. 'a<s>b' → a, <s>, b */
function sectionsOf(part: AlignedText, tree: Tree): readonly Section[] {
  const { text } = part;
  const sections: Section[] = [];
  let done = 0;
  for (let at = 0; at < text.length; ) {
    const match = longestAt(text, at, tree);
    if (!match) {
      at++;
      continue;
    }
    const { added } = match;
    const standsAlone =
      !LETTER_BEFORE.test(text.slice(Math.max(0, at - 2), at)) &&
      !LETTER_AFTER.test(text.slice(match.end, match.end + 2));
    if (!added.singleWord || standsAlone) {
      const start = added.takesLeft ? whiteSpaceStart(text, at, done) : at;
      const end = added.takesRight ? whiteSpaceEnd(text, match.end) : match.end;
      if (start > done) sections.push({ part: sliceOf(part, done, start), added: undefined });
      sections.push({ part: sliceOf(part, start, end), added });
      done = end;
    }
    at = match.end; // which may be inside white space that the token before took: the library reads that again
  }
  if (done < text.length) sections.push({ part: sliceOf(part, done, text.length), added: undefined });
  return sections;
}

const LETTER_BEFORE = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;
const LETTER_AFTER = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** A trie over UTF-16 units; `added` is the token that ends at this node. */
interface Tree extends Map<string, Tree> {
  added?: AddedToken;
}

function insert(tree: Tree, written: string, added: AddedToken): void {
  let node = tree;
  for (let i = 0; i < written.length; i++) {
    const next = node.get(written[i]) ?? (new Map() as Tree);
    node.set(written[i], next);
    node = next;
  }
  node.added ??= added; // of two that are normalized to the same text, the first
}

/** The longest added token that begins at a place, and where it ends. */
function longestAt(
  text: string,
  at: number,
  tree: Tree,
): { readonly added: AddedToken; readonly end: number } | undefined {
  let longest: { added: AddedToken; end: number } | undefined;
  let node: Tree | undefined = tree;
  for (let end = at; end < text.length; ) {
    node = node.get(text[end++]);
    if (!node) break;
    if (node.added) longest = { added: node.added, end };
  }
  return longest;
}
