// The way of Transformer Explainer: GPT-2 small as one graph in onnxruntime-web, which is WebAssembly, on the one thread that
// a page has that is not isolated from others, with the attention of all heads as outputs and no cache, so that each new
// token reads the whole text again. Beside it ours, with the attention of all heads, too; a token with its cache.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as web from 'onnxruntime-web';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { causalMask } from '../../src/transformer/mask.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { alternately, besideOurs } from './alternately.ts';
import { ids } from './prefillBench.ts';
import type { Report } from './report.ts';
import { wholeGraph } from './wholeModel.ts';

const TOKENS = 128;
const RUNS = 2;

/** Runs in a process of its own: see engineProcess.ts. */
export async function measure(folder: string, report: Report): Promise<void> {
  const theirs = await openInWebAssembly(folder);
  const ours = await Transformer.load(folder, { runtime: localCpu });
  const [text, onAttention] = [ids(TOKENS), () => {}];
  report({
    [`${TOKENS} tokens with all attention`]: besideOurs(
      await alternately(RUNS, {
        ours: () => ours.forward(ours.newSequence(), text, { onAttention }),
        'onnxruntime-web, one thread': () => theirs.run(text),
      }),
    ),
  });
  const sequence = ours.newSequence();
  await ours.forward(sequence, text);
  report({
    [`a token behind ${TOKENS} with its attention`]: besideOurs(
      await alternately(RUNS, {
        ours: async () => {
          sequence.truncate(TOKENS);
          await ours.forward(sequence, [7], { onAttention });
          await ours.logits(sequence);
        },
        'onnxruntime-web, the whole text again': () => theirs.run([...text, 7]),
      }),
    ),
  });
  await ours.release();
  await theirs.release();
}

async function openInWebAssembly(folder: string) {
  web.env.wasm.numThreads = 1;
  const { checkpoint, shape, graph } = await wholeGraph(folder, true);
  const name = 'model.safetensors';
  const session = await web.InferenceSession.create(graph.encode('whole model'), {
    executionProviders: ['wasm'],
    externalData: [{ path: name, data: await readFile(join(checkpoint.weightsFolder, name)) }],
  });
  const layers = Array.from({ length: shape.layers }, (_, layer) => layer);
  const noPast = Object.fromEntries(
    layers.flatMap((layer) => [
      [`past_keys_${layer}`, new web.Tensor(new Float32Array(0), [shape.heads, shape.dHead, 0])],
      [`past_values_${layer}`, new web.Tensor(new Float32Array(0), [shape.heads, 0, shape.dHead])],
    ]),
  );
  const integers = (values: readonly number[]) => new web.Tensor(BigInt64Array.from(values, BigInt), [values.length]);
  const outputs = ['logits', ...layers.map((layer) => `attention_${layer}`)];
  return {
    run: async (text: readonly number[]) => {
      const n = text.length;
      const feeds = {
        ids: integers(text),
        positions: integers(text.map((_, i) => i)),
        mask: new web.Tensor(causalMask(n, 0, 0), [1, n, n]),
        widths: integers([0, n]),
        ...noPast,
      };
      return await session.run(feeds, outputs);
    },
    release: () => session.release(),
  };
}
