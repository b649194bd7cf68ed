// Counted files as a tree of their folders. Knows no tokenizer.
import { basename, dirname } from 'node:path';
import type { ContextCategory, ContextNode } from '../contract/contextReport.ts';

/** A chosen path, with what was counted in it: the file itself, or the files below it, in the order of the tree. */
export interface CountedRoot {
  readonly path: string;
  readonly files: readonly ContextNode[];
}

/** One node for each root. Folders that have nothing counted in them are left out, but for the chosen ones. */
export function fileTree(roots: readonly CountedRoot[]): readonly ContextNode[] {
  return roots.flatMap(({ path, files }) => (files.length === 1 && files[0].id === path ? files : [tree(path, files)]));
}

interface OpenFolder {
  readonly path: string;
  readonly children: (ContextNode | OpenFolder)[];
}

function tree(root: string, files: readonly ContextNode[]): ContextNode {
  const folders = new Map<string, OpenFolder>([[root, { path: root, children: [] }]]);
  const open = (path: string): OpenFolder => {
    const known = folders.get(path);
    if (known) return known;
    const folder: OpenFolder = { path, children: [] };
    folders.set(path, folder);
    open(dirname(path)).children.push(folder);
    return folder;
  };
  for (const file of files) open(dirname(file.id)).children.push(file);
  return closed(open(root));
}

function closed({ path, children }: OpenFolder): ContextNode {
  const nodes = children.map((child) => ('id' in child ? child : closed(child)));
  const known = nodes.filter(({ before }) => before !== undefined);
  return {
    id: path,
    label: basename(path) || path,
    kind: 'folder',
    category: mostOf(nodes),
    tokens: sum(nodes.map(({ tokens }) => tokens)),
    before: known.length === 0 ? undefined : sum(nodes.map(({ before }) => before ?? 0)),
    place: undefined,
    children: nodes,
  };
}

/** The category that most of the folder's tokens are of. */
function mostOf(nodes: readonly ContextNode[]): ContextCategory {
  const tokens = new Map<ContextCategory, number>();
  for (const node of nodes) tokens.set(node.category, (tokens.get(node.category) ?? 0) + node.tokens);
  return [...tokens].reduce((most, one) => (one[1] > most[1] ? one : most), ['documents' as ContextCategory, -1])[0];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
