// What people type or paste to name a model: a name, the address of a page or a file of it at a hub, a command that they
// were told to run, a model of Ollama's library, or a folder or a GGUF file on their disk. Knows no network and no disk.
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../contract/failure.ts';
import type { GgufWish } from './ggufListing.ts';
import { isHubAddress, parseHubAddress } from './hubAddress.ts';
import { ollamaNameIn, ollamaNameInCommand } from './ollamaAddress.ts';
import { parseRepoId, type RepoId } from './repoId.ts';

export type PastedModel =
  /** `gguf` says that GGUF is meant, and which file. */
  | { readonly kind: 'repo'; readonly id: RepoId; readonly gguf?: GgufWish }
  /** An absolute path. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** The absolute path of a GGUF file, or of one of Ollama's blobs. */
  | { readonly kind: 'file'; readonly file: string }
  /** Of Ollama's library, as `ollama pull` takes it. */
  | { readonly kind: 'ollama'; readonly name: string };

/** Commands that have a name or an address behind them, with what may stand before it. */
const COMMAND =
  /^(?:\$ )?(?:git (?:lfs )?clone|(?:huggingface-cli|hf) download|ollama (?:run|pull)|llama(?:-\w+)?(?: \w+)? (?:-hfr?|--hf-repo)|lms get)(?: --?[\w-]+(?:=\S+)?)*[ =]+/;
const QUOTED = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”|「(.*)」|<(.*)>)[,;]?$/s;

/**
 * Reads it; names and addresses at the hub `endpoint` or at Hugging Face. Fails with repo-invalid, whose text is as it
 * was pasted. 'https://huggingface.co/a/b/tree/v1?x=y' → a/b, v1
 */
export function parsePastedModel(text: string, endpoint: string): PastedModel {
  const pasted = unquoted(text.trim());
  const path = pathIn(pasted);
  if (path !== undefined && !path.includes('\0')) return onDisk(path);
  const command = COMMAND.exec(pasted)?.[0] ?? '';
  const named = command ? inCommand(pasted.slice(command.length)) : { name: pasted };
  try {
    return atOllama(named.name, command, endpoint) ?? atHub(named, command, endpoint);
  } catch {
    throw { code: 'repo-invalid', text } satisfies Failure;
  }
}

interface Named {
  readonly name: string;
  /** A GGUF file that the command fetches alone. */
  readonly file?: string;
}

/** What follows the name are other arguments, among them perhaps a file. */
function inCommand(rest: string): Named {
  const [name, ...words] = rest.split(/\s+/).map(unquoted);
  const file = words.find((word) => /^[^-].*\.gguf$/i.test(word));
  return file === undefined ? { name } : { name, file };
}

function atOllama(name: string, command: string, endpoint: string): PastedModel | undefined {
  if (isHubAddress(name, endpoint)) return undefined;
  const found = /ollama (?:run|pull)/.test(command) ? ollamaNameInCommand(name) : ollamaNameIn(name);
  return found === undefined ? undefined : { kind: 'ollama', name: found };
}

/** Fails with repo-invalid. */
function atHub({ name, file }: Named, command: string, endpoint: string): PastedModel {
  const address = parseHubAddress(name, endpoint);
  const runsGguf = /ollama (?:run|pull)|llama|lms get/.test(command);
  const gguf = file !== undefined ? ({ kind: 'file', path: file } as const) : address.gguf;
  const wish = gguf ?? (runsGguf ? ({ kind: 'any' } as const) : undefined);
  return { kind: 'repo', id: parseRepoId(address.name), ...(wish && { gguf: wish }) };
}

function unquoted(text: string): string {
  const inside = QUOTED.exec(text)?.slice(1);
  return inside ? (inside.find((part) => part !== undefined) ?? '').trim() : text;
}

/** The file that a path names if it is one of GGUF; of another file in a model's folder that folder. */
function onDisk(path: string): PastedModel {
  const of = /^(?:[A-Za-z]:|\\)/.test(path) ? win32 : { basename, dirname };
  const name = of.basename(path);
  if (/\.gguf$/i.test(name) || /^sha256-[0-9a-f]{64}$/.test(name)) return { kind: 'file', file: path };
  const isFile = /\.(?:json|safetensors|txt|jinja)$/i.test(name);
  return { kind: 'folder', folder: isFile ? of.dirname(path) : path.replace(/(?<=[^\\/:])[\\/]+$/, '') };
}

function pathIn(text: string): string | undefined {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text);
    } catch {
      return undefined; // of another machine, or with a slash that is written %2F
    }
  }
  if (/^~(?:[\\/]|$)/.test(text)) return join(homedir(), text.slice(1));
  return isAbsolute(text) || /^(?:[A-Za-z]:[\\/]|\\\\)/.test(text) ? text : undefined;
}
