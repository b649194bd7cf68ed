// The files that model.safetensors.index.json names. What is downloaded and what is opened is read off here, so that both
// are the same. Knows no file.
import { isRecord } from './isRecord.ts';

/** An index of a model with a trillion parameters has some 10 MB. */
export const MAX_INDEX_BYTES = 40_000_000;
/** No published model has a hundredth of these. */
const MAX_SHARDS = 20_000;

/**
 * The names in weight_map, each once and in their order there, or a text that says why it has none: a name must be that
 * of a safetensors file in the same folder, on any system, whatever it is called otherwise.
 */
export function shardNames(weightMap: unknown): readonly string[] | string {
  if (!isRecord(weightMap)) return 'it has no weight_map';
  const shards = new Set(Object.values(weightMap));
  if (shards.size > MAX_SHARDS) return `it names ${shards.size} files, more than the ${MAX_SHARDS} expected at most`;
  const names = [...shards].filter(isShardName);
  if (names.length === shards.size) return names;
  const wrong = JSON.stringify([...shards].find((shard) => !isShardName(shard))).slice(0, 200);
  return `${wrong} is no safetensors file of this folder`;
}

/** Whether it is the name of a safetensors file that leads to no other folder, on any system. */
export function isShardName(shard: unknown): shard is string {
  return typeof shard === 'string' && /^[^/\\:\0]+\.safetensors$/.test(shard);
}
