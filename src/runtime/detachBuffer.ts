// Gives memory back at once that would otherwise be kept until the garbage collector runs.

/**
 * Frees the memory of an array. The array is empty from then on, and so is every other view of the same memory:
 * transfer() moves a buffer into a new one, here of 0 bytes, and detaches the old one.
 */
export function detachBuffer({ buffer }: { readonly buffer: ArrayBuffer }): void {
  buffer.transfer(0);
}

/**
 * Frees the memory of a copy. What shares its memory with the original is no copy, though a library may say so, and is
 * kept.
 */
export function detachCopy(copy: { readonly buffer: ArrayBuffer }, original: { readonly buffer: ArrayBuffer }): void {
  if (copy.buffer !== original.buffer) detachBuffer(copy);
}
