// What fills a context: finds the files, counts them, and puts what was counted into a tree. Knows Node only, so that the
// engine's process, the command line and a server of tools ask the same function.
import { basename, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type ContextDuplicate,
  type ContextLeftOut,
  type ContextNode,
  type ContextProgress,
  type ContextReport,
  type ContextRequest,
  MOST_CONTEXT_FILE_BYTES,
} from '../contract/contextReport.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { agentFileOf } from './agentFiles.ts';
import { type Commits, commitsOf, filesThen, nodesSince } from './changes.ts';
import type { CountedFile } from './countFile.ts';
import { countFiles, type SizedFile } from './countFiles.ts';
import { decodedText } from './decodedText.ts';
import { duplicatesAmong, type SketchedPart } from './duplicates.ts';
import { readBytes } from './fileContents.ts';
import { fileTree } from './fileTree.ts';
import { importsIn } from './imports.ts';
import { nameBelow } from './nameBelow.ts';
import { type FoundFile, scan } from './scan.ts';

export interface ReportOptions {
  /** Once it is aborted, the report is what was counted until then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ContextProgress) => void;
}

/** Fails with what the tokenizer's folder is refused for, and with conversation-invalid. A file that cannot be counted is named in the report. */
export async function contextReport(request: ContextRequest, options: ReportOptions = {}): Promise<ContextReport> {
  const roots = [...new Set(request.roots.map((root) => resolve(root)))];
  const { signal, onProgress } = options;
  const { exclude = [], mostBytes = MOST_CONTEXT_FILE_BYTES, tokenizer, duplicates = false } = request;
  const { mostChosenBytes = mostBytes } = request;
  const found = await scan(roots, { exclude, mostBytes, mostChosenBytes, ...(signal && { signal }) });
  const chosen = await chosenFiles(found.files, request);
  const commits: Commits = request.changes ? await commitsOf(chosen, roots) : new Map();
  const unsaved = unsavedFile(request);
  const files = [...chosen, ...unsaved].map((file): SizedFile => {
    const committed = commits.get(file.root)?.get(file.path);
    return { ...file, ...(committed && { committed }), ...(request.conversation && { conversation: true }) };
  });
  const counting = { tokenizer, mostBytes: Math.max(mostBytes, mostChosenBytes), ...(signal && { signal }) };
  const counted = await countFiles(files, {
    ...counting,
    sketches: duplicates,
    onCounted: progressOf(files, onProgress),
  });
  const lost = counted.flatMap((file) => (file?.leftOut ? [file.leftOut] : []));
  const leftOut = [...found.leftOut, ...lost];
  const gone = request.agentFiles ? isAgentFile : () => true;
  const past = filesThen(counted, commits, { files, leftOut, exclude, mostBytes, mostChosenBytes }).filter(gone);
  const then = await countFiles(past, { ...counting, onCounted: () => {} });
  const nodes = nodesSince(files, counted, commits, then);
  const tree = fileTree(rootsOf([...roots, ...unsaved.map(({ root }) => root)], [...files, ...past], nodes));
  return {
    tokenizer: tokenizerName(tokenizer),
    tokens: tree.reduce((sum, { tokens }) => sum + tokens, 0),
    nodes: tree,
    duplicates: duplicates ? await duplicatesIn(tree, counted, mostBytes, signal) : [],
    leftOut: byPath(leftOut, request),
    complete: !signal?.aborted,
  };
}

/** Among files and sections, in the order of the tree. */
async function duplicatesIn(
  tree: readonly ContextNode[],
  counted: readonly (CountedFile | undefined)[],
  mostBytes: number,
  signal: AbortSignal | undefined,
): Promise<readonly ContextDuplicate[]> {
  const sketches = new Map(counted.flatMap((file) => (file?.node ? file.sketches : [])));
  const parts: SketchedPart[] = [];
  const collect = (node: ContextNode): void => {
    const sketch = sketches.get(node.id);
    if (sketch) parts.push({ order: parts.length, node, sketch });
    node.children.forEach(collect);
  };
  tree.forEach(collect);
  return await duplicatesAmong(parts, { textOf: (node) => textOf(node, mostBytes), ...(signal && { signal }) });
}

async function textOf({ place }: ContextNode, mostBytes: number): Promise<string | undefined> {
  if (!place) return undefined;
  const bytes = readBytes(place.path, mostBytes);
  const text = 'bytes' in bytes ? decodedText(bytes.bytes).text : undefined;
  await setImmediate(); // others have their turn between two files
  return text?.slice(place.span?.start, place.span?.end);
}

/** All files, or those that an agent reads by itself, each with the one that imports it. */
async function chosenFiles(found: readonly FoundFile[], { agentFiles }: ContextRequest): Promise<readonly SizedFile[]> {
  const imports = await importsIn(found);
  const files = found.map((file): SizedFile => {
    const importedBy = imports.get(file.path);
    return { ...file, ...(importedBy !== undefined && { importedBy }) };
  });
  return agentFiles ? files.filter((file) => file.importedBy !== undefined || isAgentFile(file)) : files;
}

function unsavedFile({ unsaved }: ContextRequest): readonly SizedFile[] {
  return unsaved ? [{ ...unsaved, root: unsaved.path, size: Buffer.byteLength(unsaved.text) }] : [];
}

function isAgentFile({ path, root }: Pick<FoundFile, 'path' | 'root'>): boolean {
  return agentFileOf(nameBelow(root, path)) !== undefined;
}

function progressOf(files: readonly SizedFile[], onProgress: ReportOptions['onProgress']) {
  const ofBytes = files.reduce((sum, { size }) => sum + size, 0);
  let progress: ContextProgress = { files: 0, ofFiles: files.length, bytes: 0, ofBytes };
  onProgress?.(progress);
  return (more: number, bytes: number) => {
    progress = { ...progress, files: progress.files + more, bytes: progress.bytes + bytes };
    onProgress?.(progress);
  };
}

function rootsOf(roots: readonly string[], files: readonly SizedFile[], nodes: readonly ContextNode[]) {
  const rootOf = new Map(files.map(({ path, root }) => [path, root]));
  const below = Map.groupBy(nodes, ({ id }) => rootOf.get(id));
  return roots.flatMap((path) => {
    const counted = below.get(path);
    return counted ? [{ path, files: counted }] : [];
  });
}

/** Of what an agent would read, nobody asks why other files are left out. */
function byPath(leftOut: readonly ContextLeftOut[], { agentFiles }: ContextRequest): readonly ContextLeftOut[] {
  const named = agentFiles ? leftOut.filter(({ path }) => agentFileOf(path.split(sep).join('/'))) : leftOut;
  return named.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** As people call it: an encoding, or the folder of a model by its last name. */
export function tokenizerName(tokenizer: TokenizerRef): string {
  return tokenizer.kind === 'openai' ? tokenizer.encoding : basename(tokenizer.folder);
}
