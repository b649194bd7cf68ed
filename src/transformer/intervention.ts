// What can be changed inside a model while it reads: what a head, attention or the MLP of a layer returns made weaker,
// stronger or silent (ablation), replaced by its mean or by what another run had there (activation patching), the residual
// stream replaced or pushed in a direction (steering), tokens hidden from attention (knock-out), and experts switched off. What a model does
// differently then is measured, not guessed: Meng et al. 2022, §2, https://arxiv.org/abs/2202.05262; Wang et al. 2022, §2,
// https://arxiv.org/abs/2211.00593; Turner et al. 2023, https://arxiv.org/abs/2308.10248; Geva et al. 2023, §4,
// https://arxiv.org/abs/2304.14767.
// Nobody intervening is a gain of 1 and an offset of 0 everywhere, which is the same graph and bit for bit the same
// numbers. The file knows no graph: a block has its changes as inputs, the stream is changed between blocks.
import type { ModelShape } from './architecture.ts';
import { headsOf } from './layerHeads.ts';

export type Intervention = PartIntervention | StreamIntervention | Hiding | ExpertSwitch;

/**
 * What a part returns becomes gain · x + offset, at one position, or at all where none is named. A head's is what it
 * found, before the output projection, [d_value]; that of attention, a state beside it and the MLP has their biases in it and
 * stands before any norm or factor behind it, [d]. A gain of 0 silences, with an offset it replaces.
 */
export type PartIntervention = {
  readonly layer: number;
  readonly gain: number;
  readonly offset?: Float32Array;
  readonly position?: number;
} & ({ readonly kind: 'head'; readonly head: number } | { readonly kind: 'attention' | 'mlp' | 'state' });

/** Those that change the stream between two blocks. */
export type StreamIntervention =
  /** The input of block `layer` at one position is replaced (layer = L: the output of the last block). [d], or [streams · d] as Sequence.streams() has it */
  | { readonly kind: 'residual'; readonly layer: number; readonly position: number; readonly residual: Float32Array }
  /** A vector is added to the input of block `layer`, of several streams to the active one, at one position, or at all where none is named. [d] */
  | { readonly kind: 'direction'; readonly layer: number; readonly position?: number; readonly vector: Float32Array };

/**
 * -∞ is added to the scores of the keys [start, end): for the query that is named, or else for all tokens from `end` on,
 * and where the text is read in both directions also for those before `start`.
 * The weight goes to the keys that are left. Without a layer they are hidden in all of them, without a head from all
 * heads. The hidden tokens still read one another and themselves: what they would make of it, nothing behind them reads.
 */
export type Hiding = {
  readonly kind: 'hide';
  readonly start: number;
  readonly end: number;
  readonly query?: number;
  readonly layer?: number;
  readonly head?: number;
};

/**
 * An expert that the router of a layer may not choose, at one position, or at all where none is named: the next best is
 * chosen in its place.
 */
export type ExpertSwitch = {
  readonly kind: 'expert';
  readonly layer: number;
  readonly expert: number;
  readonly position?: number;
};

/** Those that hide tokens in this layer. */
export function hidingsIn(interventions: readonly Intervention[], layer: number): readonly Hiding[] {
  return interventions.filter((one) => one.kind === 'hide' && (one.layer ?? layer) === layer) as readonly Hiding[];
}

/** Whether it changes what attention's weights are, or what heads find with them, at any of the tokens [first, first + n). */
export function changesHeads(one: Intervention, { first, n }: { readonly first: number; readonly n: number }): boolean {
  const isAt = (position: number) => position >= first && position < first + n;
  if (one.kind === 'head')
    return (one.gain !== 1 || one.offset !== undefined) && (one.position === undefined || isAt(one.position));
  return one.kind === 'hide' && (one.query === undefined ? one.end < first + n : isAt(one.query));
}

/** The rows of a block's input: the stream [n, d], and of several the others [n, …]. */
export interface StreamRows {
  readonly residual: Float32Array;
  readonly others: Float32Array;
}

/** Patches the input of block `layer`, in place and in the order of the list: tokens from position `first` on. */
export function patch(
  { residual, others }: StreamRows,
  interventions: readonly Intervention[],
  { layer, first, dModel }: { readonly layer: number; readonly first: number; readonly dModel: number },
): void {
  const n = residual.length / dModel;
  const end = first + n;
  for (const one of interventions.filter(isOfStream)) {
    if (one.layer !== layer) continue;
    const [from, to] = one.position === undefined ? [first, end] : [one.position, one.position + 1];
    for (let position = Math.max(first, from); position < Math.min(end, to); position++) {
      const start = (position - first) * dModel;
      if (one.kind === 'residual') {
        residual.set(one.residual.subarray(0, dModel), start);
        others.set(one.residual.subarray(dModel), (position - first) * (others.length / n));
      } else for (let i = 0; i < dModel; i++) residual[start + i] += one.vector[i];
    }
  }
}

