// node firstReading.ts FILE TEXT THREADS: llama.cpp opens a GGUF file and reads a text, as a process of its own for the bench;
// prints the most memory that was resident, in KiB.
import { LlamaCpp } from './llamaCpp.ts';

const [file, text, threads] = process.argv.slice(2);
await using model = await LlamaCpp.open(file, { threads: Number(threads) });
await model.greedy(model.tokens(text), 1);
console.log(process.resourceUsage().maxRSS);
