// Tokenizers with added tokens whose ids lie beyond the table of embeddings, as all of Gemma 3's models of text have:
// the token of images has the id 262144, and the table 262144 rows.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { copyOf, editJson } from '../checkpoint/remadeFolder.ts';
import { explained, startEngine, TINY } from './engineProcess.ts';

const IMAGE = '<image_soft_token>';
const ROWS = 320;

const engine = startEngine();
after(() => engine.dispose());
let folder: string;
before(async () => {
  folder = await copyOf('gpt2');
  await editJson(join(folder, 'tokenizer.json'), (tokenizer) => {
    const added = {
      content: IMAGE,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    };
    (tokenizer.added_tokens as object[]).push({ id: ROWS, ...added }, { ...added, id: ROWS + 700, content: '<far>' });
  });
});

test('a text without such a token is read as if there were none', async () => {
  const text = 'The cat sat on the mat.';
  const [ours, healthy] = [await explained(engine, text, folder), await explained(engine, text, TINY)];
  assert.deepEqual(ours.tokens, healthy.tokens);
});

for (const [token, id] of [
  [IMAGE, ROWS],
  ['<far>', ROWS + 1], // the library numbers it, whatever the file says
] as const) {
  test(`a text with ${token} is refused by that token's name`, async () => {
    const refused = { code: 'token-beyond-table', token, id, rows: ROWS };
    await assert.rejects(explained(engine, `The cat ${token} sat`, folder), refused);
  });
}

test('readings of the whole vocabulary leave such tokens out', async () => {
  const { run, tokens } = await explained(engine, 'The cat sat', folder);
  const { all: nearest } = await engine.neighbours(run, (tokens.length - 1) as TokenIndex, 200);
  assert.ok(nearest.every(({ id }) => id < ROWS));
  await engine.headScores(run);
  await engine.timeLength(run, 64);
  await engine.embeddingMap(run, [[IMAGE, ' the']], 'pca');
});
