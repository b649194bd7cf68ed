// Two files of one model: a fixture, and the same with its matrices rounded to 16 steps, as a coarse quantisation would leave
// them. Knows no page.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after } from 'node:test';
import { readFloats, readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import { safetensors, type Written } from '../../unit/inspection/writtenFiles.ts';

const MODEL = resolve(import.meta.dirname, '../../golden/fixtures/llama');
const STEPS = 8;

export async function comparedPair(): Promise<{ readonly measured: string; readonly reference: string }> {
  const reference = join(MODEL, 'model.safetensors');
  const folder = mkdtempSync(join(tmpdir(), 'pair-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    copyFileSync(join(MODEL, name), join(folder, name));
  const tensors: Record<string, Written[string]> = {};
  for (const [name, entry] of await readSafetensorsHeader(reference)) {
    const values = await readFloats(entry);
    const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const rounded =
      entry.shape.length === 2 ? values.map((value) => Math.round((value / most) * STEPS) * (most / STEPS)) : values;
    tensors[name] = ['F32', entry.shape, new Uint8Array(rounded.buffer)];
  }
  writeFileSync(join(folder, 'model.safetensors'), safetensors(tensors));
  return { measured: join(folder, 'model.safetensors'), reference };
}
