// The arguments of the MCP server. Throws an Error with a sentence where they are wrong.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineOptions } from '../contract/engineOptions.ts';
import { OPENAI_ENCODINGS, type TokenizerRef } from '../contract/tokens.ts';

export interface ServerArguments {
  /** Absolute; none where nobody named any. */
  readonly roots: readonly string[];
  readonly modelFolder: string;
  readonly engineOptions: EngineOptions;
  readonly tokenizer: TokenizerRef;
  /** The model's process ends when nobody has asked for so long. */
  readonly idleMs: number;
}

export const USAGE = `Usage: node mcp.js [--root DIR]... [--model DIR] [--tokenizer NAME|DIR] [--precision P] [--provider P] [--idle SECONDS]
  --root       a folder whose files may be read; may be repeated. Without it, the client is asked for its roots
  --model      the folder of the model that is run; without it, the one that comes with Tokenscope
  --tokenizer  whose tokens are counted if a call names none: model (if left out), embedded, ${OPENAI_ENCODINGS.join(', ')},
               or the path of a folder with a tokenizer.json
  --precision  auto, float32, half, int8, int4
  --provider   auto, cpu, webgpu, coreml, dml, cuda
  --idle       the model is given back after so many seconds without a call; 300 if left out`;

const PRECISIONS = ['auto', 'float32', 'half', 'int8', 'int4', 'fast'] as const;
const PROVIDERS = ['auto', 'cpu', 'webgpu', 'coreml', 'dml', 'cuda'] as const;
const DEFAULT_IDLE = 300;

export function serverArguments(args: readonly string[], embeddedModel: string): ServerArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      root: { type: 'string', multiple: true },
      model: { type: 'string' },
      tokenizer: { type: 'string' },
      precision: { type: 'string' },
      provider: { type: 'string' },
      idle: { type: 'string' },
    },
  });
  const modelFolder = values.model === undefined ? embeddedModel : model('--model', values.model);
  return {
    roots: (values.root ?? []).map((root) => folder('--root', root)),
    modelFolder,
    engineOptions: {
      precision: oneOf('--precision', values.precision, PRECISIONS),
      executionProvider: oneOf('--provider', values.provider, PROVIDERS),
    },
    tokenizer: tokenizerOf(values.tokenizer, modelFolder, embeddedModel),
    idleMs: 1000 * positive('--idle', values.idle ?? String(DEFAULT_IDLE)),
  };
}

/** A folder, or a GGUF file. */
function model(option: string, written: string): string {
  const path = resolve(written);
  const isFile = /\.gguf$/i.test(path) && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
  return isFile ? path : folder(option, written);
}

function folder(option: string, written: string): string {
  const path = resolve(written);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new Error(`${option}: there is no folder ${path}`);
}

function oneOf<Value extends string>(option: string, written: string | undefined, values: readonly Value[]): Value {
  const found = values.find((value) => value === (written ?? 'auto'));
  if (found) return found;
  throw new Error(`${option} is ${written}, none of ${values.join(', ')}`);
}

function tokenizerOf(name = 'model', modelFolder: string, embeddedModel: string): TokenizerRef {
  if (name === 'model') return { kind: 'folder', folder: modelFolder };
  if (name === 'embedded') return { kind: 'folder', folder: embeddedModel };
  if (/[\\/]/.test(name)) return { kind: 'folder', folder: folder('--tokenizer', name) };
  return { kind: 'openai', encoding: oneOf('--tokenizer', name, OPENAI_ENCODINGS) };
}

function positive(option: string, written: string): number {
  const value = Number(written);
  if (value > 0 && value <= 86_400) return value;
  throw new Error(`${option} is ${written}, not a number of seconds above 0 and up to 86400`);
}
