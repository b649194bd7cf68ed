// What the other processes are told of a model: its shape, from which the panel computes what a text costs, and how it is
// run. Knows no text.
import type { ModelInfo, PositionKind } from '../contract/engineApi.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import { remoteHost } from '../contract/remoteAddress.ts';
import type { ModelShape } from '../transformer/architecture.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Transformer } from '../transformer/transformer.ts';

export function modelInfo(
  options: EngineOptions,
  transformer: Transformer,
  execution: Pick<ModelInfo, 'precision' | 'provider'>,
): ModelInfo {
  const { checkpoint, modelType, textOnly, shape, parameters, keptBytes, storage, tiedTables } = transformer;
  const { layers, heads, keyValueHeads, dHead, dModel, inner, gatedMlp, vocabSize, context } = shape;
  const { folder, name, weightBytes } = checkpoint;
  return {
    ...{ folder, name, architecture: modelType, layers, heads, keyValueHeads, dHead, dModel, inner, gatedMlp },
    ...{ textOnly, vocabSize, context, parameters, weightBytes, tiedTables },
    layerHeads: Array.from({ length: layers }, (_, layer) => headsOf(shape, layer)),
    convolutions: Array.from({ length: layers }, (_, layer) => shape.convolutions?.[layer] ?? null),
    states: Array.from({ length: layers }, (_, layer) => shape.states?.[layer] ?? null),
    experts: shape.experts,
    normedEmbedding: shape.normedEmbedding ?? false,
    segments: shape.segments,
    endless: shape.endless,
    normedStream: transformer.readout.blocks.some(({ streamNorms }) => streamNorms !== undefined),
    bidirectional: shape.bidirectional ?? false,
    predicts: shape.predicts ?? 'next',
    layerInner: shape.layerInner,
    layerInputs: shape.layerInputs,
    beside: shape.beside,
    streams: shape.streams,
    windows: shape.attentionPatterns.map(({ window }) => window ?? null),
    positions: positionsOf(shape),
    slopes: shape.attentionPatterns.find(({ alibi }) => alibi)?.alibi?.slopes,
    embeddingWidth: shape.embeddingWidth ?? dModel,
    keptBytes: execution.precision && keptBytes,
    storage,
    remote: remoteHost(options),
    ...execution,
  };
}

/** rotary and alibi also where some layers do without. */
function positionsOf({ learnedPositions, attentionPatterns }: ModelShape): PositionKind {
  if (learnedPositions) return 'learned';
  if (attentionPatterns.some(({ rotary }) => rotary)) return 'rotary';
  return attentionPatterns.some(({ alibi }) => alibi) ? 'alibi' : 'none';
}
