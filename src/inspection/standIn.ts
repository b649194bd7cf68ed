// Files that stand for a model and hold none: empty ones, and pointers of Git LFS that were never replaced by what they
// point to. Knows no format of models.
import { fileSize } from '../checkpoint/jsonFile.ts';
import { readBytes } from '../checkpoint/safetensors.ts';
import type { Failure } from '../contract/failure.ts';

/** The specification allows no larger pointers. https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const MAX_POINTER_BYTES = 1024;
const BEGINNING = 'version https://git-lfs.github.com/spec/';

/** Fails with file-empty, lfs-pointer, file-missing, file-unreadable. */
export async function checkNoStandIn(file: string): Promise<void> {
  const bytes = await fileSize(file);
  if (bytes === 0) throw { code: 'file-empty', file } satisfies Failure;
  if (bytes > MAX_POINTER_BYTES) return;
  const text = new TextDecoder().decode(await readBytes(file, 0, bytes));
  if (!text.startsWith(BEGINNING)) return;
  const size = Number(/^size (\d{1,15})$/m.exec(text)?.[1] ?? Number.NaN);
  throw { code: 'lfs-pointer', file, bytes: Number.isSafeInteger(size) ? size : undefined } satisfies Failure;
}
