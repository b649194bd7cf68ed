// The tokens of one file and of its parts: its sections, the two halves of a skill. Runs in a worker, and so
// reads with synchronous calls. Knows one tokenizer and no other file.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { markupOfFile } from '../blocks/markup.ts';
import type { ContextLeftOut, ContextNode } from '../contract/contextReport.ts';
import type { Span, Utf16Offset } from '../contract/tokens.ts';
import { countParts } from '../tokenizer/countParts.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { agentFileOf } from './agentFiles.ts';
import { conversationNodes } from './conversations/conversationNodes.ts';
import { FormProblem } from './conversations/jsonNode.ts';
import { mayBeConversation, readConversations } from './conversations/readConversation.ts';
import { decodedText } from './decodedText.ts';
import { fileCategory, isMarkdown } from './fileCategory.ts';
import { frontMatterOf, loadingOf } from './frontMatter.ts';
import { type CommittedFile, objectName } from './lastCommit.ts';
import { lineAt, lineStarts } from './lineStarts.ts';
import { nameBelow } from './nameBelow.ts';
import { type Section, sectionsOf } from './sections.ts';
import { type Sketch, sketchOf } from './shingles.ts';

/** A pipe that has come in the file's place is not waited for; Windows has none. */
const NOT_WAITING = constants.O_NONBLOCK ?? 0;

const CONVERSATIONS = /\.(?:json|jsonl|ndjson)$/i;
const LINES = /\.(?:jsonl|ndjson)$/i;

export interface FileToCount {
  readonly path: string;
  /** The chosen folder below which it is. */
  readonly root: string;
  /** The file that an agent reads, and that imports this one: then it is read with that one. */
  readonly importedBy?: string;
  /** The file as it was committed last, to be compared; with `asCommitted`, that is counted in its place. */
  readonly committed?: CommittedFile;
  readonly asCommitted?: true;
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

/** Fails with what the tokenizer fails with. `bytes` are its contents, where they are not read from the disk. */
export function countFile(file: FileToCount, options: FileOptions, bytes?: Uint8Array): CountedFile {
  const { path } = file;
  const read = bytes ? { bytes } : readBytes(path, options.mostBytes);
  if (!('bytes' in read)) return { leftOut: { path, ...read } };
  const { text, why } = decodedText(read.bytes);
  const { length: size } = read.bytes;
  if (why) return { leftOut: { path, why, size } };
  try {
    const node =
      (CONVERSATIONS.test(path) && conversationNode(file, text, options.tokenizer)) ||
      countedText(file, text, options.tokenizer);
    const { committed } = file;
    const unchanged = committed && (committed.isLink || objectName(read.bytes, committed.object) === committed.object);
    return { node, sketches: options.sketches ? sketchesOf(node, text) : [], unchanged };
  } catch (error) {
    if (!(error instanceof FormProblem)) throw error;
    return { leftOut: { path, why: 'form', size, problem: `${error.path}: ${error.message}` } };
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

/**
 * JSON that is a conversation; undefined where it is none. Throws FormProblem where it looks like one and has something
 * wrong in it.
 */
function conversationNode({ path }: FileToCount, text: string, tokenizer: Tokenizer): ContextNode | undefined {
  const conversations = mayBeConversation(text) ? readConversations(text, LINES.test(path)) : undefined;
  if (!conversations) return undefined;
  const starts = lineStarts(text);
  const parts = conversationNodes(conversations, {
    path,
    count: (part) => tokenizer.count(part),
    lineAt: (place) => lineAt(starts, place),
  });
  return {
    id: path,
    label: basename(path),
    kind: 'file',
    category: conversations.every(({ form }) => form === 'tools') ? 'tools' : 'conversation',
    tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
    before: undefined,
    place: { path, span: undefined, line: 0 },
    children: parts,
  };
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

/** The contents of a file, or why it has none that can be counted. Blocks. */
export function readBytes(path: string, mostBytes: number): { readonly bytes: Buffer } | Omit<ContextLeftOut, 'path'> {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | NOT_WAITING);
    const found = fstatSync(file);
    const { size } = found;
    if (!found.isFile()) return { why: 'unreadable', size: undefined };
    if (size > mostBytes) return { why: 'huge', size };
    const bytes = Buffer.allocUnsafeSlow(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(file, bytes, length, size - length, length);
    return { bytes: bytes.subarray(0, length) };
  } catch (error) {
    const gone = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    return { why: gone ? 'deleted' : 'unreadable', size: undefined };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
