// The text of a file in the workspace, bounded in size, or a sentence why there is none. Knows no tool.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { decodedText } from '../context/decodedText.ts';
import type { ConfinedPath } from './confinedPaths.ts';
import { Refusal } from './refusal.ts';

/** Beyond it counting would take minutes. */
export const MOST_FILE_BYTES = 50_000_000;

/** A link that was put in the file's place meanwhile is not followed, and a pipe is not waited for. Windows has neither flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Fails with a Refusal. */
export async function confinedText({ real, shown, isFolder }: ConfinedPath): Promise<string> {
  if (isFolder) throw new Refusal(`${shown} is a folder. Name a file.`);
  const file = await open(real, FLAGS).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(`${shown} cannot be read (${error.code}).`);
  });
  try {
    return decoded(await bytesOf(file, shown), shown);
  } finally {
    await file.close();
  }
}

async function bytesOf(file: FileHandle, shown: string): Promise<Buffer> {
  const { size, isFile } = await file.stat().then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
  if (!isFile) throw new Refusal(`${shown} is no ordinary file.`);
  if (size > MOST_FILE_BYTES) {
    throw new Refusal(
      `${shown} has ${size} bytes, and at most ${MOST_FILE_BYTES} are read. Give a part of it as text.`,
    );
  }
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, 0); // not more, should it grow meanwhile
  return bytes.subarray(0, bytesRead);
}

function decoded(bytes: Buffer, shown: string): string {
  const { text, why } = decodedText(bytes);
  if (text !== undefined) return text;
  throw new Refusal(why === 'binary' ? `${shown} is binary, not text.` : `${shown} is neither UTF-8 nor UTF-16.`);
}
