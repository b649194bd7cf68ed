// A process that opens one matrix, runs it once, and says by how many megabytes of its own it has grown.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import type { Precision } from '../../../src/contract/engineOptions.ts';
import { Graph } from '../../../src/onnx/graph.ts';
import { floats } from '../../../src/runtime/feeds.ts';
import { OnnxSession } from '../../../src/runtime/onnxSession.ts';
import { linear } from '../../../src/transformer/layers/linear.ts';

const [file, precision, layout] = process.argv.slice(2);
const tensor = (await readSafetensorsHeader(file)).get('w');
if (!tensor) throw new Error('no tensor');
const transposed = layout === 'transposed';
const [outputs, inputs] = transposed ? tensor.shape : tensor.shape.toReversed();
const g = new Graph(precision as Precision);
g.output('y', linear(g, g.input('x', 'float32', ['n', inputs]), { tensor, transposed }), ['n', outputs]);
const before = ownMegabytes();
const session = await OnnxSession.open(g, 'matrix', dirname(file));
await session.run({ x: floats(new Float32Array(inputs), [1, inputs]) }, ['y']);
process.send?.(ownMegabytes() - before, () => process.exit());

/** Pages of the file itself, which the system may drop at any time, are not among them. */
function ownMegabytes(): number {
  return Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}
