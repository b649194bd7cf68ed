// config.pbtxt, which describes a graph to Triton: the message ModelConfig in protobuf's text format.
// https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto
import type { GraphSignature, TensorSignature } from '../runtime/remote/graphSignature.ts';

/**
 * The file's text. Graphs have no batch dimension: inputs have exactly these shapes, where -1 is a size that is known
 * at run time.
 */
export function modelConfig(name: string, { inputs, outputs }: GraphSignature): string {
  return `name: "${name}"
backend: "onnxruntime"
default_model_filename: "model.onnx"
max_batch_size: 0
input [
${inputs.map(tensor).join(',\n')}
]
output [
${outputs.map(tensor).join(',\n')}
]
`;
}

function tensor({ name, datatype, shape }: TensorSignature): string {
  const dims = shape.map((size) => (typeof size === 'number' ? size : -1)).join(', ');
  return `  {\n    name: "${name}"\n    data_type: TYPE_${datatype}\n    dims: [ ${dims} ]\n  }`;
}
