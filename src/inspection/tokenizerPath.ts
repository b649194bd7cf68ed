// Where the tokenizer of a model's file is: in the file itself, or beside it.
import { dirname, join } from 'node:path';
import { fileExists } from '../checkpoint/jsonFile.ts';

/** Whoever loads a tokenizer takes this for its folder; undefined where there is none. */
export async function tokenizerPath(file: string): Promise<string | undefined> {
  if (/\.gguf$/i.test(file)) return file;
  const folder = dirname(file);
  const names = ['tokenizer.json', 'vocab.json'];
  const there = await Promise.all(names.map((name) => fileExists(join(folder, name))));
  return there.includes(true) ? folder : undefined;
}
