// Memory that would be kept until somebody collects it, given back at once.

/** The array is empty from then on, and so is every other view of the same memory. */
export function detachBuffer({ buffer }: { readonly buffer: ArrayBuffer }): void {
  buffer.transfer(0);
}
