// npm run bench [-- --json]: what things cost, each next to what it is compared with. Numbers are medians, and nothing
// is asserted.
import { join } from 'node:path';
import { run } from '../../scripts/workbench/run.ts';
import { activationBench } from './activationBench.ts';
import { contextBench } from './contextBench.ts';
import { countBench } from './countBench.ts';
import { downloadBench } from './downloadBench.ts';
import { expertsBench } from './expertsBench.ts';
import { explanationBench } from './explanationBench.ts';
import { ggufBench } from './ggufBench.ts';
import { interventionBench } from './interventionBench.ts';
import { GPT2_SMALL, SHARP_GPT2 } from './modelShapes.ts';
import { panelBench } from './panelBench.ts';
import { randomCheckpoint } from './randomCheckpoint.ts';
import { remoteBench } from './remoteBench.ts';
import { transformerBench } from './transformerBench.ts';
import { typingBench } from './typingBench.ts';
import { weightsBench } from './weightsBench.ts';
import { whyBench } from './whyBench.ts';

const ROOT = join(import.meta.dirname, '../..');
const json = process.argv.includes('--json');
const say = (line: string) => console.error(line);

say('counts of a megabyte, of a letter, and a large tokenizer …');
const counts = await countBench(join(ROOT, 'out/bench/large-tokenizer'));
say('random weights of GPT-2 small shape …');
const folder = await randomCheckpoint(join(ROOT, 'out/bench/gpt2-small'), GPT2_SMALL);
say('prefill and decode, ours and the whole model in one graph …');
const transformer = await transformerBench(folder);
say('parts hidden, patches, a fork …');
const interventions = await interventionBench(folder);
say('votes and information flow of one token …');
const sharp = await randomCheckpoint(join(ROOT, 'out/bench/sharp-gpt2'), SHARP_GPT2);
const why = { random: await whyBench(folder), sharp: await whyBench(sharp) };
say('a download over loopback …');
const download = await downloadBench(join(ROOT, 'out/bench/store'));
say('a remote engine on loopback …');
const remoteEngine = await remoteBench(join(ROOT, 'media/model'));
say('packaging …');
await run(process.execPath, ['scripts/package.ts', '--quiet'], { cwd: ROOT });
say('first explanation on the embedded model, cold and warm …');
const firstExplanation = await explanationBench();
say('5,000 files counted, beside two other libraries …');
const context = await contextBench(join(ROOT, 'out/bench/context'));
say('500 MB of weights, in float32, half precision and quantised …');
const weights = await weightsBench();
say('a GGUF file, beside llama.cpp …');
const gguf = await ggufBench(join(ROOT, 'out/bench/gguf'));
say('a token of a mixture of experts, next to a dense model …');
const experts = await expertsBench(join(ROOT, 'out/bench/granite'));
say('activation in the workbench …');
const activation = await activationBench(say);
say('the panel …');
const panel = await panelBench();
say('typing into 1 MB of Markdown …');
const typing = await typingBench();
const results = {
  counts,
  ...transformer,
  ...interventions,
  why,
  download,
  remoteEngine,
  firstExplanation,
  context,
  weights,
  gguf,
  experts,
  activation,
  panel,
  typing,
};
console.log(json ? JSON.stringify(results) : JSON.stringify(results, null, 2));
