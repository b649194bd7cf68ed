// How many experts config.json says there are, how many a token gets, and in which layers. The file knows keys, no tensors.
import type { Config } from '../../checkpoint/config.ts';
import type { ExpertShape } from '../../contract/experts.ts';
import type { ModelShape } from '../architecture.ts';

export interface ExpertDefaults {
  /** The key of the number of experts, and the other name that the configuration class knows it by. */
  readonly keys: readonly [key: string, alias: string];
  readonly experts: number;
  readonly chosen: number;
}

/** Fails with config-invalid where more experts are chosen than there are. */
export function expertCounts(
  config: Config,
  { keys, ...defaults }: ExpertDefaults,
): Pick<ExpertShape, 'experts' | 'chosen'> {
  const [key, alias] = keys;
  const named = config.withNames({ [alias]: key });
  const experts = named.size(key, defaults.experts);
  const chosen = named.size('num_experts_per_tok', defaults.chosen);
  return { experts, chosen: config.atMost('num_experts_per_tok', chosen, key, experts) };
}

/** The shape with experts in every layer, as wide as the MLP would be. */
export function withExperts(dense: ModelShape, counts: Pick<ExpertShape, 'experts' | 'chosen'>): ModelShape {
  const layers = Array.from({ length: dense.layers }, () => true);
  return { ...dense, experts: { ...counts, layers, inner: dense.inner, sharedInner: 0 } };
}

/**
 * The same where every decoder_sparse_step-th layer has experts, but for those that mlp_only_layers names: with a step of
 * 2 the layers 1, 3, 5 …. None of them does where num_experts is 0.
 */
export function withSparseLayers(
  config: Config,
  dense: ModelShape,
  defaults: ExpertDefaults & Pick<ExpertShape, 'inner' | 'sharedInner'>,
): ModelShape {
  const [key, alias] = defaults.keys;
  const step = config.size('decoder_sparse_step', 1);
  const without = config.parsed('mlp_only_layers', 'a list of layers', layerList);
  const layers = Array.from({ length: dense.layers }, (_, layer) => (layer + 1) % step === 0 && !without.has(layer));
  const none = config.withNames({ [alias]: key }).count(key, defaults.experts) === 0;
  if (none || !layers.includes(true)) return dense;
  const inner = config.size('moe_intermediate_size', defaults.inner);
  const sharedInner = defaults.sharedInner && config.size('shared_expert_intermediate_size', defaults.sharedInner);
  return { ...dense, experts: { ...expertCounts(config, defaults), layers, inner, sharedInner } };
}

function layerList(value: unknown): ReadonlySet<unknown> | undefined {
  if (value === undefined || value === null) return new Set();
  return Array.isArray(value) && value.every(Number.isInteger) ? new Set(value) : undefined;
}
