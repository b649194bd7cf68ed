// What a graph or a branch of it consists of while it is being written. Knows no operators.
import type onnxProto from 'onnx-proto';

/** The nodes of the graph, or of one branch of it. */
export interface Scope<Value extends string> {
  /**
   * The casts of weights to float32. They stand before all other nodes: of two nodes that a third one needs,
   * onnxruntime runs the one that stands further back first, so that a weight is widened when it is used and not when
   * the block begins.
   */
  readonly widenings: onnxProto.onnx.INodeProto[];
  readonly nodes: onnxProto.onnx.INodeProto[];
  /** What weight() has returned, by the tensor's name: tied weights are cast once. A branch has those around it, too. */
  readonly weights: Map<string, Value>;
  /** What was made to be used again; as with weights. */
  readonly once: Map<string, Value>;
}

export function newScope<Value extends string>(): Scope<Value> {
  return { widenings: [], nodes: [], weights: new Map(), once: new Map() };
}

/** What a branch begins with: all that was made around it. */
export function scopeIn<Value extends string>({ weights, once }: Scope<Value>): Scope<Value> {
  return { ...newScope(), weights: new Map(weights), once: new Map(once) };
}

/** A node whose values have other names, also in the branches inside it, which use values that were made around them. */
export function withNames(
  { input, output, attribute, ...rest }: onnxProto.onnx.INodeProto,
  renamed: (value: string) => string,
): onnxProto.onnx.INodeProto {
  return {
    ...rest,
    input: input?.map(renamed) ?? [],
    output: output?.map(renamed) ?? [],
    attribute: attribute?.map((one) => ({ ...one, ...(one.g && { g: branchWithNames(one.g, renamed) }) })) ?? [],
  };
}

function branchWithNames(
  branch: onnxProto.onnx.IGraphProto,
  renamed: (value: string) => string,
): onnxProto.onnx.IGraphProto {
  return { ...branch, node: branch.node?.map((one) => withNames(one, renamed)) ?? [] };
}
