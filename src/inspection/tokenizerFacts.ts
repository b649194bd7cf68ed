// What the card says of a tokenizer, and whether there is a chat template.
import { join } from 'node:path';
import { type Failure, isFailure } from '../contract/failure.ts';
import type { TokenizerFacts } from '../contract/modelFile.ts';
import { readChatTemplate } from '../tokenizer/chatTemplateFile.ts';
import type { VocabularyEntries } from '../tokenizer/vocabularyEntries.ts';
import { tokenizerPath } from './tokenizerPath.ts';

/** Fails with file-missing, file-unreadable, json-invalid. */
export async function tokenizerFacts(path: string, vocabulary: VocabularyEntries): Promise<TokenizerFacts> {
  const folder = await tokenizerPath(path);
  if (folder === undefined) throw { code: 'file-missing', file: join(path, '..', 'tokenizer.json') } satisfies Failure;
  const { type, size, merges, added } = vocabulary;
  return { type, size, merges, added, hasTemplate: await hasChatTemplate(folder) };
}

/** One that cannot be read is there, and is refused when it is shown. */
async function hasChatTemplate(folder: string): Promise<boolean> {
  try {
    await readChatTemplate(folder);
    return true;
  } catch (failure) {
    if (isFailure(failure)) return failure.code !== 'chat-template-missing';
    throw failure;
  }
}
