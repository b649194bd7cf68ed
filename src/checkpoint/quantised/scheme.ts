// How the maps of a compressed-tensors checkpoint are quantised: groups of maps, named by their class, their name or an
// expression, each with bits and what shares a scale. Knows no tensors.
import type { Config } from '../config.ts';

export interface Scheme {
  readonly settings: Config;
  readonly bits: number;
  readonly isFloat: boolean;
  readonly symmetric: boolean;
  readonly shared: 'tensor' | 'channel' | 'group' | 'block' | 'tensor_group';
  readonly groupSize: number | undefined;
  readonly block: readonly [rows: number, columns: number] | undefined;
}

/** tensor_group: groups, and one more scale for the matrix. */
const STRATEGIES = ['tensor', 'channel', 'group', 'block', 'tensor_group'] as const;
/**
 * Expressions of names, points, digits and what lies between: 're:.*self_attn\.(q|k)_proj$'. Anybody may have written the file,
 * and repeated groups could take for ever.
 */
const READABLE = /^re:(?:[\w\-^$|]|\\\.|\\d\+?|\.[*+]?|\((?:\?:)?|\)(?![*+?{]))*$/;
const MAX_PATTERN = 200;
const MAX_REPEATED = 4;
/** Far above any published model's. */
const MAX_NAME = 300;

/** What says how a map is quantised, by the map's name. */
export function schemesOf(
  settings: Config,
  format: string | undefined,
  formats: readonly string[],
): (module: string) => Scheme {
  const groups = (settings.section('config_groups') ?? settings).sections().map((group) => {
    if (format === undefined) group.choice('format', formats);
    const targets = group.parsed('targets', 'a list of names', textsOf);
    if (!targets.every(isReadable))
      throw group.unsupported('targets', ['names', 'Linear', 're: with letters, . and .*']);
    const weights = group.section('weights');
    return { targets, scheme: weights && schemeOf(weights) };
  });
  return (module) => {
    const chosen =
      groups.find(({ targets }) => targets.some((target) => matches(module, target))) ??
      groups.find(({ targets }) => targets.includes('Linear')) ??
      groups[0];
    if (chosen?.scheme) return chosen.scheme;
    throw settings.invalid('config_groups', `it does not say how ${module} is quantised`);
  };
}

/** A class, which the file does not tell, matches nothing here. */
function matches(module: string, target: string): boolean {
  if (!target.startsWith('re:')) return target === module;
  return module.length <= MAX_NAME && (pattern(target.slice(3))?.test(module) ?? false);
}

function isReadable(target: string): boolean {
  if (!target.startsWith('re:')) return true;
  const repeated = target.match(/[*+]/g)?.length ?? 0;
  return target.length <= MAX_PATTERN && repeated <= MAX_REPEATED && READABLE.test(target);
}

/** Python's match(), which begins at the beginning. */
function pattern(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})`);
  } catch {
    return undefined;
  }
}

function schemeOf(weights: Config): Scheme {
  const groupSize = weights.is('group_size', -1) ? undefined : weights.sizeOrNone('group_size');
  const shared = weights.choice('strategy', STRATEGIES, groupSize === undefined ? 'tensor' : 'group');
  if (weights.has('block_structure') && shared !== 'block') throw weights.unsupported('block_structure', ['nothing']);
  return {
    settings: weights,
    bits: weights.size('num_bits', 8),
    isFloat: weights.choice('type', ['int', 'float'], 'int') === 'float',
    symmetric: weights.flag('symmetric', true),
    shared,
    groupSize: shared.endsWith('group') ? weights.size('group_size') : undefined,
    block: shared === 'block' ? weights.parsed('block_structure', 'two sizes', blockOf) : undefined,
  };
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}

/** [128, 128], or '128x128' as the package once wrote it. */
function blockOf(value: unknown): readonly [number, number] | undefined {
  const sizes = typeof value === 'string' ? value.split('x').map(Number) : value;
  const isSize = (size: unknown) => Number.isInteger(size) && Number(size) >= 1 && Number(size) <= 1 << 20;
  return Array.isArray(sizes) && sizes.length === 2 && sizes.every(isSize) ? [sizes[0], sizes[1]] : undefined;
}
