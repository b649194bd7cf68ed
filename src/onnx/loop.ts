// A part of a graph that is computed several times in a row, each time from what it made before. Knows no Transformer.
import type { Graph, Value } from './graph.ts';
import { floatInfo, scalarInfo } from './messages.ts';

/**
 * A float32 value that `step` makes anew so many times, from itself and the number of the round, int64 [1]; as it is where
 * `times` is 0. Its shape may be another one in each round. times int64 [1]
 */
export function repeat(g: Graph, times: Value, initial: Value, step: (x: Value, round: Value) => Value): Value {
  const [round, goesOn, x] = ['round', 'goes on', 'so far'].map((name) => `${initial} ${name}` as Value);
  const written = g.branch(() => [step(x, g.reshape(round, [1]))]);
  const same = `${goesOn} still`;
  const body = {
    ...written,
    node: [...(written.node ?? []), { opType: 'Identity', input: [goesOn], output: [same] }],
    input: [scalarInfo(round, 'int64'), scalarInfo(goesOn, 'bool'), floatInfo(x)],
    output: [scalarInfo(same, 'bool'), ...(written.output ?? [])],
  };
  const always = '' as Value; // no condition besides the number
  return g.node('Loop', [times, always, initial], { body: { graph: body } });
}
