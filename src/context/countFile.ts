// The tokens of one file and of its parts: the sections of Markdown, the two halves of a skill. Runs in a worker, and so
// reads with synchronous calls. Knows one tokenizer and no other file.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
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
import { lineAt, lineStarts } from './lineStarts.ts';
import { type Section, sectionsOf } from './sections.ts';

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
}

export type CountedFile =
  | { readonly node: ContextNode; readonly leftOut?: undefined }
  | { readonly leftOut: ContextLeftOut; readonly node?: undefined };

/** Fails with what the tokenizer fails with. */
export function countFile(file: FileToCount, mostBytes: number, tokenizer: Tokenizer): CountedFile {
  const { path } = file;
  const read = readBytes(path, mostBytes);
  if (!('bytes' in read)) return { leftOut: { path, ...read } };
  const { text, why } = decodedText(read.bytes);
  if (why) return { leftOut: { path, why, size: read.bytes.length } };
  return (
    (CONVERSATIONS.test(path) && conversationFile(file, text, tokenizer)) || {
      node: countedText(file, text, tokenizer),
    }
  );
}

/** JSON that is a conversation; undefined where it is none. What looks like one and has something wrong in it is left out. */
function conversationFile({ path }: FileToCount, text: string, tokenizer: Tokenizer): CountedFile | undefined {
  if (!mayBeConversation(text)) return undefined;
  const starts = lineStarts(text);
  try {
    const conversations = readConversations(text, LINES.test(path));
    if (!conversations) return undefined;
    const parts = conversationNodes(conversations, {
      path,
      count: (part) => tokenizer.count(part),
      lineAt: (place) => lineAt(starts, place),
    });
    return {
      node: {
        id: path,
        label: basename(path),
        kind: 'file',
        category: conversations.every(({ form }) => form === 'tools') ? 'tools' : 'conversation',
        tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
        before: undefined,
        place: { path, span: undefined, line: 0 },
        children: parts,
      },
    };
  } catch (error) {
    if (!(error instanceof FormProblem)) throw error;
    const problem = `${error.path}: ${error.message}`;
    return { leftOut: { path, why: 'form', size: Buffer.byteLength(text), problem } };
  }
}

/** The text of a file, of which only the path is looked at. */
export function countedText(file: FileToCount, text: string, tokenizer: Tokenizer): ContextNode {
  const { path } = file;
  const { agent, folder } = agentOf(file);
  const { fields, end } = agent && isMarkdown(path) ? frontMatterOf(text) : { fields: {}, end: 0 };
  const sections = isMarkdown(path) ? sectionsOf(text) : [];
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
  const nameOf = (of: string) => relative(root, of).split(sep).join('/') || basename(of);
  const own = agentFileOf(nameOf(path));
  const readAs = own || importedBy === undefined ? path : importedBy;
  const folder = dirname(nameOf(readAs));
  return { agent: own ?? agentFileOf(nameOf(readAs)), folder: folder === '.' ? '' : folder };
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

function readBytes(path: string, mostBytes: number): { readonly bytes: Buffer } | Omit<ContextLeftOut, 'path'> {
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
