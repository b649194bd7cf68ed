// What Llama and its relatives have in common beyond grouped-query attention: names of tensors and keys, the way in and
// the way out. Knows no block.
import { ACTIVATION_NAMES, type ActivationName } from '../activations.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Config } from '../config.ts';
import type { Graph } from '../onnx.ts';
import { Weights } from '../weights.ts';
import type { Architecture, LayerKind, ModelShape } from './architecture.ts';
import { embedTokens } from './embedding.ts';
import type { MlpSizes } from './mlp.ts';
import { type SizeDefaults, sizesOf } from './sizes.ts';
import { unembedding } from './unembedding.ts';

/** What the model's configuration class says where config.json has no such key. */
export interface FamilyDefaults extends SizeDefaults {
  readonly intermediate_size: number;
  readonly rms_norm_eps: number;
  readonly rope_theta: number;
  readonly tie_word_embeddings: boolean;
}

/** Shape of a model whose layers are all of one kind. */
export function shapeWith(
  config: Config,
  defaults: FamilyDefaults,
  kind: (sizes: ReturnType<typeof sizesOf>) => LayerKind,
): ModelShape {
  const sizes = sizesOf(config, defaults);
  const only = kind(sizes);
  return { ...sizes, learntPositions: false, kinds: Array.from({ length: sizes.layers }, () => only) };
}

export interface EndOptions {
  /** Embeddings are multiplied by √d. */
  readonly scaled?: boolean;
  readonly norm?: 'rmsNorm' | 'rmsNormAroundOne';
}

/** embed and unembed */
export function familyEnds(
  defaults: FamilyDefaults,
  options: EndOptions = {},
): Pick<Architecture, 'embed' | 'unembed'> {
  const { scaled = false, norm = 'rmsNorm' } = options;
  return {
    embed: (g, checkpoint, { vocabSize, dModel }) => {
      const table = Weights.under('model.', g, checkpoint).tensor('embed_tokens.weight', [vocabSize, dModel]);
      embedTokens(g, table, dModel, scaled ? Math.sqrt(dModel) : 1);
    },
    unembed: (g, checkpoint, shape) => {
      const w = Weights.under('model.', g, checkpoint);
      unembedding(g, shape, {
        norm: (residual) => w[norm](residual, 'norm', familyNorm(checkpoint.config, shape, defaults)),
        table: headTable(g, checkpoint, shape, defaults.tie_word_embeddings),
      });
    },
  };
}

/** [vocabulary, d]: the table of the way in where the two are tied. */
function headTable(g: Graph, checkpoint: Checkpoint, { vocabSize, dModel }: ModelShape, tiedByDefault: boolean) {
  return checkpoint.config.flag('tie_word_embeddings', tiedByDefault)
    ? Weights.under('model.', g, checkpoint).tensor('embed_tokens.weight', [vocabSize, dModel])
    : Weights.under('', g, checkpoint).tensor('lm_head.weight', [vocabSize, dModel]);
}

export function familyNorm(config: Config, { dModel }: ModelShape, defaults: FamilyDefaults) {
  return { width: dModel, epsilon: config.positive('rms_norm_eps', defaults.rms_norm_eps) };
}

export function familyMlp(
  config: Config,
  defaults: FamilyDefaults,
  { activation = 'silu', key = 'hidden_act' }: { activation?: ActivationName; key?: string } = {},
): MlpSizes {
  return {
    inner: config.size('intermediate_size', defaults.intermediate_size),
    activation: config.choice(key, ACTIVATION_NAMES, activation),
    bias: false,
  };
}
