// Reads the files of a model once, to tell them apart from others of the same name: with progress where they are large, and as
// long as the user lets it. Knows no session.
import * as vscode from 'vscode';
import { withProgress } from '../commands/withProgress.ts';
import type { SessionModelFile } from '../contract/session.ts';
import { type DigestStore, fileDigest, knownDigest, type ModelFile, modelFiles } from '../hub/modelFiles.ts';
import { modelName } from '../messages/modelName.ts';
import type { SessionParts } from './sessionParts.ts';

/** Less is read before a notification could be. */
const QUICK_BYTES = 50_000_000;

/** The files with their SHA-256, without it where the user cancels or a file cannot be read. Never rejects. */
export async function identifiedFiles(
  { digests, embeddedModel, log }: Pick<SessionParts, 'digests' | 'embeddedModel' | 'log'>,
  folder: string,
): Promise<readonly SessionModelFile[]> {
  const files = await modelFiles(folder);
  const unread = await bytesToRead(digests, folder, files);
  const read = async (signal: AbortSignal, onBytes: (bytes: number) => void) => {
    const identified: SessionModelFile[] = [];
    for (const file of files) {
      const sha256 = await fileDigest(digests, folder, file.name, { signal, onBytes }).catch((error: unknown) => {
        if (!signal.aborted) log.warn(`${file.name} was not read: ${error}`);
        return undefined;
      });
      identified.push({ ...file, ...(sha256 !== undefined && { sha256 }) });
    }
    return identified;
  };
  if (unread < QUICK_BYTES) return await read(new AbortController().signal, () => {});
  const title = vscode.l10n.t('Reading the files of {0} once, to know them again', modelName(folder, embeddedModel));
  return await withProgress(title, async (signal, report) => {
    return await read(signal, (bytes) => report({ increment: (100 * bytes) / unread }));
  });
}

async function bytesToRead(digests: DigestStore, folder: string, files: readonly ModelFile[]): Promise<number> {
  const sizes = await Promise.all(
    files.map(async ({ name, bytes }) => ((await knownDigest(digests, folder, name)) === undefined ? bytes : 0)),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
