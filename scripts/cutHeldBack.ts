// node scripts/cutHeldBack.ts VALID_DIR OUT_DIR [BYTES]: a small part of the corpus's held-back text, to be kept in the
// repository. The rule is sampleOf's (eval/documents.ts), so that anyone with the corpus gets the same files.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKinds, sampleOf } from './eval/documents.ts';

/** A kind; six kinds of these are scored in minutes by two cores. */
const BYTES = 48_000;

const [from, to, bytes = String(BYTES)] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  console.error('usage: node scripts/cutHeldBack.ts VALID_DIR OUT_DIR [BYTES a kind]');
  process.exit(2);
}
await mkdir(to, { recursive: true });
for (const [kind, documents] of await readKinds(from)) {
  const sample = sampleOf(documents, Number(bytes));
  const text = `${sample.join('\n<|endoftext|>\n')}\n`;
  await writeFile(join(to, `${kind}.txt`), text);
  console.log(`${kind}: ${sample.length} of ${documents.length} documents, ${Buffer.byteLength(text)} bytes`);
}
