// Turns errors of the file system into failures that a user can act on.
import { statfs } from 'node:fs/promises';
import type { HubFailure } from '../contract/failure.ts';
import { isFailure } from '../contract/failure.ts';

/**
 * A handler for .catch() of anything that writes into the folder. It rejects with disk-full, folder-unwritable, or the
 * failure that was thrown.
 */
export function diskFailure(folder: string, needsBytes = 0): (error: unknown) => Promise<never> {
  return async (error) => {
    if (isFailure(error)) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT')
      throw { code: 'folder-unwritable', folder, problem: message } satisfies HubFailure;
    throw {
      code: 'disk-full',
      folder,
      needsBytes,
      freeBytes: await freeBytes(folder).catch(() => 0),
    } satisfies HubFailure;
  };
}

/** The free space for users other than root. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
