// The name that people know a model by. Knows no checkpoint.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { parseGgufName } from '../hub/ggufName.ts';
import { repoOfFolder, variantText } from '../hub/repoId.ts';

/** A path that says nothing about the model, and the name that the program gives it whose file it is: llama3.2:1b */
const namesGiven = new Map<string, string>();

/** Makes the name known for as long as this process runs. */
export function nameModel(path: string, name: string): void {
  namesGiven.set(path, name);
}

/** The embedded model, a name that was given, a repository of the hub, or the own name of the folder or file. */
export function modelName(path: string, embeddedModel: string): string {
  if (path === embeddedModel) return vscode.l10n.t('embedded model');
  const blob = /^sha256-([0-9a-f]{12})[0-9a-f]{52}$/.exec(basename(path))?.[1];
  return namesGiven.get(path) ?? (blob ? `Ollama ${blob}` : nameInPath(path));
}

function nameInPath(path: string): string {
  const gguf = parseGgufName(basename(path));
  if (!gguf) return repoOfFolder(path) ?? basename(path);
  const repo = repoOfFolder(dirname(path));
  return repo === undefined ? gguf.stem : variantText({ repo, variant: gguf.quantisation ?? gguf.stem });
}
