// Activation patching, everywhere: of two texts of equal length, one activation of the first run at a time is replaced by
// what the second run (the source) has at the same place, and a metric of the prediction is measured again. Places that
// bring the source's answer back are those where what makes the difference runs through. Vig et al. 2020,
// https://arxiv.org/abs/2004.12265; Meng et al. 2022, §2, https://arxiv.org/abs/2202.05262; how to choose metrics: Zhang
// and Nanda 2023, https://arxiv.org/abs/2309.16042. The file knows no text.

import type { Intervention } from '../transformer/intervention.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';

/** residual, attention, mlp: at one position, before block l or what its part returns. head: at all positions. */
export type SweepKind = 'residual' | 'attention' | 'mlp' | 'head';

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
  /** Of the logits behind the last token, after any cap. [vocabulary] */
  readonly metric: (logits: Float32Array) => number;
  readonly signal?: AbortSignal;
}

/**
 * Every cell of the sweep, layer by layer, first one first; the metric is not normalised. A cell is run from its layer and
 * position on, and not at all where both runs have the same there. Fails with question-invalid for texts of different
 * lengths, with cancelled, and like recomputeBlock().
 */
export async function* patchSweep(model: Transformer, task: SweepTask): AsyncGenerator<SweepCell> {
  const { base, source, kind, metric, signal } = task;
  if (base.length !== source.length) {
    const problem = `one text has ${base.length} tokens, the other ${source.length}`;
    throw { code: 'question-invalid', question: 'patch', problem } as const;
  }
  const unchanged = metric(await model.logits(base));
  const into = model.newSequence(); // the same memory for all cells
  for (let layer = 0; layer < model.shape.layers; layer++) {
    for (const [column, changes] of (await changesIn(model, { base, source, kind }, layer)).entries()) {
      const patched = changes.length > 0 && (await model.rerun(base, changes, { into, signal }));
      yield { layer, column, metric: patched ? metric(await model.logits(patched)) : unchanged };
    }
  }
}

/** What the source has in a layer, by column; nothing where both runs have the same. */
async function changesIn(
  model: Transformer,
  { base, source, kind }: Pick<SweepTask, 'base' | 'source' | 'kind'>,
  layer: number,
): Promise<readonly (readonly Intervention[])[]> {
  const { heads, dModel, dHead } = model.shape;
  const n = base.length;
  const of = async (run: Sequence): Promise<Float32Array> => {
    if (kind === 'residual') return run.residual(layer, 0, n);
    const name = ({ head: 'found', attention: 'attention_out', mlp: 'mlp_out' } as const)[kind];
    return (await model.recomputeBlock(run, layer, 0, n, [name]))[name];
  };
  const [ours, theirs] = [await of(base), await of(source)]; // [n, d], of heads [heads, n, d_head]
  const width = kind === 'head' ? dHead : dModel;
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
