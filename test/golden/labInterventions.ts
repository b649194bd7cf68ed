// The errors of hiding, ablation and patching against the references: each is a text read again with something changed.
// The file knows the names of the references' tensors, no test runner.
import { readFloats, type TensorEntry } from '../../src/checkpoint/safetensors.ts';
import { setToMean } from '../../src/explain/partMeans.ts';
import { PatchSweep, type SweepKind } from '../../src/explain/patchSweep.ts';
import type { Intervention } from '../../src/transformer/intervention.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import type { Transformer } from '../../src/transformer/transformer.ts';
import { largestDifference } from './goldenErrors.ts';
import { entry, type InterventionChoices, idsOf, type Measured } from './labReference.ts';

export async function hideErrors({ model, sequence, choices, tensors }: Measured): Promise<number> {
  const hide = (key: number) => ({ kind: 'hide', start: key, end: key + 1 }) as const;
  const last = [sequence.length - 1];
  const { positions } = choices;
  const each = Array.from({ length: sequence.length - 1 }, (_, key) => [hide(key)]);
  const inLayer = { ...hide(choices['hide.layer'].key), layer: choices['hide.layer'].layer };
  const edges = choices['hide.edges'].map(({ layer, head, query, key }) => [{ ...hide(key), layer, head, query }]);
  return Math.max(
    await logitError(model, sequence, each, last, entry(tensors, 'hide.token.logits')),
    await logitError(model, sequence, [choices['hide.span'].map(hide)], positions, entry(tensors, 'hide.span.logits')),
    await logitError(model, sequence, [[inLayer]], positions, entry(tensors, 'hide.layer.logits')),
    await logitError(model, sequence, edges, positions, entry(tensors, 'hide.edge.logits')),
  );
}

export async function ablateErrors({ model, sequence, choices, tensors }: Measured): Promise<number> {
  const layers = Array.from({ length: model.shape.layers }, (_, layer) => layer);
  const heads = layers.flatMap((layer) =>
    Array.from({ length: model.shape.heads }, (_, head) => ({ kind: 'head', layer, head }) as const),
  );
  const off = <Part>(part: Part) => [{ ...part, gain: 0 }];
  const toMean = async (part: (typeof heads)[number]) => [await setToMean(model, sequence, part)];
  const means: Intervention[][] = [];
  for (const head of heads) means.push(await toMean(head));
  const scaled = choices['ablate.scale'].map(({ layer, head, factor }) => [
    { kind: 'head', layer, head, gain: factor } as const,
  ]);
  const last = [sequence.length - 1];
  const error = async (changes: readonly Intervention[][], positions: readonly number[], name: string) =>
    await logitError(model, sequence, changes, positions, entry(tensors, `ablate.${name}.logits`));
  const attention = layers.map((layer) => off({ kind: 'attention', layer } as const));
  const mlp = layers.map((layer) => off({ kind: 'mlp', layer } as const));
  return Math.max(
    await error(heads.map(off), last, 'head_zero'),
    await error(means, last, 'head_mean'),
    await error(attention, last, 'attn_zero'),
    await error(mlp, last, 'mlp_zero'),
    await error(scaled, choices.positions, 'head_scale'),
    await error([await toMean({ kind: 'head', ...choices['ablate.mean'] })], choices.positions, 'head_mean_one'),
  );
}

export async function patchErrors({ model, sequence, choices, tensors }: Measured): Promise<number> {
  const source = model.newSequence();
  await model.forward(source, await idsOf(tensors, 'source_input_ids'));
  const metric = (logits: Float32Array) => logits[choices.metric.plus] - logits[choices.metric.minus];
  const errors = [
    await metricError(metric(await model.logits(sequence)), entry(tensors, 'patch.base_metric')),
    await metricError(metric(await model.logits(source)), entry(tensors, 'patch.source_metric')),
  ];
  const kinds: Readonly<Record<string, SweepKind>> = { resid: 'residual', attn: 'attention', mlp: 'mlp', head: 'head' };
  for (const [name, kind] of Object.entries(kinds)) {
    const cells: number[] = [];
    const sweep = await PatchSweep.begin(model, { base: sequence, source, kind, metric });
    for (let cell = await sweep.next(); cell; cell = await sweep.next()) cells.push(cell.metric);
    errors.push(largestDifference(Float32Array.from(cells), await readFloats(entry(tensors, `patch.${name}.metric`))));
  }
  const single: Intervention[][] = [];
  for (const choice of choices['patch.single']) single.push([await patchFrom(model, source, choice)]);
  const expected = entry(tensors, 'patch.single.logits');
  return Math.max(...errors, await logitError(model, sequence, single, choices.positions, expected));
}

async function patchFrom(
  model: Transformer,
  source: Sequence,
  { what, layer, head = 0, position }: InterventionChoices['patch.single'][number],
): Promise<Intervention> {
  if (what === 'resid')
    return { kind: 'residual', layer, position, residual: source.residual(layer, position, position + 1).slice() };
  const outputs = ['found', 'attention_out', 'mlp_out'] as const;
  const ran = await model.recomputeBlock(source, layer, position, position + 1, outputs);
  const { dHead } = model.shape;
  const place = { layer, position, gain: 0 };
  if (what === 'attn') return { kind: 'attention', ...place, offset: ran.attention_out };
  if (what === 'mlp') return { kind: 'mlp', ...place, offset: ran.mlp_out };
  return { kind: 'head', head, ...place, offset: ran.found.slice(head * dHead, (head + 1) * dHead) };
}

async function metricError(value: number, expected: TensorEntry): Promise<number> {
  return Math.abs(value - (await readFloats(expected))[0]);
}

/** Of a text read again with each of several changes. expected [changes, positions, vocabulary] */
async function logitError(
  model: Transformer,
  sequence: Sequence,
  changes: readonly (readonly Intervention[])[],
  positions: readonly number[],
  expected: TensorEntry,
): Promise<number> {
  const into = model.newSequence();
  const wanted = await readFloats(expected);
  const { vocabSize } = model.shape;
  if (wanted.length !== changes.length * positions.length * vocabSize) return Number.POSITIVE_INFINITY;
  let at = 0;
  let worst = 0;
  for (const interventions of changes) {
    const changed = await model.rerun(sequence, interventions, { into });
    for (const position of positions) {
      const difference = largestDifference(await model.logits(changed, position), wanted.slice(at, at + vocabSize));
      worst = Math.max(worst, difference);
      at += vocabSize;
    }
  }
  return worst;
}
