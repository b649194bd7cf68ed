// The tokens of one file and of its parts: its sections, the two halves of a skill. Runs in a worker, and so
// reads with synchronous calls. Knows one tokenizer and no other file.
import { basename, dirname } from 'node:path';
import { markupOfFile } from '../blocks/markup.ts';
import type { ContextLeftOut, ContextNode } from '../contract/contextReport.ts';
import type { Failure } from '../contract/failure.ts';
import type { Span, Utf16Offset } from '../contract/tokens.ts';
import { countParts, hasCuts } from '../tokenizer/countParts.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { agentFileOf } from './agentFiles.ts';
import { conversationFile } from './conversations/conversationFile.ts';
import { FormProblem } from './conversations/jsonNode.ts';
import { decodedText } from './decodedText.ts';
import { fileCategory, isMarkdown } from './fileCategory.ts';
import { contents } from './fileContents.ts';
import { frontMatterOf, loadingOf } from './frontMatter.ts';
import { type CommittedFile, objectName } from './lastCommit.ts';
import { nameBelow } from './nameBelow.ts';
import { type Section, sectionsOf } from './sections.ts';
import { type Sketch, sketchOf } from './shingles.ts';

/**
 * Longer texts are not compared with others, in UTF-16 units. Nobody looks for the same words twice in a log of 60 MB, and it
 * would take 1 GB.
 */
const MOST_SKETCHED = 20_000_000;

/** A longer text is counted only where it can be cut: a word of 60 MB takes all memory. In UTF-16 units. */
const MOST_UNCUT = 20_000_000;

export interface FileToCount {
  readonly path: string;
  /** The chosen folder below which it is. */
  readonly root: string;
  /** The file that an agent reads, and that imports this one: then it is read with that one. */
  readonly importedBy?: string;
  /** The file as it was committed last, to be compared; with `asCommitted`, that is counted in its place. */
  readonly committed?: CommittedFile;
  readonly asCommitted?: true;
  /** What is in an editor and not, or not so, in the file. */
  readonly text?: string;
  /** It was chosen as a conversation: what is none is a failure. */
  readonly conversation?: true;
}

export interface CountedNode {
  readonly node: ContextNode;
  /** Of the file and its sections by their ids, where that was asked and they are long enough. */
  readonly sketches: readonly (readonly [id: string, sketch: Sketch])[];
  /** Whether it is as in the last commit; undefined where nobody asked. */
  readonly unchanged: boolean | undefined;
  readonly leftOut?: undefined;
}

export type CountedFile = CountedNode | { readonly leftOut: ContextLeftOut; readonly node?: undefined };

export interface FileOptions {
  readonly mostBytes: number;
  readonly tokenizer: Tokenizer;
  readonly sketches: boolean;
}

/** Fails with what the tokenizer fails with, and with conversation-invalid. `bytes` are its contents, where they are not read from the disk. */
export function countFile(file: FileToCount, options: FileOptions, bytes?: Uint8Array): CountedFile {
  const { path } = file;
  const read = bytes ? { bytes } : contents(file, options.mostBytes);
  if (!('bytes' in read)) return { leftOut: { path, ...read } };
  const { text, why } = file.text === undefined ? decodedText(read.bytes) : { text: file.text };
  const { length: size } = read.bytes;
  if (why) return { leftOut: { path, why, size } };
  if (text.length > MOST_UNCUT && !hasCuts(options.tokenizer, text, MOST_UNCUT))
    return { leftOut: { path, why: 'huge', size } };
  try {
    const node =
      conversationFile({ path, text, isChosen: file.conversation ?? false }, (part) => options.tokenizer.count(part)) ??
      countedText(file, text, options.tokenizer);
    const { committed } = file;
    const unchanged = committed && (committed.isLink || objectName(read.bytes, committed.object) === committed.object);
    return {
      node,
      sketches: options.sketches && text.length <= MOST_SKETCHED ? sketchesOf(node, text) : [],
      unchanged,
    };
  } catch (error) {
    if (!(error instanceof FormProblem)) throw error;
    const { path: place, message: problem } = error;
    if (file.conversation)
      throw { code: 'conversation-invalid', file: basename(path), place, problem } satisfies Failure;
    return { leftOut: { path, why: 'form', size, problem: `${place}: ${problem}` } };
  }
}

