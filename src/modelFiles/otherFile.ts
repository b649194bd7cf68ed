// Another file of the same model: asked for, looked into, and set beside the first. The larger one is the reference, since
// quantisation makes files smaller. Knows no page.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ModelFile } from '../contract/modelFile.ts';
import type { OtherFile } from '../contract/modelFileApi.ts';
import type { EngineClient } from '../engine/client.ts';

const { t } = vscode.l10n;

export interface InspectedFile {
  readonly path: string;
  readonly name: string;
  readonly file: ModelFile;
}

export interface FilePair {
  readonly measured: InspectedFile;
  readonly reference: InspectedFile;
}

/** undefined where the user declines. Fails as inspectFile() does. */
export async function chooseOtherFile(ours: InspectedFile, inspector: EngineClient): Promise<FilePair | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('Another File of the Same Model'),
    openLabel: t('Compare'),
    defaultUri: vscode.Uri.file(dirname(ours.path)),
    filters: { [t('Files of models')]: ['gguf', 'safetensors'] },
  });
  const path = chosen?.[0]?.fsPath;
  if (path === undefined) return undefined;
  const theirs = { path, name: basename(path), file: await inspector.inspectFile(path) };
  return bytesOf(ours) > bytesOf(theirs)
    ? { measured: theirs, reference: ours }
    : { measured: ours, reference: theirs };
}

/** Names that are the same are told apart by their folders. */
export function shownPair({ measured, reference }: FilePair, ours: InspectedFile): OtherFile {
  const isSame = measured.name === reference.name;
  const nameOf = ({ path, name }: InspectedFile) => (isSame ? `${basename(dirname(path))}/${name}` : name);
  return {
    name: nameOf(measured === ours ? reference : measured),
    measured: nameOf(measured),
    reference: nameOf(reference),
    readsText: measured.file.model !== undefined && reference.file.model !== undefined,
  };
}

function bytesOf({ file }: InspectedFile): number {
  return file.parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
