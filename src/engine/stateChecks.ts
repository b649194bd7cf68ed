// Checks a question about a state against the model before it is answered. Each fails with question-invalid.
import type { StateSpace } from '../contract/layerShapes.ts';
import type { HeadRef } from '../contract/readings.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

export function stateOf({ model }: ExplainedText, layer: number): StateSpace {
  checkIndex('layer', layer, model.info.layers);
  const state = model.transformer.shape.states?.[layer];
  if (!state) throw invalid('layer', `layer ${layer} keeps no state`);
  return state;
}

export function checkStateHead(text: ExplainedText, { layer, head }: HeadRef): void {
  const { heads } = stateOf(text, layer);
  if (typeof head === 'number') checkIndex('head', head, heads);
}
