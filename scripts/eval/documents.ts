// Text files as the corpus has them: one for each kind, with documents separated by a line `<|endoftext|>`. Knows no
// tokens.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const SEPARATOR = /^<\|endoftext\|>$/m;
/** At most so many bytes of one document are used: many beginnings say more about a kind than one whole book. */
const DOCUMENT_BYTES = 8_000;

/** The documents of each KIND.txt, kinds in alphabetical order. Throws where the folder has none. */
export async function readKinds(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.txt')).sort();
  if (files.length === 0) throw new Error(`${folder} has no KIND.txt`);
  const kinds = new Map<string, readonly string[]>();
  for (const file of files) kinds.set(basename(file, '.txt'), documentsOf(await readFile(join(folder, file), 'utf8')));
  return kinds;
}

/** The documents of a file without white space around them; empty ones are left out. */
export function documentsOf(text: string): string[] {
  return text
    .split(SEPARATOR)
    .map((document) => document.trim())
    .filter((document) => document !== '');
}

/**
 * At most `bytes` (UTF-8) of the documents, in an order that does not depend on theirs: sorted by SHA-256, the
 * beginning of each, at most 8,000 bytes, until there is no more room. They are cut at the end of a line; where a
 * document's first line does not fit, the document is left out.
 */
export function sampleOf(documents: readonly string[], bytes: number): string[] {
  const byHash = documents
    .map((document) => ({ document, hash: createHash('sha256').update(document).digest('hex') }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const sample: string[] = [];
  let room = bytes;
  for (const { document } of byHash) {
    const part = wholeLines(document, Math.min(room, DOCUMENT_BYTES));
    if (part === '') continue;
    sample.push(part);
    room -= Buffer.byteLength(part);
  }
  return sample;
}

/** As many of the first lines as fit. */
function wholeLines(document: string, bytes: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const line of document.split('\n')) {
    used += Buffer.byteLength(line) + 1;
    if (used - 1 > bytes) break;
    kept.push(line);
  }
  return kept.join('\n').trim();
}
