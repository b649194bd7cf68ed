// What transformers 4.57.6 puts in front of a text by tokenizer_class, add_bos_token and bos_token: the class's own
// post-processor takes the place of the file's. (5.x no longer does so for every file.)
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, madeTokenizer } from './madeTokenizer.ts';

const neox = await fixture('gpt-neox-20b');
const llama = await fixture('spm-bpe-prepend'); // its post-processor puts <s> in front, which is 1

const front = async (json: object, config: object) => {
  const { encode } = await madeTokenizer(json, config);
  const text = encode('Hello').length;
  return encode('Hello', { special: true })
    .map(({ id }) => id)
    .slice(0, -text);
};

test("GPT-NeoX's class with add_bos_token reads <|endoftext|> first", async () => {
  const config = { tokenizer_class: 'GPTNeoXTokenizerFast', add_bos_token: true, bos_token: '<|endoftext|>' };
  const tokens = (await madeTokenizer(neox, config)).encode('Hello', { special: true });
  assert.deepEqual(
    tokens.map(({ id }) => id),
    [0, 12092],
  );
  assert.deepEqual(tokens[0].span, { start: 0, end: 0 });
});

const ROWS: readonly [json: object, config: object, ids: readonly number[]][] = [
  [neox, {}, []],
  [neox, { tokenizer_class: 'GPTNeoXTokenizer' }, []],
  [neox, { tokenizer_class: 'GPTNeoXTokenizer', add_bos_token: true }, [0]],
  [neox, { tokenizer_class: 'GPT2Tokenizer', add_bos_token: true }, []],
  [neox, { tokenizer_class: 'PreTrainedTokenizerFast', add_bos_token: true, bos_token: '<|endoftext|>' }, []],
  [neox, { tokenizer_class: 'LlamaTokenizerFast', bos_token: { content: '<|endoftext|>' } }, [0]],
  [neox, { tokenizer_class: 'LlamaTokenizerFast' }, []], // no <s> in the vocabulary
  [neox, { tokenizer_class: 'CohereTokenizer', bos_token: '<|padding|>' }, [1]],
  [neox, { tokenizer_class: 'GemmaTokenizerFast', bos_token: '<|padding|>', add_eos_token: true }, [1]],
  [llama, {}, [1]],
  [llama, { tokenizer_class: 'LlamaTokenizer' }, [1]],
  [llama, { tokenizer_class: 'LlamaTokenizer', bos_token: '</s>' }, [2]],
  [llama, { tokenizer_class: 'LlamaTokenizer', add_bos_token: false }, []],
  [llama, { tokenizer_class: 'CodeLlamaTokenizer', add_bos_token: null }, []],
  [llama, { tokenizer_class: 'PreTrainedTokenizerFast', add_bos_token: false }, [1]],
];

describe('the tokens in front', () => {
  for (const [json, config, ids] of ROWS) {
    const name = json === neox ? 'a file without any' : 'a file with <s>';
    test(`${name}, and ${JSON.stringify(config)}`, async () => assert.deepEqual(await front(json, config), ids));
  }
});

test('a token that is asked for and not there is refused', async () => {
  for (const bos_token of [null, '<nope>']) {
    const config = { tokenizer_class: 'LlamaTokenizer', add_bos_token: true, bos_token };
    await assert.rejects(madeTokenizer(neox, config), {
      code: 'tokenizer-invalid',
      problem: /add_bos_token puts .* not in the vocabulary/,
    });
  }
});
