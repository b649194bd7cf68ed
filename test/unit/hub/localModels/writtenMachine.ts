// A home folder as the programs that keep models lay it out, written by a test and removed after it.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Machine } from '../../../../src/hub/localModels/localModel.ts';
import { newStore } from '../downloading.ts';

export const GGUF = Buffer.from('GGUF\x03\0\0\0 and the rest', 'latin1');

export interface WrittenMachine extends Machine {
  /** Writes a file below the home, or below the system's folder where the path begins with /; gives its path. */
  readonly write: (path: string, content: string | Buffer) => Promise<string>;
}

export async function newMachine(context: TestContext, given: Partial<Machine> = {}): Promise<WrittenMachine> {
  const root = await newStore(context);
  const home = join(root, 'home', 'user');
  await mkdir(home, { recursive: true });
  return {
    environment: {},
    platform: 'linux',
    home,
    root,
    ...given,
    write: async (path, content) => {
      const file = path.startsWith('/') ? join(root, path) : join(home, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
  };
}

export function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export interface OllamaTag {
  /** Below manifests/, as registry.ollama.ai/library/llama3.2/1b. */
  readonly tag: string;
  readonly blob?: string | Buffer;
  readonly config?: object;
  /** In place of what `blob` makes. */
  readonly manifest?: unknown;
  /** What the manifest says the blob has, where that is not so. */
  readonly size?: number;
  readonly models?: string;
}

/** Writes what `ollama pull` leaves, and gives the blob's path. */
export async function pullIntoOllama(machine: Pick<WrittenMachine, 'write'>, pulled: OllamaTag): Promise<string> {
  const { tag, blob = GGUF, config = { model_format: 'gguf', file_type: 'Q8_0' }, manifest, size } = pulled;
  const { models = '.ollama/models' } = pulled;
  const configText = JSON.stringify(config);
  const layers = [
    layer('application/vnd.ollama.image.model', blob, size),
    layer('application/vnd.ollama.image.projector', 'eyes'),
    layer('application/vnd.ollama.image.template', '{{ .Prompt }}'),
  ];
  const made = {
    schemaVersion: 2,
    config: layer('application/vnd.docker.container.image.v1+json', configText),
    layers,
  };
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest ?? made);
  await machine.write(`${models}/manifests/${tag}`, text);
  await machine.write(`${models}/blobs/sha256-${digestOf(configText)}`, configText);
  return await machine.write(`${models}/blobs/sha256-${digestOf(blob)}`, blob);
}

export function layer(mediaType: string, content: string | Buffer, size = Buffer.byteLength(content)): object {
  return { mediaType, digest: `sha256:${digestOf(content)}`, size };
}
