// What a path on the command line means. Knows no options.
import { statSync } from 'node:fs';

/** Whether it is a model: a folder, or a GGUF file. */
export function isModel(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.isDirectory() || /\.gguf$/i.test(path));
}
