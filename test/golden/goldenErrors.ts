// Runs a checkpoint and measures how far every number is from what Hugging Face's own code computed (fixtures/README.md
// describes the files). Knows no test runner.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readBytes, readFloats, readSafetensorsHeader, type TensorEntry } from '../../src/checkpoint/safetensors.ts';
import { argmax } from '../../src/explain/argmax.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import type { Intervention } from '../../src/transformer/intervention.ts';
import { headsOf } from '../../src/transformer/layerHeads.ts';
import type { Sequence } from '../../src/transformer/sequence.ts';
import { type LoadOptions, Transformer } from '../../src/transformer/transformer.ts';
import { type ExpertErrors, expertErrors, worseExperts } from './expertErrors.ts';

/** The largest absolute difference of each kind. */
export interface GoldenErrors extends ExpertErrors {
  readonly logits: number;
  readonly attentions: number;
  readonly hiddenStates: number;
  readonly attentionOut: number;
  /** What was read from a state beside attention; undefined where there is none. */
  readonly stateOut?: number;
  readonly mlpOut: number;
  readonly lensLogits: number;
  readonly greedyLogits: number;
  /** Logits of texts that were read with something inside changed; undefined where the folder has none. */
  readonly interventions?: number;
  readonly greedyIdsEqual: boolean;
}

/** Other PyTorch builds differ by up to 7.5e-5 from the reference; the wrong GELU by 1e-3. */
export const GOLDEN_TOLERANCE = 2e-4;

export async function goldenErrors(
  folder: string,
  options: Pick<LoadOptions, 'precision'> = {},
): Promise<GoldenErrors> {
  const model = await Transformer.load(folder, { runtime: localCpu, ...options });
  try {
    const bySequence: GoldenErrors[] = [];
    for (let i = 0; existsSync(expectedFile(folder, i)); i++)
      bySequence.push(await sequenceErrors(model, expectedFile(folder, i)));
    if (bySequence.length === 0) throw new Error(`${folder} has no expected.0.safetensors`);
    const interventions = await interventionErrors(model, folder);
    return { ...bySequence.reduce(worse), ...(interventions === undefined ? {} : { interventions }) };
  } finally {
    await model.release();
  }
}

export function withinTolerance(errors: GoldenErrors): boolean {
  const { greedyIdsEqual, ...differences } = errors;
  return greedyIdsEqual && Object.values(differences).every((difference) => difference <= GOLDEN_TOLERANCE);
}

function expectedFile(folder: string, i: number): string {
  return join(folder, `expected.${i}.safetensors`);
}

async function sequenceErrors(model: Transformer, file: string): Promise<GoldenErrors> {
  const expected = await readSafetensorsHeader(file);
  const sequence = model.newSequence();
  const ids = await readIds(entry(expected, 'input_ids'));
  await model.forward(sequence, ids);
  const errors = {
    ...(await unembedErrors(model, sequence, expected)),
    ...(await blockErrors(model, sequence, expected)),
    ...(await expertErrors(model, sequence, { expected, difference: largestDifference })),
  };
  if (model.shape.bidirectional) return { ...errors, greedyLogits: 0, greedyIdsEqual: true }; // nothing comes next
  return { ...errors, ...(await greedyErrors(model, sequence, expected)) };
}

