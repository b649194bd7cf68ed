// A folder to open, made anew from given files, with workspace settings. Knows no workbench.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface WorkspaceOptions {
  /** Where; emptied first. */
  readonly folder: string;
  /** Copied into it. */
  readonly from?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More files: name → text. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function makeWorkspace({ folder, from, settings = {}, files = {} }: WorkspaceOptions): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, '.vscode'), { recursive: true });
  if (from) await cp(from, folder, { recursive: true });
  await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(settings, null, 2));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
