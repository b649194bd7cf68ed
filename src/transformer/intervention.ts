// What can be changed inside a model while it reads: a head, attention or the MLP of a layer made weaker, stronger or
// silent (ablation), and the residual stream at one place replaced by that of another run (activation patching). What a
// model does differently then is measured, not guessed: Meng et al. 2022, §2, https://arxiv.org/abs/2202.05262. A
// direction may be added to the stream, too (steering): Turner et al. 2023, https://arxiv.org/abs/2308.10248.
// Nobody intervening is a gain of 1 everywhere, which is the same graph and bit for bit the same numbers. The file knows
// no graph: a block has its gains as inputs, patches happen between blocks.
import type { ModelShape } from './architecture.ts';

export type Intervention =
  /** What the head found is multiplied by `gain` before the output projection; 0 silences it. */
  | { readonly kind: 'head'; readonly layer: number; readonly head: number; readonly gain: number }
  /** What attention or the MLP of a layer returns is multiplied by `gain`, biases included, before any norm behind it. */
  | { readonly kind: 'attention' | 'mlp'; readonly layer: number; readonly gain: number }
  /** The input of block `layer` at one position is replaced (layer = L: the output of the last block). [d] */
  | { readonly kind: 'residual'; readonly layer: number; readonly position: number; readonly residual: Float32Array }
  /** A vector is added to the input of block `layer`, as long as it is, at one position, or at all where none is named. [d] */
  | { readonly kind: 'direction'; readonly layer: number; readonly position?: number; readonly vector: Float32Array };

/** Those that change the stream between two blocks. */
type StreamIntervention = Extract<Intervention, { readonly kind: 'residual' | 'direction' }>;

/** The factors of one layer, 1 where nothing is changed. */
export interface LayerGains {
  readonly heads: Float32Array; // [heads]
  readonly attention: number;
  readonly mlp: number;
}

/** undefined where no intervention is about this layer's gains. Several on the same place multiply. */
export function gainsOf(
  interventions: readonly Intervention[],
  layer: number,
  { heads }: ModelShape,
): LayerGains | undefined {
  const own = interventions.filter((one) => one.layer === layer && !isOfStream(one));
  if (own.length === 0) return undefined;
  const gains = { heads: new Float32Array(heads).fill(1), attention: 1, mlp: 1 };
  for (const one of own) {
    if (one.kind === 'head') gains.heads[one.head] *= one.gain;
    if (one.kind === 'attention' || one.kind === 'mlp') gains[one.kind] *= one.gain;
  }
  return gains;
}

/** Patches the input of block `layer`, in place and in the order of the list: [n, d], tokens from position `first` on. */
export function patch(
  residual: Float32Array,
  interventions: readonly Intervention[],
  { layer, first, dModel }: { readonly layer: number; readonly first: number; readonly dModel: number },
): void {
  const end = first + residual.length / dModel;
  for (const one of interventions.filter(isOfStream)) {
    if (one.layer !== layer) continue;
    const [from, to] = one.position === undefined ? [first, end] : [one.position, one.position + 1];
    for (let position = Math.max(first, from); position < Math.min(end, to); position++) {
      const start = (position - first) * dModel;
      if (one.kind === 'residual') residual.set(one.residual, start);
      else for (let i = 0; i < dModel; i++) residual[start + i] += one.vector[i];
    }
  }
}

/** Fails with question-invalid for a layer, head or position that the model or the text cannot have. */
export function checkInterventions(interventions: readonly Intervention[], shape: ModelShape): void {
  for (const one of interventions) {
    const lastLayer = isOfStream(one) ? shape.layers : shape.layers - 1;
    check('layer', one.layer, lastLayer);
    if (one.kind === 'head') check('head', one.head, shape.heads - 1);
    if (isOfStream(one)) {
      if (one.position !== undefined) check('position', one.position, shape.context - 1);
      const { length } = one.kind === 'residual' ? one.residual : one.vector;
      if (length !== shape.dModel) throw invalid(`${length} values where the stream has ${shape.dModel}`);
    } else if (!Number.isFinite(one.gain)) throw invalid(`a gain of ${one.gain}`);
  }
}

function isOfStream(one: Intervention): one is StreamIntervention {
  return one.kind === 'residual' || one.kind === 'direction';
}

function check(what: string, index: number, last: number): void {
  if (!Number.isInteger(index) || index < 0 || index > last) throw invalid(`${what} ${index} is not from 0 to ${last}`);
}

function invalid(problem: string) {
  return { code: 'question-invalid', question: 'interventions', problem } as const;
}
