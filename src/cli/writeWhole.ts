// Writes all of some bytes: one write may take a part of them, as on a disk that is nearly full, and says so only by the
// number that it returns. Knows no format.
import type { FileHandle } from 'node:fs/promises';

/** Writes the bytes from `position` on. Fails as the handle does. */
export async function writeWhole(
  file: Pick<FileHandle, 'write'>,
  bytes: Uint8Array<ArrayBuffer>,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
