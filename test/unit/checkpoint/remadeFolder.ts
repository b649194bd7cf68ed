// Copies of checkpoint folders in which one thing is written as some program writes it: other JSON, other names of
// tensors, several files. Knows safetensors files, no architecture.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

export const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');

const made: string[] = [];
after(() => Promise.all(made.map((folder) => rm(folder, { recursive: true }))));

/** A copy of a fixture, `gpt2` or `variants/…`, which is removed after all tests of the file. */
export async function copyOf(fixture: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'remade-'));
  made.push(folder);
  await cp(join(FIXTURES, fixture), folder, { recursive: true });
  return folder;
}

type Json = Record<string, unknown>;

export async function editJson(file: string, change: (json: Json) => void): Promise<void> {
  const json = JSON.parse(await readFile(file, 'utf8'));
  change(json);
  await writeFile(file, JSON.stringify(json));
}

export interface RawTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}
export type RawTensors = Map<string, RawTensor>;

export async function readTensors(file: string): Promise<RawTensors> {
  const raw = await readFile(file);
  const start = 8 + Number(raw.readBigUInt64LE(0));
  const header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> = JSON.parse(
    raw.subarray(8, start).toString(),
  );
  const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return new Map(
    tensors.map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [begin, end],
        },
      ]) => [name, { dtype, shape, bytes: raw.subarray(start + begin, start + end) }],
    ),
  );
}

export async function writeTensors(file: string, tensors: RawTensors): Promise<void> {
  const header: Json = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = JSON.stringify(header);
  const json = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  await writeFile(file, Buffer.concat([length, json, ...[...tensors.values()].map(({ bytes }) => bytes)]));
}

/** Gives every tensor of the folder the name that `rename` makes of its own, also in the index of shards. */
export async function renameTensors(folder: string, rename: (name: string) => string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (/^model.*\.safetensors$/.test(name)) await writeTensors(file, renamed(await readTensors(file), rename));
    if (name !== 'model.safetensors.index.json') continue;
    await editJson(file, (index) => {
      const map = new Map(Object.entries(index.weight_map as Json));
      index.weight_map = Object.fromEntries(renamed(map, rename));
    });
  }
}

function renamed<Value>(map: ReadonlyMap<string, Value>, rename: (name: string) => string): Map<string, Value> {
  return new Map([...map].map(([name, value]) => [rename(name), value]));
}
