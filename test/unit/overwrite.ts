// Files that tests write again and again. Knows no test.
import { existsSync, truncateSync, writeFileSync } from 'node:fs';

/** Over what is there: to empty a file first takes some file systems (ext4 with discard) 3 ms, a hundred times as long. */
export function overwrite(file: string, content: Uint8Array | string): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  writeFileSync(file, bytes, { flag: existsSync(file) ? 'r+' : 'w' });
  truncateSync(file, bytes.length);
}
