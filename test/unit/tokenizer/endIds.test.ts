// Which tokens end a text: what transformers' generate() takes from the two files.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadEndIds } from '../../../src/tokenizer/endIds.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'end-ids-'));
});
after(() => rm(folder, { recursive: true }));

const ROWS: readonly [config: string, generationConfig: string | undefined, ids: readonly number[]][] = [
  ['{"eos_token_id": 7}', undefined, [7]],
  ['{"eos_token_id": [7, 9]}', undefined, [7, 9]],
  ['{"eos_token_id": 128001}', '{"eos_token_id": [128001, 128009]}', [128001, 128009]],
  ['{"eos_token_id": 7}', '{"eos_token_id": 0}', [0]],
  ['{"eos_token_id": 7}', '{"eos_token_id": null}', [7]],
  ['{"eos_token_id": 7}', '{"temperature": NaN}', [7]],
  ['{"eos_token_id": 7}', '{"eos_token_id": ', [7]],
  ['{"eos_token_id": null}', undefined, []],
  ['{"text_config": {"eos_token_id": [1, 106]}}', undefined, [1, 106]],
  ['{"eos_token_id": 7, "text_config": {"eos_token_id": 1}}', undefined, [7]],
  ['{"text_config": [7]}', undefined, []],
  ['{}', '{"eos_token_id": "</s>"}', []],
];
for (const [config, generationConfig, ids] of ROWS) {
  test(`config.json ${config}, generation_config.json ${generationConfig ?? 'missing'}`, async () => {
    await writeFile(join(folder, 'config.json'), config);
    const file = join(folder, 'generation_config.json');
    await rm(file, { force: true });
    if (generationConfig !== undefined) await writeFile(file, generationConfig);
    assert.deepEqual([...(await loadEndIds(folder))], ids);
  });
}
