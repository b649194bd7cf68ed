// Tokenscope's models against Hugging Face's own numbers: logits, attentions, hidden states, outputs of attention and
// MLP, greedy ids, and logits after something inside was changed. A case is a folder of fixtures; fixtures/README.md,
// fixtures/variants/make.py and each manifest.json say how they were made.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOf, readTensors, writeTensors } from '../unit/checkpoint/remadeFolder.ts';
import { GOLDEN_TOLERANCE, goldenErrors } from './goldenErrors.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const INTERVENED = ['gemma2', 'gpt2', 'llama'];
const OTHER_CONFIGS = ['config.v4.json', 'config.v5.json'];

for (const name of [...namesIn('.'), ...namesIn('variants')]) {
  const folder = join(FIXTURES, name);
  const { reference } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

  test(`${name} computes what transformers ${reference.transformers} computes`, async () => {
    await assertExact(folder);
  });

  for (const config of OTHER_CONFIGS.filter((file) => existsSync(join(folder, file)))) {
    test(`${name} computes the same with its ${config}`, async () => {
      const copy = await mkdtemp(join(tmpdir(), 'golden-'));
      try {
        await cp(folder, copy, { recursive: true });
        await copyFile(join(folder, config), join(copy, 'config.json'));
        await assertExact(copy);
      } finally {
        await rm(copy, { recursive: true });
      }
    });
  }
}

for (const name of INTERVENED) {
  test(`${name} is compared with something inside changed, too`, async () => {
    const { interventions } = await goldenErrors(join(FIXTURES, name));
    assert.ok(interventions !== undefined);
  });
}

test('a reference whose model has no norm behind the last block is compared all the same', async () => {
  const folder = await copyOf('variants/opt-post-norm');
  const file = join(folder, 'expected.0.safetensors');
  const tensors = await readTensors(file);
  assert.ok(tensors.delete('final_norm_input'));
  await writeTensors(file, tensors);
  await assertExact(folder);
});

function namesIn(folder: string): string[] {
  const names = readdirSync(join(FIXTURES, folder)).map((name) => join(folder, name));
  return names.filter((name) => existsSync(join(FIXTURES, name, 'manifest.json')));
}

async function assertExact(folder: string): Promise<void> {
  const { greedyIdsEqual, ...differences } = await goldenErrors(folder);
  for (const [kind, difference] of Object.entries(differences)) {
    assert.ok(difference <= GOLDEN_TOLERANCE, `${kind} differ by ${difference}`);
  }
  assert.ok(greedyIdsEqual, 'greedy decoding chose other tokens');
}
