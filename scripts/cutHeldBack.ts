// node scripts/cutHeldBack.ts CORPUS OUT: writes a small part of the corpus's held-back text (CORPUS/valid), to be kept
// in the repository, without documents that are almost the same in CORPUS/train. The same corpus gives the same files.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKinds, sampleOf } from './eval/documents.ts';
import { overlapsOf, RUN_BYTES } from './eval/overlap.ts';

/** So many bytes of each kind are written; two cores score six kinds of them in minutes. */
const BYTES = 48_000;
/**
 * Documentation comes in versions: a document that is held back in one version is not unseen text when others are in
 * training.
 */
const MAX_OVERLAP = 0.1;

const [corpus, out] = process.argv.slice(2);
if (corpus === undefined || out === undefined) {
  console.error('usage: node scripts/cutHeldBack.ts CORPUS OUT   (CORPUS has train/KIND.txt and valid/KIND.txt)');
  process.exit(2);
}
await mkdir(out, { recursive: true });
const training = [...(await readKinds(join(corpus, 'train'))).values()].flat().map((text) => Buffer.from(text));
for (const [kind, documents] of await readKinds(join(corpus, 'valid'))) {
  const overlaps = overlapsOf(
    training,
    documents.map((text) => Buffer.from(text)),
    RUN_BYTES,
  );
  const unseen = documents.filter((_, i) => overlaps[i] <= MAX_OVERLAP);
  const sample = sampleOf(unseen, BYTES);
  const text = `${sample.join('\n<|endoftext|>\n')}\n`;
  await writeFile(join(out, `${kind}.txt`), text);
  const sizes = `${sample.length} of ${unseen.length} documents, ${Buffer.byteLength(text)} bytes`;
  console.log(
    `${kind}: ${sizes}; ${documents.length - unseen.length} of ${documents.length} stand in the training text`,
  );
}
