// What the card says of a tokenizer, and whether there is a chat template. What is wrong with it is said in its place.
import { isFailure } from '../contract/failure.ts';
import type { ModelFile } from '../contract/modelFile.ts';
import { readChatTemplate } from '../tokenizer/chatTemplateFile.ts';
import { loadVocabularyEntries } from '../tokenizer/vocabularyEntries.ts';
import { tokenizerPath } from './tokenizerPath.ts';

export async function tokenizerFacts(path: string): Promise<Pick<ModelFile, 'tokenizer' | 'tokenizerProblem'>> {
  const folder = await tokenizerPath(path);
  if (folder === undefined) return { tokenizer: undefined, tokenizerProblem: undefined };
  try {
    const { type, size, merges, added } = await loadVocabularyEntries(folder);
    const hasTemplate = await hasChatTemplate(folder);
    return { tokenizer: { type, size, merges, added, hasTemplate }, tokenizerProblem: undefined };
  } catch (failure) {
    if (isFailure(failure)) return { tokenizer: undefined, tokenizerProblem: failure };
    throw failure;
  }
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