function sketchesOf(node: ContextNode, text: string): CountedNode['sketches'] {
  if (node.kind !== 'file' && node.kind !== 'section') return [];
  const { start = 0, end = text.length } = node.place?.span ?? {};
  const sketch = sketchOf(text.slice(start, end));
  return [
    ...(sketch ? [[node.id, sketch] as const] : []),
    ...node.children.flatMap((child) => sketchesOf(child, text)),
  ];
}

/** The text of a file, of which only the path is looked at. */
export function countedText(file: FileToCount, text: string, tokenizer: Tokenizer): ContextNode {
  const { path } = file;
  const { agent, folder } = agentOf(file);
  const { fields, end } = agent && isMarkdown(path) ? frontMatterOf(text) : { fields: {}, end: 0 };
  const sections = sectionsOf(text, markupOfFile(path));
  const inHalves = agent?.kind === 'skill' && end > 0;
  const parts = inHalves ? skillHalves(text, end, sections) : sections;
  const places = placesOf(parts);
  const counts = countParts(tokenizer, text, places);
  const before = new Map<number, number>();
  let tokens = 0;
  for (const [i, count] of counts.entries()) {
    tokens += count;
    before.set(places[i], tokens);
  }
  const category = agent?.category ?? fileCategory(path);
  const nodes = parts.map((part) => sectionNode(part, { path, category, before }));
  return {
    id: path,
    label: basename(path),
    kind: 'file',
    category,
    tokens,
    before: undefined,
    place: { path, span: undefined, line: 0 },
    ...(agent && !inHalves && { loading: loadingOf(agent.kind, fields, folder) }),
    children: inHalves ? withLoading(nodes) : nodes,
  };
}

/** What an agent takes the file for, and the folder that it counts for, relative to the chosen one. */
function agentOf({ path, root, importedBy }: FileToCount) {
  const own = agentFileOf(nameBelow(root, path));
  const readAs = own || importedBy === undefined ? path : importedBy;
  const folder = dirname(nameBelow(root, readAs));
  return { agent: own ?? agentFileOf(nameBelow(root, readAs)), folder: folder === '.' ? '' : folder };
}

/** The front matter, of which an agent always knows name and description, and the text, which it reads on demand. */
function skillHalves(text: string, end: number, sections: readonly Section[]): readonly Section[] {
  const line = text.slice(0, end).split('\n').length - 1;
  const body = { heading: 'text', line, start: end, end: text.length, children: sections };
  const front = { heading: 'name, description', line: 0, start: 0, end, children: [] };
  return end < text.length ? [front, body] : [front];
}

function withLoading([front, ...body]: readonly ContextNode[]): readonly ContextNode[] {
  return [
    { ...front, kind: 'part', loading: { when: 'always' } },
    ...body.map((part): ContextNode => ({ ...part, kind: 'part', loading: { when: 'asked' } })),
  ];
}

/** Where sections begin and end, ascending. */
function placesOf(sections: readonly Section[]): readonly number[] {
  const places = new Set<number>();
  const add = ({ start, end, children }: Section): void => {
    places.add(start).add(end);
    children.forEach(add);
  };
  sections.forEach(add);
  return [...places].toSorted((a, b) => a - b);
}

interface InFile {
  readonly path: string;
  readonly category: ContextNode['category'];
  /** The tokens in front of each place. */
  readonly before: ReadonlyMap<number, number>;
}

function sectionNode({ heading, line, start, end, children }: Section, file: InFile): ContextNode {
  const { path, category, before } = file;
  return {
    id: `${path}#${start}`,
    label: heading,
    kind: 'section',
    category,
    tokens: (before.get(end) ?? 0) - (before.get(start) ?? 0),
    before: undefined,
    place: { path, span: { start, end } as Span<Utf16Offset>, line },
    children: children.map((child) => sectionNode(child, file)),
  };
}
