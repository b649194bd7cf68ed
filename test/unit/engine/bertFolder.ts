// A tiny BERT that can read a text: a model of the golden tests with a WordPiece tokenizer of a few words. Knows no test.
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const WORDS = ['the', 'cat', 'sat', 'on', 'mat', 'and', 'dog', 'ran', '##s', '.'];

/** [CLS] 2, [SEP] 3, [MASK] 4, words from 5 on. The caller removes the folder. */
export async function bertFolder(fixture = 'bert'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bert-'));
  await cp(join(FIXTURES, fixture), folder, { recursive: true });
  const added = SPECIAL.map((content, id) => {
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    return { id, content, ...plain, special: true };
  });
  const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const ids = (name: string) => ({ id: name, ids: [SPECIAL.indexOf(name)], tokens: [name] });
  const tokenizer = {
    ...{ version: '1.0', truncation: null, padding: null, added_tokens: added },
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      ...{ type: 'TemplateProcessing', single: [token('[CLS]'), text, token('[SEP]')], pair: [] },
      special_tokens: { '[CLS]': ids('[CLS]'), '[SEP]': ids('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
      vocab: Object.fromEntries([...SPECIAL, ...WORDS].map((word, id) => [word, id])),
    },
  };
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  return folder;
}