async function unembedErrors(model: Transformer, sequence: Sequence, expected: Expected) {
  const n = sequence.length;
  const { layers } = model.shape;
  const last = sequence.residual(layers, 0, n);
  const othersAt = (layer: number) => sequence.otherStreams[layer].rows(0, n);
  const isSilent = model.shape.headless || !expected.has('logits'); // a model of vectors alone
  const { logits, normed } = isSilent
    ? { logits: undefined, normed: await model.normed(last, othersAt(layers)) }
    : await model.unembed(last, othersAt(layers));
  let hiddenStates = await difference(expected, `hidden_states.${layers}`, normed);
  // Where norms stand on the stream itself there is none behind the last block, and nothing that goes into it.
  if (expected.has('final_norm_input'))
    hiddenStates = Math.max(hiddenStates, await difference(expected, 'final_norm_input', await endOf(model, sequence)));
  if (expected.has('residual_out'))
    hiddenStates = Math.max(
      hiddenStates,
      await difference(expected, 'residual_out', streamsOf(model, sequence, layers)),
    );
  let lensLogits = 0;
  for (let layer = 0; layer < layers; layer++) {
    const residual = sequence.residual(layer, 0, n);
    hiddenStates = Math.max(
      hiddenStates,
      await difference(expected, `hidden_states.${layer}`, streamsOf(model, sequence, layer)),
    );
    if (model.shape.headless || !expected.has(`lens_logits.${layer}`)) continue;
    lensLogits = Math.max(
      lensLogits,
      await difference(expected, `lens_logits.${layer}`, await model.lens(residual, othersAt(layer))),
    );
  }
  return { logits: logits ? await difference(expected, 'logits', logits) : 0, hiddenStates, lensLogits };
}

/** What the last norm reads: of several streams, what they are once they are one again. */
async function endOf(model: Transformer, sequence: Sequence): Promise<Float32Array> {
  const { layers, streams } = model.shape;
  const last = sequence.residual(layers, 0, sequence.length);
  if (!streams) return last;
  return (await model.merged(last, sequence.otherStreams[layers].rows(0, sequence.length))).merged;
}

/** The stream [n, d]; of several, all of them in their order [streams, n, d]. */
function streamsOf({ shape }: Transformer, sequence: Sequence, layer: number): Float32Array {
  const n = sequence.length;
  const { streams, dModel: d } = shape;
  if (!streams) return sequence.residual(layer, 0, n);
  const { count, active } = streams;
  const kept = sequence.streams(layer, 0, n); // [n, streams · d], the active one first
  const order = [active, ...Array.from({ length: count }, (_, i) => i).filter((i) => i !== active)];
  const all = new Float32Array(kept.length);
  for (const [place, stream] of order.entries())
    for (let i = 0; i < n; i++)
      all.set(kept.subarray((i * count + place) * d, (i * count + place + 1) * d), (stream * n + i) * d);
  return all;
}

async function blockErrors(model: Transformer, sequence: Sequence, expected: Expected) {
  const hasBoth = model.shape.beside === 'state'; // attn_out is then attention alone, mamba_out what was read from the state
  const errors = { attentions: 0, attentionOut: 0, ...(hasBoth && { stateOut: 0 }), mlpOut: 0 };
  const isBeside = model.shape.experts?.besideMlp === true; // mlp_out is then the MLP alone, moe_out the experts
  const outputs = [
    'attention',
    'attention_out',
    'state_out',
    ...(isBeside ? (['dense_out', 'moe_out'] as const) : ['mlp_out' as const]),
  ] as const;
  for (let layer = 0; layer < model.shape.layers; layer++) {
    const block = await model.recomputeBlock(sequence, layer, 0, sequence.length, outputs);
    if (headsOf(model.shape, layer).heads > 0)
      errors.attentions = Math.max(
        errors.attentions,
        await difference(expected, `attentions.${layer}`, block.attention),
      );
    errors.attentionOut = Math.max(
      errors.attentionOut,
      await difference(expected, `attn_out.${layer}`, block.attention_out),
    );
    if (errors.stateOut !== undefined)
      errors.stateOut = Math.max(errors.stateOut, await difference(expected, `mamba_out.${layer}`, block.state_out));
    const ofMlp = isBeside ? block.dense_out : block.mlp_out;
    if (model.shape.inner > 0)
      errors.mlpOut = Math.max(errors.mlpOut, await difference(expected, `mlp_out.${layer}`, ofMlp));
    if (isBeside && expected.has(`moe_out.${layer}`))
      errors.mlpOut = Math.max(errors.mlpOut, await difference(expected, `moe_out.${layer}`, block.moe_out));
  }
  return errors;
}

