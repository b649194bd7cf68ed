// A tokenizer from a tokenizer.json that a test writes, through a file as users have it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Token } from '../../../src/contract/tokens.ts';
import { loadTokenizer, type WordTokenizer } from '../../../src/tokenizer/tokenizer.ts';

/** The tokenizer of a folder with tokenizer.json and, where it is given, tokenizer_config.json. Fails as loadTokenizer does. */
export async function madeTokenizer(json: object, config?: object): Promise<WordTokenizer> {
  const folder = await mkdtemp(join(tmpdir(), 'made-tokenizer-'));
  try {
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(json));
    if (config) await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(config));
    return await loadTokenizer(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures/tokenizers');

/** GPT-2's tokenizer with other steps. */
export async function gpt2With(steps: object): Promise<WordTokenizer> {
  return await madeTokenizer({ ...(await fixture('gpt2')), ...steps });
}

/** The tokenizer.json of a golden tokenizer. */
export async function fixture(name: string): Promise<object> {
  return JSON.parse(await readFile(join(FIXTURES, name, 'tokenizer.json'), 'utf8'));
}

/** The ids of tokens and their places in UTF-16 units. */
export function idsAndSpans(tokens: readonly Token[]): readonly (readonly [id: number, start: number, end: number])[] {
  return tokens.map(({ id, span }) => [id, span.start, span.end]);
}
