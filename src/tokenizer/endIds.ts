// The tokens with which a model ends a text, such as <|endoftext|> or <|eot_id|>. Knows no text.
import { join } from 'node:path';
import { type JsonObject, readJsonObject, readOptionalJsonObject } from '../checkpoint/jsonFile.ts';
import { isFailure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { ggufMetadata } from './gguf/ggufTokenizer.ts';
import { ggufEndIds } from './gguf/ggufTokenizerConfig.ts';

const MAX_BYTES = 10_000_000;

/**
 * The ids in eos_token_id, a number or a list of them: that of generation_config.json, else that of config.json, or of
 * its text_config where the model reads images, too. Models of conversations end an answer with another token than a
 * document, and only the first file has both. Fails with file-missing, file-unreadable and json-invalid for config.json.
 */
export async function loadEndIds(folder: string): Promise<ReadonlySet<number>> {
  const metadata = await ggufMetadata(folder);
  if (metadata) return ggufEndIds(metadata);
  const { eos_token_id: generating } = await generationConfig(join(folder, 'generation_config.json'));
  const { eos_token_id: otherwise, text_config: text } = await readJsonObject(join(folder, 'config.json'), MAX_BYTES);
  const written: unknown = generating ?? otherwise ?? (isRecord(text) ? text.eos_token_id : undefined);
  const ids: readonly unknown[] = Array.isArray(written) ? written : [written];
  return new Set(ids.filter((id) => typeof id === 'number'));
}

/** One that is damaged is as good as none, as in transformers: it says nothing of the model itself. */
async function generationConfig(file: string): Promise<JsonObject> {
  return await readOptionalJsonObject(file, MAX_BYTES).catch((failure) => {
    if (isFailure(failure)) return {};
    throw failure;
  });
}
