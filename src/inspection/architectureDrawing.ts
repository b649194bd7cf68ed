// The drawing of a model whose architecture is known: its graphs are written, as if it were run, and say which tensors each part
// uses and in which order. Blocks that are built alike are one step. Runs nothing and reads no weights.
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import type { DrawnBlock, DrawnStep, DrawnStream, DrawnTensor } from '../contract/modelFile.ts';
import type { ModelShape } from '../transformer/architecture.ts';
import { chooseArchitecture } from '../transformer/chooseArchitecture.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { countParameters, haveTiedTables, modelGraphs, type NamedGraph } from '../transformer/modelGraphs.ts';
import { drawnTensors, signatureOf, withAllTypes } from './drawnTensors.ts';
import type { FileNames } from './fileNames.ts';

export interface DrawnArchitecture {
  readonly stream: DrawnStream;
  readonly steps: readonly DrawnStep[];
  /** Weights that are used, tied ones counted once. */
  readonly parameters: number;
}

/** Fails with what the architecture refuses, tensor-missing, table-missing, tensor-invalid. */
export function architectureDrawing(opened: Checkpoint, fileNames: FileNames): DrawnArchitecture {
  const { architecture, checkpoint } = chooseArchitecture(opened);
  const shape = architecture.shape(checkpoint);
  const graphs = modelGraphs(checkpoint, architecture, shape);
  const { dModel, vocabSize, context, parallel = false } = shape;
  const used = graphs.map(({ graph }) => [...graph.tensors]);
  const [embed, unembed] = [used[0], used[used.length - 1]];
  const drawn = (entries: readonly TensorEntry[], prefix = '') => {
    const named = entries.map((entry) => ({ entry, fileName: fileNames.nameOf(entry) }));
    return drawnTensors(named, prefix);
  };
  return {
    stream: { dModel, vocabSize, context, parallel, tiedTables: haveTiedTables(graphs) },
    steps: [
      { kind: 'embed', name: '', layers: [], block: undefined, tensors: drawn(embed) },
      ...blockSteps(graphs, shape, drawn),
      { kind: 'unembed', name: '', layers: [], block: undefined, tensors: drawn(unembed) },
    ],
    parameters: countParameters(graphs),
  };
}

type Draw = (entries: readonly TensorEntry[], prefix: string) => readonly DrawnTensor[];

function blockSteps(graphs: readonly NamedGraph[], shape: ModelShape, draw: Draw): readonly DrawnStep[] {
  const blocks = Array.from({ length: shape.layers }, (_, layer) => {
    const entries = [...graphs[layer + 1].graph.tensors];
    return { layer, block: blockOf(shape, layer), tensors: draw(entries, prefixOf(entries, layer)) };
  });
  const alike = Map.groupBy(blocks, ({ block, tensors }) => JSON.stringify(block) + signatureOf(tensors));
  return [...alike.values()].map((same) => ({
    kind: 'block',
    name: '',
    layers: same.map(({ layer }) => layer),
    block: same[0].block,
    tensors: withAllTypes(same.map(({ tensors }) => tensors)),
  }));
}

/** What names of the layer begin with: model.layers.12.self_attn.q_proj.weight → model.layers.12. */
function prefixOf(entries: readonly TensorEntry[], layer: number): string {
  for (const { name } of entries) {
    const at = name.indexOf(`.${layer}.`);
    if (at >= 0) return name.slice(0, at + `.${layer}.`.length);
  }
  return '';
}

function blockOf(shape: ModelShape, layer: number): DrawnBlock {
  const heads = headsOf(shape, layer);
  const { window, rotary, alibi } = shape.attentionPatterns[layer] ?? {};
  const { experts } = shape;
  const hasExperts = experts?.layers[layer] ?? false;
  return {
    heads: heads.heads > 0 ? heads : undefined,
    window,
    positions: rotary ? 'rotary' : alibi ? 'alibi' : undefined,
    convolution: shape.convolutions?.[layer],
    state: shape.states?.[layer],
    experts:
      hasExperts && experts ? { count: experts.experts, chosen: experts.chosen, inner: experts.inner } : undefined,
    inner: hasExperts && !experts?.besideMlp ? undefined : (shape.layerInner?.[layer] ?? shape.inner),
    gatedMlp: shape.gatedMlp,
  };
}
