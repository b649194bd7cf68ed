// tokenizer_config.json, which stands beside tokenizer.json and says what transformers makes of it. Knows no text.
import { join } from 'node:path';
import { readOptionalJsonObject } from '../checkpoint/jsonFile.ts';
import { isRecord } from '../contract/isRecord.ts';
import { ggufMetadata } from './gguf/ggufTokenizer.ts';
import { ggufTokenizerConfig } from './gguf/ggufTokenizerConfig.ts';
import { JsonFields } from './jsonFields.ts';

/** Lists of added tokens make some published files a few megabytes large. */
const MAX_CONFIG_BYTES = 20_000_000;

export interface TokenizerConfig {
  readonly file: string;
  /** It has no fields where there is no file. Of a GGUF file: what its metadata says of the same. */
  readonly fields: JsonFields;
}

/** The file of a checkpoint folder, which need not be there. Fails with file-unreadable, json-invalid. */
export async function readTokenizerConfig(folder: string): Promise<TokenizerConfig> {
  const metadata = await ggufMetadata(folder);
  if (metadata) return { file: metadata.file, fields: new JsonFields(ggufTokenizerConfig(metadata), metadata.file) };
  const file = join(folder, 'tokenizer_config.json');
  return { file, fields: new JsonFields(await readOptionalJsonObject(file, MAX_CONFIG_BYTES), file) };
}

/** The text of a field such as bos_token, which is written as '<s>' or as { content: '<s>' }. */
export function tokenText(token: unknown): string | undefined {
  const text = isRecord(token) ? token.content : token;
  return typeof text === 'string' ? text : undefined;
}
