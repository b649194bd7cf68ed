// Activation patching, everywhere: of two texts of equal length, one activation of the first run at a time is replaced by
// what the second run (the source) has at the same place, and a metric of the prediction is measured again. Places that
// bring the source's answer back are those where what makes the difference runs through. Vig et al. 2020,
// https://arxiv.org/abs/2004.12265; Meng et al. 2022, §2, https://arxiv.org/abs/2202.05262; how to choose metrics: Zhang
// and Nanda 2023, https://arxiv.org/abs/2309.16042. The file knows no text.

import type { PatchQuestion } from '../contract/patching.ts';
import type { Intervention } from '../transformer/intervention.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';

/** residual, attention, state, mlp: at one position, before block l or what its part returns. head: at all positions. */
export type SweepKind = PatchQuestion['kind'];

export interface SweepCell {
  readonly layer: number;
  /** A position, or of heads a head. */
  readonly column: number;
  readonly metric: number;
}

export interface SweepTask {
  readonly base: Sequence;
  readonly source: Sequence;
  readonly kind: SweepKind;
  /** The place whose logits are measured; where none is named, the last. */
  readonly at?: number | undefined;
  /** Of the logits there, after any cap. [vocabulary] */
  readonly metric: (logits: Float32Array) => number;
}

/** Cell by cell, so that it can be left and gone on with. Metrics are not normalised. */
export class PatchSweep {
  /** The metrics of the two texts as they are. */
  readonly base: number;
  readonly source: number;
  readonly #model: Transformer;
  readonly #task: SweepTask;
  /** The memory of all cells' runs. */
  readonly #into: Sequence;
  /** What is patched in the layer at hand, by column. */
  #changes: readonly (readonly Intervention[])[] = [];
  #layer = -1;
  #column = 0;

  private constructor(
    model: Transformer,
    task: SweepTask,
    metrics: { readonly base: number; readonly source: number },
  ) {
    this.#model = model;
    this.#task = task;
    this.#into = model.newSequence();
    this.base = metrics.base;
    this.source = metrics.source;
  }

  /** Fails with question-invalid for texts of different lengths. */
  static async begin(model: Transformer, task: SweepTask): Promise<PatchSweep> {
    const { base, source, metric, at } = task;
    if (base.length !== source.length) {
      const problem = `one text has ${base.length} tokens, the other ${source.length}`;
      throw { code: 'question-invalid', question: 'patchSweep', problem } as const;
    }
    const metrics = { base: metric(await model.logits(base, at)), source: metric(await model.logits(source, at)) };
    return new PatchSweep(model, task, metrics);
  }

  get columns(): number {
    return this.#task.kind === 'head' ? this.#model.shape.heads : this.#task.base.length;
  }

  get left(): number {
    const done = this.#layer < 0 ? 0 : this.#layer * this.columns + this.#column;
    return this.#model.shape.layers * this.columns - done;
  }

  /**
   * The next cell, layer by layer; undefined behind the last one. It is run from its layer and position on, and not at all
   * where both texts have the same there. One that is cancelled is the next one again.
   */
  async next(signal?: AbortSignal): Promise<SweepCell | undefined> {
    if (this.#layer < 0 || this.#column === this.columns) {
      if (this.#layer === this.#model.shape.layers - 1) return undefined;
      this.#changes = await changesIn(this.#model, this.#task, this.#layer + 1);
      this.#layer++;
      this.#column = 0;
    }
    const changes = this.#changes[this.#column] ?? []; // the layer has fewer heads
    const metric = changes.length > 0 ? await this.#patched(changes, signal) : this.base;
    return { layer: this.#layer, column: this.#column++, metric };
  }

  async #patched(changes: readonly Intervention[], signal?: AbortSignal): Promise<number> {
    const patched = await this.#model.rerun(this.#task.base, changes, { into: this.#into, signal });
    return this.#task.metric(await this.#model.logits(patched, this.#task.at));
  }
}

/** What the source has in a layer, by column; nothing where both runs have the same. */
async function changesIn(
  model: Transformer,
  { base, source, kind }: SweepTask,
  layer: number,
): Promise<readonly (readonly Intervention[])[]> {
  const { dModel, streams } = model.shape;
  const { heads, dValue } = headsOf(model.shape, layer);
  const n = base.length;
  const of = async (run: Sequence): Promise<Float32Array> => {
    if (kind === 'residual') return run.streams(layer, 0, n);
    const name = kind === 'head' ? 'found' : (`${kind}_out` as const);
    return (await model.recomputeBlock(run, layer, 0, n, [name]))[name];
  };
  const [ours, theirs] = [await of(base), await of(source)]; // [n, d], of heads [heads, n, d_value], of streams [n, streams · d]
  const ofStreams = kind === 'residual' ? (streams?.count ?? 1) : 1;
  const width = kind === 'head' ? dValue : dModel * ofStreams;
  const rowAt = (row: number, change: (values: Float32Array) => Intervention): Intervention[] => {
    const values = theirs.slice(row * width, (row + 1) * width);
    return values.every((value, i) => value === ours[row * width + i]) ? [] : [change(values)];
  };
  if (kind === 'head') {
    return Array.from({ length: heads }, (_, head) =>
      Array.from({ length: n }, (__, position) =>
        rowAt(head * n + position, (offset) => ({ kind, layer, head, position, gain: 0, offset })),
      ).flat(),
    );
  }
  return Array.from({ length: n }, (_, position) =>
    rowAt(position, (values) =>
      kind === 'residual'
        ? { kind, layer, position, residual: values }
        : { kind, layer, position, gain: 0, offset: values },
    ),
  );
}
