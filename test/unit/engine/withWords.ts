// Models of the golden tests as folders that can read a text: with a tokenizer that knows a few words. Knows no test.
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
export const WORDS = ['the', 'cat', 'sat', 'on', 'mat', 'and', 'dog', 'rug'];

/** The caller removes the folder. */
export async function withWords(fixture: string): Promise<string> {
  const target = await mkdtemp(join(tmpdir(), 'routing-'));
  for (const file of ['config.json', 'model.safetensors'])
    await copyFile(join(FIXTURES, fixture, file), join(target, file));
  const vocab = Object.fromEntries(WORDS.map((word, id) => [word, id + 4]));
  const tokenizer = {
    ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null },
    pre_tokenizer: { type: 'Whitespace' },
    ...{ post_processor: null, decoder: null },
    model: { type: 'WordLevel', vocab: { ...vocab, '[UNK]': 0 }, unk_token: '[UNK]' },
  };
  await writeFile(join(target, 'tokenizer.json'), JSON.stringify(tokenizer));
  return target;
}
