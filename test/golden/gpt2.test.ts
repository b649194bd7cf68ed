// Our GPT-2 against Hugging Face's own numbers: logits, attentions, hidden states, outputs of attention and MLP, greedy
// ids. How the references were made: fixtures/README.md and each manifest.json.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { GOLDEN_TOLERANCE, goldenErrors } from './goldenErrors.ts';

for (const name of ['gpt2', 'gpt2-f16']) {
  const folder = join(import.meta.dirname, 'fixtures', name);
  const { reference } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  test(`${name} computes what transformers ${reference.transformers} computes`, async () => {
    const { greedyIdsEqual, ...differences } = await goldenErrors(folder);
    for (const [kind, difference] of Object.entries(differences)) {
      assert.ok(difference <= GOLDEN_TOLERANCE, `${kind} differ by ${difference}`);
    }
    assert.ok(greedyIdsEqual, 'greedy decoding chose other tokens');
  });
}
