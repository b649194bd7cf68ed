// Last layers that make no keys and values but look at those of the last earlier layer of their kind, which therefore serve
// several. They need no cache of their own. The file knows kinds of layers, no sizes.
import type { Config } from '../../checkpoint/config.ts';
import type { LayerType } from './layerTypes.ts';

/** From this layer on none makes keys and values. `otherwise` is the number of such layers where config.json has none. */
export function firstSharedLayer(config: Config, layers: number, otherwise: number): number {
  const shared = config.count('num_kv_shared_layers', otherwise);
  return layers - config.atMost('num_kv_shared_layers', shared, 'all layers but one', layers - 1);
}

/** The layer whose keys and values one of this kind looks at, of the kinds of those that make some. */
export function layerWithKeys(config: Config, making: readonly LayerType[], type: LayerType): number {
  const keysOf = making.lastIndexOf(type);
  if (keysOf < 0) throw config.invalid('num_kv_shared_layers', `no layer makes keys for a layer of ${type}`);
  return keysOf;
}
