// The way in and the way out that GPT-J, GPT-NeoX, Falcon and their like share: ids [n] → residual [n, d] with nothing added,
// and residual [n, d] → a last layer norm → logits. The file knows no architecture.
import type { Config } from '../../checkpoint/config.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { embedTokens } from './embedding.ts';
import { headTable, type TokenTables, tokenRows } from './tokenTables.ts';
import { unembedding } from './unembedding.ts';
import { type NormOptions, Weights } from './weights.ts';

export interface LayerNormedEnds {
  readonly tables: TokenTables;
  /** What the last norm is called. */
  readonly norm: string;
  readonly sizes: (config: Config, shape: ModelShape) => NormOptions;
  /** layerNorm where it is not said. */
  readonly kind?: 'layerNorm' | 'layerNormWithoutBias';
  /** Whether the table of the way out has a bias. */
  readonly headBias?: boolean;
}

export function layerNormedEnds({
  tables,
  norm,
  sizes,
  kind = 'layerNorm',
  headBias = false,
}: LayerNormedEnds): Pick<Architecture, 'embed' | 'unembed'> {
  return {
    embed: (g, checkpoint, shape) => embedTokens(g, tokenRows(g, checkpoint, shape, tables), shape.dModel),
    unembed: (g, checkpoint, shape) => {
      const w = Weights.under(tables.base, g, checkpoint);
      const bias = headBias && Weights.under('', g, checkpoint).tensor('lm_head.bias', [shape.vocabSize]);
      unembedding(g, shape, {
        norm: (residual) => w[kind](residual, norm, sizes(checkpoint.config, shape)),
        table: headTable(g, checkpoint, shape, tables),
        ...(bias && { bias }),
      });
    },
  };
}
