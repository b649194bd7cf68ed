// What a block can be asked for when it is run again, and which graphs have it under which name.
import type { ModelShape } from './architecture.ts';
import { headsOf } from './layerHeads.ts';
import { ALT_UP_OUTPUTS, type AltUpOutput } from './layers/altUp.ts';

/** Transformer.recomputeBlock() has the shapes. */
export type BlockOutput =
  | 'queries'
  | 'scores'
  | 'attention'
  | 'found'
  | 'head_gates'
  | 'attention_in'
  | 'attention_out'
  | 'attention_added'
  | 'beside_added'
  | 'state_out'
  | AltUpOutput
  | 'mlp_hidden'
  | 'mlp_out'
  | 'router_logits'
  | 'expert_ids'
  | 'expert_weights'
  | 'dense_out'
  | 'moe_out'
  | 'mlp_added'
  | 'state_queries'
  | 'state_weights'
  | 'state_found'
  | 'state_strengths'
  | 'state_gates'
  | 'state_skip'
  | 'tap_lengths'
  | 'tap_parts'
  | 'convolution_gates';

/** What heads have; empty where a layer has none, as gates are where there are none. */
const OF_HEADS: readonly BlockOutput[] = ['queries', 'scores', 'attention', 'found', 'head_gates'];
/** The same of a state. */
const OF_STATES: readonly BlockOutput[] = ['state_queries', 'state_weights', 'state_found', 'state_gates'];
const OF_CONVOLUTIONS: readonly BlockOutput[] = ['tap_lengths', 'tap_parts'];

/** Whether the layer's graph has that output. */
export function hasOutput(shape: ModelShape, layer: number, name: BlockOutput): boolean {
  if (name === 'mlp_hidden') return shape.inner > 0;
  const [state, convolution] = [shape.states?.[layer], shape.convolutions?.[layer]];
  if (OF_CONVOLUTIONS.includes(name)) return convolution !== undefined;
  if (name === 'convolution_gates') return convolution !== undefined && state === undefined;
  if (name === 'state_strengths') return state?.corrects === true;
  if (OF_STATES.includes(name)) return state !== undefined;
  if (name === 'state_skip') return state !== undefined && !state.corrects; // the delta rule lets nothing pass by
  const { heads, gated = false } = headsOf(shape, layer);
  if (name === 'head_gates') return gated;
  if (name === 'beside_added') return shape.beside !== undefined;
  if (name in ALT_UP_OUTPUTS) return shape.streams !== undefined;
  if (name === 'state_out') return shape.beside === 'state';
  return heads > 0 || !OF_HEADS.includes(name);
}

/** The name that the graph has for an output: without a norm behind a half, what it returns is what is added. */
export function outputFor({ postNorms }: ModelShape, name: BlockOutput): BlockOutput {
  if (postNorms) return name;
  if (name === 'attention_added') return 'attention_out';
  return name === 'mlp_added' ? 'mlp_out' : name;
}
