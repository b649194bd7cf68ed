// Our models against Hugging Face's own numbers: logits, attentions, hidden states, outputs of attention and MLP, greedy
// ids. A case is a folder of fixtures; how they were made: fixtures/README.md and each manifest.json.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { GOLDEN_TOLERANCE, goldenErrors } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

for (const name of readdirSync(FIXTURES)) {
  const manifest = join(FIXTURES, name, 'manifest.json');
  if (!existsSync(manifest)) continue; // the tokenizers, the README
  const { reference } = JSON.parse(readFileSync(manifest, 'utf8'));
  test(`${name} computes what transformers ${reference.transformers} computes`, async () => {
    const { greedyIdsEqual, ...differences } = await goldenErrors(join(FIXTURES, name));
    for (const [kind, difference] of Object.entries(differences)) {
      assert.ok(difference <= GOLDEN_TOLERANCE, `${kind} differ by ${difference}`);
    }
    assert.ok(greedyIdsEqual, 'greedy decoding chose other tokens');
  });
}
