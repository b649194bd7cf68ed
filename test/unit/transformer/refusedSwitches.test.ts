// What config.json may ask of single architectures and we do not have, or what does not fit: refused by name.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOf, editJson, renameTensors } from '../checkpoint/remadeFolder.ts';
import { logitsOf } from '../checkpoint/sameLogits.ts';

const REFUSED: readonly [what: string, fixture: string, changes: object, failure: object][] = [
  [
    'the new decoder with one half after the other',
    'falcon-new',
    { parallel_attn: false },
    { code: 'config-unsupported', key: 'parallel_attn', value: 'false' },
  ],
  [
    'two norms in a Falcon that knows one',
    'falcon',
    { num_ln_in_parallel_attn: 2 },
    { code: 'config-unsupported', key: 'num_ln_in_parallel_attn', supported: ['1'] },
  ],
  [
    'heads that no groups of keys fit',
    'falcon-new',
    { num_kv_heads: 4 },
    { code: 'config-invalid', key: 'num_attention_heads' },
  ],
  [
    'heads that are not in four blocks',
    'codegen',
    { n_head: 6, rotary_dim: 8 },
    { code: 'config-invalid', key: 'n_head' },
  ],
  [
    'one head of keys for all',
    'mpt',
    { attn_config: { attn_type: 'multiquery_attention' } },
    { code: 'config-unsupported', key: 'attn_config.attn_type' },
  ],
  [
    'another norm',
    'mpt',
    { norm_type: 'rmsnorm' },
    { code: 'config-unsupported', key: 'norm_type', value: '"rmsnorm"' },
  ],
  [
    'layers with a window that has no width',
    'cohere2',
    { sliding_window: null },
    { code: 'config-invalid', key: 'sliding_window' },
  ],
];
for (const [what, fixture, changes, failure] of REFUSED) {
  test(`${fixture}: refuses ${what}`, async () => {
    const folder = await copyOf(fixture);
    await editJson(join(folder, 'config.json'), (json) => void Object.assign(json, changes));
    await assert.rejects(logitsOf(folder), (thrown: object) => {
      assert.partialDeepStrictEqual(thrown, failure);
      return true;
    });
  });
}

const OTHER_PARTS: readonly [key: string, tensor: string][] = [
  ['attn_config.alibi', 'transformer.wpe.weight'],
  ['attn_config.qk_ln', 'transformer.blocks.0.attn.q_ln.weight'],
  ['no_bias', 'transformer.blocks.0.attn.Wqkv.bias'],
];
for (const [key, tensor] of OTHER_PARTS) {
  test(`mpt: refuses a file with ${tensor}, which would not be used`, async () => {
    const folder = await copyOf('mpt');
    await renameTensors(folder, (name) => (name === 'transformer.norm_f.weight' ? tensor : name));
    await assert.rejects(logitsOf(folder), { code: 'config-unsupported', key });
  });
}
