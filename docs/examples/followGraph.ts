// From a checkpoint to numbers, printed step by step: docs/how-a-graph-is-built.md explains what comes out.
// Run it with Node 24: node docs/examples/followGraph.ts
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { argmax } from '../../src/explain/argmax.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { chooseArchitecture } from '../../src/transformer/chooseArchitecture.ts';
import { modelGraphs } from '../../src/transformer/modelGraphs.ts';
import { Transformer } from '../../src/transformer/transformer.ts';

const FOLDER = join(import.meta.dirname, '../../test/golden/fixtures/llama');
const TENSOR = 'model.layers.0.self_attn.q_proj.weight';
/** Two decimals are the same on every machine; the last of seven is not. */
const DECIMALS = 2;

export async function followGraph(): Promise<readonly string[]> {
  return [...(await tensors()), ...(await graphs()), ...(await forward())];
}

async function tensors(): Promise<string[]> {
  const { tensors, weightBytes } = await openCheckpoint(FOLDER);
  const { dtype, shape, offset, bytes } = tensors.get(TENSOR) ?? fail(TENSOR);
  return [
    `${tensors.size} tensors, ${weightBytes} bytes of weights`,
    `${TENSOR}: ${dtype} [${shape}], bytes ${offset} to ${offset + bytes} of the file`,
  ];
}

async function graphs(): Promise<string[]> {
  const checkpoint = await openCheckpoint(FOLDER);
  const { modelType, architecture } = chooseArchitecture(checkpoint);
  const shape = architecture.shape(checkpoint);
  const { layers, heads, keyValueHeads, dHead, dModel, vocabSize } = shape;
  const files = modelGraphs(checkpoint, architecture, shape).map(({ name, graph }) => ({
    name,
    bytes: graph.encode(name),
  }));
  const block = onnxProto.onnx.ModelProto.decode(files[1].bytes).graph ?? fail('graph');
  const external = block.initializer?.find(({ name }) => name === TENSOR)?.externalData ?? fail(TENSOR);
  return [
    `${modelType}: ${layers} layers, ${heads} heads on ${keyValueHeads} keys and values, d_head ${dHead}, d ${dModel}, vocabulary ${vocabSize}`,
    ...files.map(({ name, bytes }) => `${name}: ${bytes.length} bytes`),
    `block_000: ${block.node?.length} nodes, ${block.input?.length} inputs, ${block.output?.length} outputs`,
    `its ${TENSOR}: ${external.map(({ key, value }) => `${key} ${value}`).join(', ')}`,
  ];
}

async function forward(): Promise<string[]> {
  const [{ text, ids, greedy_ids: theirs }] = JSON.parse(await readFile(join(FOLDER, 'text.json'), 'utf8')).cases;
  const model = await Transformer.load(FOLDER, { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, ids);
    const last = sequence.length - 1;
    const rows = Array.from({ length: model.shape.layers + 1 }, (_, layer) => {
      const row = sequence.residual(layer, last, last + 1).subarray(0, 3);
      return `residual before block ${layer}, last token: ${rounded(row)} …`;
    });
    const logits = await model.logits(sequence);
    const next = argmax(logits);
    return [
      `${JSON.stringify(text)} → ${ids.length} ids`,
      ...rows,
      `most probable next id: ${next}, logit ${logits[next].toFixed(DECIMALS)}; Hugging Face's: ${theirs[0]}`,
    ];
  } finally {
    await model.release();
  }
}

function rounded(values: Float32Array): string {
  return Array.from(values, (value) => value.toFixed(DECIMALS)).join(' ');
}

function fail(what: string): never {
  throw new Error(`the fixture has no ${what}`);
}

if (process.argv[1] === import.meta.filename) for (const line of await followGraph()) console.log(line);