/** Continues greedily with the cache, as the reference did. */
async function greedyErrors(model: Transformer, sequence: Sequence, expected: Expected) {
  const ids = await readIds(entry(expected, 'greedy_ids'));
  const reference = await readFloats(entry(expected, 'greedy_logits')); // [16, vocabulary]
  const { vocabSize } = model.shape;
  let greedyLogits = 0;
  let greedyIdsEqual = true;
  for (const [step, id] of ids.entries()) {
    const logits = await model.logits(sequence);
    greedyLogits = Math.max(
      greedyLogits,
      largestDifference(logits, reference.subarray(step * vocabSize, (step + 1) * vocabSize)),
    );
    const chosen = argmax(logits);
    greedyIdsEqual &&= chosen === id;
    await model.forward(sequence, [chosen]);
  }
  return { greedyLogits, greedyIdsEqual };
}

/**
 * The difference in the logits of a text that is read with something inside changed; undefined where there is no
 * reference.
 */
async function interventionErrors(model: Transformer, folder: string): Promise<number | undefined> {
  const file = join(folder, 'interventions.safetensors');
  if (!existsSync(file)) return undefined;
  const expected = await readSafetensorsHeader(file);
  const ids = await readIds(entry(expected, 'input_ids'));
  const source = await readIds(entry(expected, 'source_input_ids'));
  const names = [...expected.keys()].filter((name) => name.endsWith('logits'));
  let largest = 0;
  for (const name of names) {
    const sequence = model.newSequence(await interventionsNamed(name, model, source));
    await model.forward(sequence, ids);
    const logits = await model.logits(sequence, 0, ids.length);
    largest = Math.max(largest, await difference(expected, name, logits));
  }
  return largest;
}

/**
 * The interventions of a tensor's name: 'zero_head.0.1.logits' has layer and head, 'patch_hidden.0.1.logits' layer and
 * position.
 */
async function interventionsNamed(
  name: string,
  model: Transformer,
  source: readonly number[],
): Promise<readonly Intervention[]> {
  const [kind, ...numbers] = name.replace(/\.?logits$/, '').split('.');
  const [layer, place] = numbers.map(Number);
  if (kind === 'clean_') return [];
  if (kind === 'zero_head') return [{ kind: 'head', layer, head: place, gain: 0 }];
  if (kind === 'zero_attn') return [{ kind: 'attention', layer, gain: 0 }];
  if (kind === 'zero_mlp') return [{ kind: 'mlp', layer, gain: 0 }];
  if (kind !== 'patch_hidden') throw new Error(`no intervention is called ${name}`);
  const other = model.newSequence();
  await model.forward(other, source);
  return [{ kind: 'residual', layer, position: place, residual: other.residual(layer, place, place + 1).slice() }];
}

type Expected = ReadonlyMap<string, TensorEntry>;

function entry(expected: Expected, name: string): TensorEntry {
  const tensor = expected.get(name);
  if (!tensor) throw new Error(`the reference has no ${name}`);
  return tensor;
}

async function readIds({ file, offset, bytes }: TensorEntry): Promise<number[]> {
  return Array.from(new BigInt64Array(await readBytes(file, offset, bytes)), Number);
}

async function difference(expected: Expected, name: string, ours: Float32Array): Promise<number> {
  return largestDifference(ours, await readFloats(entry(expected, name)));
}

/** The largest absolute difference; infinite where the sizes differ or something is not a number. */
export function largestDifference(ours: Float32Array, theirs: Float32Array): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs(ours[i] - theirs[i]);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}

function worse(a: GoldenErrors, b: GoldenErrors): GoldenErrors {
  return {
    ...worseExperts(a, b),
    logits: Math.max(a.logits, b.logits),
    attentions: Math.max(a.attentions, b.attentions),
    hiddenStates: Math.max(a.hiddenStates, b.hiddenStates),
    attentionOut: Math.max(a.attentionOut, b.attentionOut),
    ...(a.stateOut !== undefined && b.stateOut !== undefined && { stateOut: Math.max(a.stateOut, b.stateOut) }),
    mlpOut: Math.max(a.mlpOut, b.mlpOut),
    lensLogits: Math.max(a.lensLogits, b.lensLogits),
    greedyLogits: Math.max(a.greedyLogits, b.greedyLogits),
    greedyIdsEqual: a.greedyIdsEqual && b.greedyIdsEqual,
  };
}
