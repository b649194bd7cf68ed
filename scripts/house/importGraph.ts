// Who imports whom, file by file, types included, read from the source itself. Knows no rooms.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly lines: number;
  /** Files of the tree that it imports, relative to the root. */
  readonly imports: readonly string[];
  /** Packages and built-in modules that it imports. */
  readonly packages: readonly string[];
}

/** Static imports, imports of types, re-exports and `import('…')`; the formatter writes all of them with this quote. */
const IMPORT = /(?:\bfrom |\bimport\(|^import )'([^']+)'/gm;

export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
      .filter((path) => path.endsWith('.ts'))
      .sort()
      .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8'))),
  );
}

export function sourceFile(path: string, text: string): SourceFile {
  const specifiers = [...text.matchAll(IMPORT)].map(([, specifier]) => specifier);
  const [near, far] = [true, false].map((wanted) => specifiers.filter((one) => one.startsWith('.') === wanted));
  return {
    path,
    lines: text.split('\n').length - 1,
    imports: [...new Set(near.map((specifier) => posix.join(posix.dirname(path), specifier)))],
    packages: [...new Set(far)],
  };
}

/** Groups of nodes that reach one another, each with more than one node. Tarjan 1972, "Depth-first search and linear graph algorithms". */
export function circles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  return components(graph).filter((component) => component.length > 1);
}

/** Strongly connected components; each stands behind all that it reaches. */
export function components(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    lowest.set(node, index.size - 1);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node) as number, lowest.get(next) as number));
    }
    if (lowest.get(node) === index.get(node)) found.push(stack.splice(stack.indexOf(node)));
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}