/**
 * The first layer and the first position whose numbers an intervention can change; both are infinite for none. Where a text
 * is read in both directions, what is changed anywhere changes all of it.
 */
export function firstChange(
  interventions: readonly Intervention[],
  { bidirectional }: Pick<ModelShape, 'bidirectional'>,
): { layer: number; position: number } {
  const layers = interventions.map((one) => one.layer ?? 0);
  const positions = interventions.map((one) => (one.kind === 'hide' ? (one.query ?? one.end) : (one.position ?? 0)));
  if (bidirectional && interventions.length > 0) return { layer: Math.min(...layers), position: 0 };
  return { layer: Math.min(...layers), position: Math.min(...positions) };
}

/** Fails with question-invalid for a layer, head or position that the model or the text cannot have. */
export function checkInterventions(interventions: readonly Intervention[], shape: ModelShape): void {
  for (const one of interventions) {
    if (one.layer !== undefined) check('layer', one.layer, isOfStream(one) ? shape.layers : shape.layers - 1);
    if (isOfStream(one)) checkStream(one, shape);
    else if (one.kind === 'hide') checkHiding(one, shape);
    else if (one.kind === 'expert') checkExpert(one, interventions, shape);
    else checkPart(one, shape);
  }
}

function checkStream(one: StreamIntervention, { context, dModel, streams }: ModelShape): void {
  if (one.position !== undefined) check('position', one.position, context - 1);
  if (one.kind === 'direction') checkVector(one.vector, dModel, 'the stream');
  else checkVector(one.residual, dModel * (streams?.count ?? 1), 'the stream');
}

function checkHiding({ start, end, query, layer, head }: Hiding, shape: ModelShape): void {
  const { context } = shape;
  check('first key', start, context - 1);
  check('last key', end - 1, context - 1);
  if (end <= start) throw invalid(`no keys from ${start} to ${end}`);
  if (query !== undefined) check('query', query, context - 1);
  if (query !== undefined && query < end - 1 && !shape.bidirectional)
    throw invalid(`token ${query} does not see token ${end - 1} behind it`);
  if (head === undefined) return;
  if (layer === undefined) throw invalid(`head ${head} of no layer`);
  check('head', head, headsOf(shape, layer).heads - 1);
}

/** As many experts have to stay as a token gets. */
function checkExpert(
  { layer, expert, position }: ExpertSwitch,
  all: readonly Intervention[],
  { experts, context }: ModelShape,
): void {
  if (!experts?.layers[layer]) throw invalid(`layer ${layer} has no experts`);
  check('expert', expert, experts.experts - 1);
  if (position !== undefined) check('position', position, context - 1);
  const off = all.flatMap((one) => (one.kind === 'expert' && one.layer === layer ? [one.expert] : []));
  const left = experts.experts - new Set(off).size;
  if (left < experts.chosen)
    throw invalid(`${left} experts are left in layer ${layer}, and a token gets ${experts.chosen}`);
}

function checkPart(one: PartIntervention, shape: ModelShape): void {
  const { dModel, context } = shape;
  const { heads, dValue } = headsOf(shape, one.layer);
  if (one.kind === 'head') check('head', one.head, heads - 1);
  if (one.kind === 'state' && shape.beside !== 'state')
    throw invalid(`layer ${one.layer} has no state beside attention`);
  if (one.position !== undefined) check('position', one.position, context - 1);
  if (!Number.isFinite(one.gain)) throw invalid(`a gain of ${one.gain}`);
  if (one.offset) checkVector(one.offset, one.kind === 'head' ? dValue : dModel, one.kind);
}

function checkVector(vector: Float32Array, width: number, where: string): void {
  if (vector.length !== width) throw invalid(`${vector.length} values where ${where} has ${width}`);
  if (!vector.every(Number.isFinite)) throw invalid(`a vector for ${where} with a value that is no finite number`);
}

function isOfStream(one: Intervention): one is StreamIntervention {
  return one.kind === 'residual' || one.kind === 'direction';
}

function check(what: string, index: number, last: number): void {
  if (last < 0) throw invalid(`there is no ${what} ${index}, nor any other`);
  if (!Number.isInteger(index) || index < 0 || index > last) throw invalid(`${what} ${index} is not from 0 to ${last}`);
}

function invalid(problem: string) {
  return { code: 'question-invalid', question: 'interventions', problem } as const;
}
