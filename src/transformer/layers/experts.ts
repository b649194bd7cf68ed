// A mixture of experts in place of the MLP: a router scores many small MLPs for each token, the k best are computed, and
// what they return is added up by weight. So a model has many weights and uses few of them for a token: 64 experts of
// which 8 are chosen cost what an MLP of 8 costs. Shazeer et al. 2017, §2, https://arxiv.org/abs/1701.06538:
//   y = Σ_i weight_i(x) · E_i(x), over the k chosen experts i
// Tokens are sorted by expert, so that each expert runs once, over those that chose it; one that nobody chose is neither
// computed nor read from memory. Outputs router_logits, expert_ids, expert_weights and mlp_hidden. The file knows neither
// how a router chooses (routing.ts) nor what an expert's tensors are called (expertWeights.ts).

import type { ExpertShape } from '../../contract/experts.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import { ascending, asFloats, countsOf, noRows, sumOver } from '../../onnx/selection.ts';
import type { Block } from './block.ts';
import type { Routing } from './routing.ts';

export interface ExpertParts {
  /** x [n, d] → [n, experts] */
  router(x: Value): Value;
  /** [n, experts] → the k chosen of each token, the first the one with the largest weight */
  route(logits: Value): Routing;
  /** Expert number `index`, for the tokens that chose it. [t, d] → */
  expert(x: Value, index: number): ExpertValues;
  /** A norm on what the chosen experts come to. [n, d] → [n, d] */
  behind?(summed: Value): Value;
  /** Added for all tokens, whatever the router says. [n, d] → */
  shared?(x: Value): ExpertValues;
}

export interface ExpertValues {
  /** The activations before the last map: [t, inner] */
  readonly hidden: Value;
  readonly out: Value; // [t, d]
}

/** [n, d] → [n, d] */
export function mixtureOfExperts(block: Block, x: Value, parts: ExpertParts): Value {
  const { g, shape } = block;
  const { experts, chosen, inner, sharedInner, routerOffset } = expertsOf(block);
  const logits = parts.router(x);
  g.output('router_logits', logits, ['n', experts]);
  const routing = parts.route(g.add(logits, routerOffset));
  g.output('expert_ids', asFloats(g, routing.ids), ['n', chosen]);
  g.output('expert_weights', routing.weights, ['n', chosen]);

  const { hidden, out } = perExpert(g, { x, routing, experts, chosen, inner, dModel: shape.dModel }, parts.expert);
  const weights = g.reshape(routing.weights, [0, 0, 1]); // [n, k, 1]
  const ofExperts = sumOver(g, g.multiply(g.reshape(out, [-1, chosen, shape.dModel]), weights), 1); // [n, d]
  const summed = parts.behind?.(ofExperts) ?? ofExperts;
  const ofChosen = g.reshape(hidden, [-1, chosen * inner]); // [n, k · inner]
  const shared = parts.shared?.(x);
  const all = shared ? g.concat([ofChosen, shared.hidden], -1) : ofChosen;
  g.output('mlp_hidden', all, ['n', chosen * inner + sharedInner]);
  return shared ? g.add(summed, shared.out) : summed;
}

/** What a block with experts has. */
export function expertsOf({ shape, routerOffset }: Block): ExpertShape & { readonly routerOffset: Value } {
  if (!shape.experts || routerOffset === undefined) throw new Error('a block without experts');
  return { ...shape.experts, routerOffset };
}

interface Tokens {
  readonly x: Value; // [n, d]
  readonly routing: Routing;
  readonly experts: number;
  readonly chosen: number;
  readonly inner: number;
  readonly dModel: number;
}

/**
 * What the chosen experts make of each token: [n · k, …], token by token. An example, two tokens with k = 2 and the
 * experts [2 0] and [2 1]: sorted, the four choices are those of expert 0 (token 0), 1 (token 1) and 2 (tokens 0 and 1).
 */
function perExpert(g: Graph, tokens: Tokens, expert: ExpertParts['expert']): ExpertValues {
  const { x, routing, experts, chosen, inner, dModel } = tokens;
  const choices = g.reshape(routing.ids, [-1]); // [n · k]
  const byExpert = ascending(g, choices); // places of choices: [0 1], [1 1], [0 0], [1 0] in the example
  const counts = countsOf(g, choices, experts); // [experts]
  const ofTokens = g.lookUp(x, g.node('Div', [byExpert, g.integers([chosen])])); // [n · k, d]
  const rows = g.splitAt(ofTokens, counts, experts, 0); // [t, d] each
  const isChosen = g.split(g.node('Greater', [counts, g.integers([0])]), experts, 0);
  // One output for both: what a branch that is not taken costs is its outputs and nodes, 24 times a layer with 8 of 32.
  const nothing = noRows(g, inner + dModel);
  const made = rows.map((own, index) => {
    const compute = () => {
      const { hidden, out } = expert(own, index);
      return [g.concat([hidden, out], -1)];
    };
    return g.either(isChosen[index], compute, () => [g.same(nothing)])[0];
  });
  const inPlace = ascending(g, byExpert); // where each choice went
  const all = g.lookUp(g.concat(made, 0), inPlace);
  const [hidden, out] = g.splitAt(all, g.integers([inner, dModel]), 2, -1);
  return { hidden, out };
}
