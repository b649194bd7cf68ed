// What npm run bench measures, by name: each case beside a peer where it has one. What several need is made once.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../scripts/workbench/run.ts';
import { activationBench } from './activationBench.ts';
import { contextBench } from './contextBench.ts';
import { countBench } from './countBench.ts';
import { downloadBench } from './downloadBench.ts';
import { drawBench } from './drawBench.ts';
import { asEngine } from './engineProcess.ts';
import { expertsBench } from './expertsBench.ts';
import { explanationBench } from './explanationBench.ts';
import { ggufBench } from './ggufBench.ts';
import { ggufOf } from './ggufOf.ts';
import { vocabularyOf } from './ggufShapes.ts';
import type { Gpt2Files } from './gpt2Peers.ts';
import { interventionBench } from './interventionBench.ts';
import type { MachineLimits } from './limitsBench.ts';
import { SMOLLM_135M } from './llamaShapes.ts';
import type { LongInput } from './longBench.ts';
import { GPT2_4_128, GPT2_6_384, GPT2_SMALL, SHARP_GPT2 } from './modelShapes.ts';
import { panelBench } from './panelBench.ts';
import type { PeersInput } from './prefillBench.ts';
import { randomCheckpoint } from './randomCheckpoint.ts';
import { remoteBench } from './remoteBench.ts';
import type { Report } from './report.ts';
import type { SizesInput } from './sizesBench.ts';
import { typingBench } from './typingBench.ts';
import { weightsBench } from './weightsBench.ts';
import { whyBench } from './whyBench.ts';

const ROOT = join(import.meta.dirname, '../..');
const OUT = join(ROOT, 'out/bench');
const TOKENIZER = join(ROOT, 'test/golden/fixtures/tokenizers/gpt2/tokenizer.json');
const say = (line: string) => console.error(line);

export interface Case {
  readonly name: string;
  readonly what: string;
  run(report: Report): Promise<void>;
}

const limits = once(() => asEngine<undefined, MachineLimits>('limitsBench.ts', undefined, () => {}));
const smallGpt2 = once(() => randomCheckpoint(join(OUT, 'gpt2-small'), GPT2_SMALL));
const sharpGpt2 = once(() => randomCheckpoint(join(OUT, 'sharp-gpt2'), SHARP_GPT2));
const packaged = once(() => run(process.execPath, ['scripts/package.ts', '--quiet'], { cwd: ROOT }));

const smallGpt2Files = once(async (): Promise<Gpt2Files> => {
  const folder = await smallGpt2();
  const vocabulary = vocabularyOf(JSON.parse(await readFile(TOKENIZER, 'utf8')), 50_257, 'gpt-2');
  const [float32, q8] = [join(OUT, 'gpt2-small-F32.gguf'), join(OUT, 'gpt2-small-Q8_0.gguf')];
  await ggufOf(folder, float32, 'F32', vocabulary);
  await ggufOf(folder, q8, 'Q8_0', vocabulary);
  return { folder, float32, q8 };
});
const sizesInput = async (): Promise<SizesInput> => ({
  models: [
    { folder: await randomCheckpoint(join(OUT, 'gpt2-4-128'), GPT2_4_128), shapes: GPT2_4_128 },
    { folder: await randomCheckpoint(join(OUT, 'gpt2-6-384'), GPT2_6_384), shapes: GPT2_6_384 },
    { folder: await smallGpt2(), shapes: GPT2_SMALL },
  ],
  limits: await limits(),
});
const longInput = async (): Promise<LongInput> => {
  const folder = await randomCheckpoint(join(OUT, 'smollm-135m'), SMOLLM_135M);
  const vocabulary = vocabularyOf(JSON.parse(await readFile(TOKENIZER, 'utf8')), 49_152, 'gpt-2');
  const gguf = await ggufOf(folder, join(OUT, 'smollm-135m-F32.gguf'), 'F32', vocabulary);
  return { folder, gguf, limits: await limits() };
};
const peersInput = async (): Promise<PeersInput> => ({ files: await smallGpt2Files(), limits: await limits() });

export const CASES: readonly Case[] = [
  { name: 'limits', what: 'how fast this machine reads memory and multiplies matrices', run: all(limits) },
  {
    name: 'counts',
    what: 'counts of a megabyte, of a letter, and a large tokenizer',
    run: all(() => countBench(join(OUT, 'large-tokenizer'))),
  },
  {
    name: 'prefill',
    what: 'reading texts in GPT-2 small shape: ours, the whole model in one graph, llama.cpp',
    run: async (report) => await asEngine('prefillBench.ts', await peersInput(), report),
  },
  {
    name: 'decode',
    what: 'a token in GPT-2 small shape: ours, the whole model in one graph, llama.cpp',
    run: async (report) => await asEngine('decodeBench.ts', await peersInput(), report),
  },
  {
    name: 'sizes',
    what: 'reading and generating in GPT-2 shapes of three sizes',
    run: async (report) => await asEngine('sizesBench.ts', await sizesInput(), report),
  },
  {
    name: 'long',
    what: 'a text of 10,000 tokens in the shape of SmolLM 135M, beside llama.cpp',
    run: async (report) => await asEngine('longBench.ts', await longInput(), report),
  },
  {
    name: 'web',
    what: 'GPT-2 small in WebAssembly with all attention, as Transformer Explainer runs it',
    run: async (report) => await asEngine('webBench.ts', await smallGpt2(), report),
  },
  { name: 'draw', what: 'the attention of a head drawn, beside an SVG', run: drawBench },
  {
    name: 'interventions',
    what: 'parts hidden, patches, a fork, over the prefills they are made of',
    run: all(async () => await interventionBench(await smallGpt2())),
  },
  {
    name: 'why',
    what: 'votes and information flow of one token',
    run: async (report) => {
      report({ random: await whyBench(await smallGpt2()) });
      report({ sharp: await whyBench(await sharpGpt2()) });
    },
  },
  { name: 'download', what: 'a download over loopback', run: all(() => downloadBench(join(OUT, 'store'))) },
  { name: 'remote', what: 'a remote engine on loopback', run: all(() => remoteBench(join(ROOT, 'media/model'))) },
  {
    name: 'explanation',
    what: 'the first explanation on the embedded model, cold and warm',
    run: inPackage(explanationBench),
  },
  {
    name: 'context',
    what: '5,000 files counted, beside two other libraries',
    run: all(() => contextBench(join(OUT, 'context'))),
  },
  {
    name: 'weights',
    what: '500 MB of weights in float32, half precision and quantised',
    run: inPackage(weightsBench),
  },
  {
    name: 'gguf',
    what: 'a GGUF file in Q4_K_M, beside llama.cpp',
    run: inPackage(() => ggufBench(join(OUT, 'gguf'))),
  },
  {
    name: 'experts',
    what: 'a token of a mixture of experts, beside a dense model of its active size',
    run: all(() => expertsBench(join(OUT, 'granite'))),
  },
  { name: 'activation', what: 'loading and activation in the workbench', run: inPackage(() => activationBench(say)) },
  { name: 'panel', what: 'the panel at 519 tokens', run: inPackage(panelBench) },
  { name: 'typing', what: 'typing into 1 MB of Markdown, with and without Tokenscope', run: inPackage(typingBench) },
];

/** A case whose figures are all there at its end. */
function all(bench: () => Promise<object>): Case['run'] {
  return async (report) => report(await bench());
}

function inPackage(bench: () => Promise<object>): Case['run'] {
  return async (report) => {
    await packaged();
    report(await bench());
  };
}

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
