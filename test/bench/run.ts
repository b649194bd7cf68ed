// npm run bench [-- --json]: what things cost, each beside its peer. Medians; nothing is asserted on.
import { join } from 'node:path';
import { GPT2_SMALL, randomCheckpoint } from './randomCheckpoint.ts';
import { transformerBench } from './transformerBench.ts';

const json = process.argv.includes('--json');
const say = (line: string) => console.error(line);

say('random weights of GPT-2 small shape …');
const folder = await randomCheckpoint(join(import.meta.dirname, '../../out/bench/gpt2-small'), GPT2_SMALL);
say('prefill and decode, ours and the whole model in one graph …');
const transformer = await transformerBench(folder);
const growth = transformer['decode at 1000'].oursMs / transformer['decode at 128'].oursMs;
const results = { transformer, 'decode at 1000 over decode at 128': growth };
console.log(json ? JSON.stringify(results) : JSON.stringify(results, null, 2));
