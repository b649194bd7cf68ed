// The keys that every architecture has to have, of the smallest model there is.
import type { Written } from './ggufBytes.ts';

export function sizes(
  architecture: string,
  more: Readonly<Record<string, Written>> = {},
): Readonly<Record<string, Written>> {
  return {
    'general.architecture': architecture,
    [`${architecture}.block_count`]: 1,
    [`${architecture}.embedding_length`]: 4,
    [`${architecture}.attention.head_count`]: 1,
    [`${architecture}.feed_forward_length`]: 2,
    [`${architecture}.context_length`]: 16,
    ...more,
  };
}
