// What fills a context: finds the files, counts them, and puts what was counted into a tree. Knows Node only, so that the
// engine's process, the command line and a server of tools ask the same function.
import { basename, relative, resolve, sep } from 'node:path';
import {
  type ContextLeftOut,
  type ContextNode,
  type ContextProgress,
  type ContextReport,
  type ContextRequest,
  MOST_CONTEXT_FILE_BYTES,
} from '../contract/contextReport.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { agentFileOf } from './agentFiles.ts';
import { countFiles, type SizedFile } from './countFiles.ts';
import { fileTree } from './fileTree.ts';
import { importsIn } from './imports.ts';
import { type FoundFile, scan } from './scan.ts';

export interface ReportOptions {
  /** Once it is aborted, the report is what was counted until then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ContextProgress) => void;
}

/** Fails with what the tokenizer's folder is refused for. A file that cannot be counted is named in the report. */
export async function contextReport(request: ContextRequest, options: ReportOptions = {}): Promise<ContextReport> {
  const roots = [...new Set(request.roots.map((root) => resolve(root)))];
  const { signal, onProgress } = options;
  const { exclude = [], mostBytes = MOST_CONTEXT_FILE_BYTES, tokenizer } = request;
  const found = await scan(roots, { exclude, mostBytes, ...(signal && { signal }) });
  const files = await chosenFiles(found.files, request);
  const onCounted = progressOf(files, onProgress);
  const counted = await countFiles(files, { tokenizer, mostBytes, onCounted, ...(signal && { signal }) });
  const nodes = counted.flatMap((file) => (file?.node ? [file.node] : []));
  const lost = counted.flatMap((file) => (file?.leftOut ? [file.leftOut] : []));
  const tree = fileTree(rootsOf(roots, files, nodes));
  return {
    tokenizer: tokenizerName(tokenizer),
    tokens: tree.reduce((sum, { tokens }) => sum + tokens, 0),
    nodes: tree,
    duplicates: [],
    leftOut: byPath([...found.leftOut, ...lost], request),
    complete: !signal?.aborted,
  };
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

function isAgentFile({ path, root }: Pick<FoundFile, 'path' | 'root'>): boolean {
  return agentFileOf(relative(root, path).split(sep).join('/') || basename(path)) !== undefined;
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
