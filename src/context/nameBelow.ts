// What a file is called below a chosen folder. Knows no disk.
import { basename, relative, sep } from 'node:path';

/** Its path from there, with slashes; its own name where it was chosen itself. */
export function nameBelow(root: string, path: string): string {
  return relative(root, path).split(sep).join('/') || basename(path);
}
