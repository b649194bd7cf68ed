// Tokens that are found in the text before it is cut, such as <|endoftext|>: the leftmost, and of those the longest
// (tokenizers library, AddedVocabulary). Knows no vocabulary and cuts nothing else.
import { type AlignedText, sliceOf, unchangedText } from './alignedText.ts';
import type { JsonFields } from './jsonFields.ts';
import type { Normalizer } from './normalizers/normalizer.ts';
import { MAX_ID, type Vocabulary } from './vocabulary.ts';
import { whiteSpaceEnd, whiteSpaceStart } from './whiteSpace.ts';

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Left out of decoded text on request. */
  readonly special: boolean;
  /** Found in the normalized text, and normalized itself. */
  readonly normalized: boolean;
  /** Only where no letter stands beside it. */
  readonly singleWord: boolean;
  /** White space in front of it, or behind it, belongs to it. */
  readonly takesLeft: boolean;
  readonly takesRight: boolean;
}

/** A part of the text, and the added token that it is, if it is one. */
export interface Section {
  readonly part: AlignedText;
  readonly added: AddedToken | undefined;
}

/** What the file lists. An entry that the vocabulary has too has the vocabulary's id. Fails with tokenizer-invalid. */
export function addedTokensOf(file: JsonFields, vocabulary: Vocabulary): readonly AddedToken[] {
  const { added_tokens: list = [] } = file.values;
  if (!Array.isArray(list)) throw file.invalid('is not a list', 'added_tokens');
  return list.map((_, i) => {
    const one = file.entry('added_tokens', i);
    const id = one.whole('id');
    const content = one.text('content');
    if (id >= MAX_ID) throw one.invalid(`is ${id}, more than ${MAX_ID}`, 'id');
    if (content === '') throw one.invalid('is empty: it would be found everywhere', 'content');
    const special = one.flag('special', false);
    return {
      id: vocabulary.id(content) ?? id,
      content,
      special,
      normalized: one.flag('normalized', !special),
      singleWord: one.flag('single_word', false),
      takesLeft: one.flag('lstrip', false),
      takesRight: one.flag('rstrip', false),
    };
  });
}

export type FindAdded = (part: AlignedText) => readonly Section[];

/** Finds those of the list that are looked for in the text as it is, or with `normalize` those of the normalized text. */
export function addedTokenFinder(tokens: readonly AddedToken[], normalize?: Normalizer): FindAdded {
  const tree = new Map() as Tree;
  for (const token of tokens.filter(({ normalized }) => normalized === (normalize !== undefined))) {
    const written = normalize ? normalize(unchangedText(token.content)).text : token.content;
    if (written !== '') grow(tree, written, token);
  }
  if (tree.size === 0) return (part) => [{ part, added: undefined }];
  return (part) => sectionsOf(part, tree);
}

function sectionsOf(part: AlignedText, tree: Tree): readonly Section[] {
  const { text } = part;
  const sections: Section[] = [];
  let done = 0;
  for (let at = 0; at < text.length; ) {
    const found = longestAt(text, at, tree);
    if (!found) {
      at++;
      continue;
    }
    const { added } = found;
    const standsAlone =
      !LETTER_BEFORE.test(text.slice(Math.max(0, at - 2), at)) &&
      !LETTER_BEHIND.test(text.slice(found.end, found.end + 2));
    if (!added.singleWord || standsAlone) {
      const start = added.takesLeft ? whiteSpaceStart(text, at, done) : at;
      const end = added.takesRight ? whiteSpaceEnd(text, found.end) : found.end;
      if (start > done) sections.push({ part: sliceOf(part, done, start), added: undefined });
      sections.push({ part: sliceOf(part, start, end), added });
      done = end;
    }
    at = Math.max(found.end, done);
  }
  if (done < text.length) sections.push({ part: sliceOf(part, done, text.length), added: undefined });
  return sections;
}

const LETTER_BEFORE = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;
const LETTER_BEHIND = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** By UTF-16 unit; `added` is the token that ends here. */
interface Tree extends Map<string, Tree> {
  added?: AddedToken;
}

function grow(tree: Tree, written: string, added: AddedToken): void {
  let node = tree;
  for (let i = 0; i < written.length; i++) {
    const next = node.get(written[i]) ?? (new Map() as Tree);
    node.set(written[i], next);
    node = next;
  }
  node.added = added;
}

function longestAt(
  text: string,
  at: number,
  tree: Tree,
): { readonly added: AddedToken; readonly end: number } | undefined {
  let found: { added: AddedToken; end: number } | undefined;
  let node: Tree | undefined = tree;
  for (let end = at; end < text.length; ) {
    node = node.get(text[end++]);
    if (!node) break;
    if (node.added) found = { added: node.added, end };
  }
  return found;
}
