// The licence that a model states: in a GGUF file's metadata, or in the model card (README.md) of its folder.
import { join } from 'node:path';
import type { Metadata } from '../checkpoint/gguf/metadata.ts';
import { fileExists, readTextFile } from '../checkpoint/jsonFile.ts';

/** Model cards have tables and examples, and some 20 KB. */
const MAX_CARD_BYTES = 2_000_000;

/** `general.license.name` stands beside a general.license of "other". */
export function licenceInMetadata(metadata: Metadata): string | undefined {
  const stated = ['general.license.name', 'general.license'].map((key) => metadata.value(key));
  return stated.find((value): value is string => typeof value === 'string' && value !== '');
}

/** undefined where there is no card, or it states none. */
export async function licenceInFolder(folder: string): Promise<string | undefined> {
  const card = join(folder, 'README.md');
  if (!(await fileExists(card))) return undefined;
  const text = await readTextFile(card, MAX_CARD_BYTES).catch(() => ''); // a card that cannot be read states none
  return licenceInCard(text);
}

/** In the YAML in front of it: `license: mit`, and `license_name` where that says "other". */
export function licenceInCard(text: string): string | undefined {
  const [, front = ''] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text) ?? [];
  const stated = (key: string) =>
    new RegExp(`^${key}:[ \\t]*["']?([\\w.+ -]{1,80}?)["']?[ \\t]*\\r?$`, 'm').exec(front)?.[1];
  return stated('license_name') ?? stated('license');
}
