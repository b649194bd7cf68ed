// config.pbtxt: a graph described to Triton. Protobuf's text format of the message ModelConfig.
// https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto
import type { GraphSignature, TensorSignature } from '../runtime/remote/graphSignature.ts';

/** A graph has no batch dimension: what it is fed is of exactly these shapes, -1 = known at run time. */
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
