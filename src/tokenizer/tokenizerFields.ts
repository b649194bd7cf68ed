// Where a tokenizer is written: tokenizer.json, or vocab.json with merges.txt, or the metadata of a GGUF file; all as
// tokenizer.json would have it. Knows no text.
import { join } from 'node:path';
import type { Metadata } from '../checkpoint/gguf/metadata.ts';
import { fileExists, readJsonObject } from '../checkpoint/jsonFile.ts';
import { ggufMetadata, ggufTokenizer } from './gguf/ggufTokenizer.ts';
import { JsonFields } from './jsonFields.ts';
import { vocabAndMerges } from './vocabAndMerges.ts';

/** The largest published tokenizers have 35 MB. */
const MAX_TOKENIZER_BYTES = 200_000_000;

export interface TokenizerFields {
  readonly fields: JsonFields;
  /** Of a GGUF file. */
  readonly metadata: Metadata | undefined;
}

/** Fails with file-missing, file-unreadable, gguf-header, json-invalid, tokenizer-invalid. */
export async function tokenizerFields(folder: string): Promise<TokenizerFields> {
  const metadata = await ggufMetadata(folder);
  if (metadata) return { fields: ggufTokenizer(metadata), metadata };
  const file = join(folder, 'tokenizer.json');
  const older = (await fileExists(file)) ? undefined : await vocabAndMerges(folder);
  const fields = older ?? new JsonFields(await readJsonObject(file, MAX_TOKENIZER_BYTES), file);
  return { fields, metadata: undefined };
}
