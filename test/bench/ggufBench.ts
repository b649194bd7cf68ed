// What a Q4_K_M file with the shape of Qwen2.5 0.5B costs: a token beside llama.cpp's on the same file and as many threads,
// alternately in one process, and the packaged engine's memory and time to the first explanation. The weights are random.
import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/workbench/run.ts';
import { argmax } from '../../src/explain/argmax.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { LlamaCpp, noLlamaCpp } from '../llama/llamaCpp.ts';
import { qwenHalfBillion, vocabularyOf } from './ggufShapes.ts';
import { median } from './median.ts';
import { memoryOf, textOf, withEngine } from './packagedEngine.ts';
import { randomGguf } from './randomGguf.ts';
import { timed } from './timed.ts';

const ROOT = join(import.meta.dirname, '../..');
const TOKENIZERS = join(ROOT, 'test/golden/fixtures/tokenizers');
const PROMPT = 64;
const STEPS = 40;
const RUNS = 3;
const FIRST_TOKENS = 50;

export interface GgufCost {
  readonly 'file, MB': number;
  /** Why there is none beside it, or how many times as long as llama.cpp's a token takes, by precision. */
  readonly 'a token, times llama.cpp': string | Readonly<Record<'exact' | 'fast', number>>;
  /** The time to explain 50 tokens, including the start of the process. */
  readonly 'first explanation, cold process, ms': number;
  /** How many times as long as llama.cpp takes, also in a process of its own, to open the file and read 50 tokens. */
  readonly 'first explanation, times llama.cpp': string | number;
  /** Memory of the process's own until these are explained (Linux only), as a multiple of the file. */
  readonly 'memory of its own, times the file': number | undefined;
  /** With the pages of the file that were read; llama.cpp's is a whole process, too. */
  readonly 'resident at most, times llama.cpp': string | number | undefined;
}

export async function ggufBench(folder: string): Promise<GgufCost> {
  const tokenizer = JSON.parse(await readFile(join(TOKENIZERS, 'gpt2/tokenizer.json'), 'utf8'));
  const file = await randomGguf(join(folder, 'model.gguf'), qwenHalfBillion(vocabularyOf(tokenizer)));
  const megabytes = (await stat(file)).size / 1e6;
  const prose = await readFile(join(TOKENIZERS, 'prose.txt'), 'utf8');
  const text = await textOf(file, prose, FIRST_TOKENS);
  const firsts = await firstExplanations(file, text);
  const { own, resident } = await memoryOf(file, 'auto', text);
  const theirs = firsts.flatMap((first) => first.theirs ?? []);
  return {
    'file, MB': megabytes,
    'a token, times llama.cpp': noLlamaCpp() ?? (await tokenTimes(file)),
    'first explanation, cold process, ms': median(firsts.map(({ ours }) => ours)),
    'first explanation, times llama.cpp':
      noLlamaCpp() ?? median(firsts.map(({ ours, theirs }) => ours / (theirs?.ms ?? Number.NaN))),
    'memory of its own, times the file': own && own / megabytes,
    'resident at most, times llama.cpp':
      noLlamaCpp() ?? (resident && resident / median(theirs.map(({ resident }) => resident))),
  };
}

interface FirstExplanation {
  readonly ours: number;
  /** Undefined where llama.cpp cannot run. */
  readonly theirs: { readonly ms: number; readonly resident: number } | undefined;
}

/** From the start of a process, ours and llama.cpp's in turn. */
async function firstExplanations(file: string, text: string): Promise<readonly FirstExplanation[]> {
  const firsts: FirstExplanation[] = [];
  for (let i = 0; i < RUNS; i++) {
    const ours = await timed(() =>
      withEngine((engine) => engine.explain({ run: randomUUID(), modelFolder: file, text })),
    );
    const reads = [join(ROOT, 'test/llama/firstReading.ts'), file, text, String(availableParallelism())];
    firsts.push({ ours, theirs: noLlamaCpp() ? undefined : await llamaCppReading(reads) });
  }
  return firsts;
}

async function llamaCppReading(args: readonly string[]) {
  let printed = '';
  const ms = await timed(async () => {
    printed = await run(process.execPath, args, { cwd: ROOT });
  });
  return { ms, resident: (Number(printed.trim().split('\n').at(-1)) * 1024) / 1e6 };
}

async function tokenTimes(file: string) {
  await using theirs = await LlamaCpp.open(file, { threads: availableParallelism() });
  const exact = await Transformer.load(file, { runtime: localCpu, precision: 'auto' });
  const fast = await Transformer.load(file, { runtime: localCpu, precision: 'fast' });
  try {
    const [stepExact, stepFast] = [await decoder(exact), await decoder(fast)];
    await theirs.greedy(ids(0, PROMPT), 1);
    const steps: { readonly exact: number; readonly fast: number }[] = [];
    for (let step = 0; step < STEPS; step++) {
      const [id] = ids(PROMPT + step, 1);
      const llama = await timed(() => theirs.next(id));
      steps.push({
        exact: (await timed(() => stepExact(id))) / llama,
        fast: (await timed(() => stepFast(id))) / llama,
      });
    }
    return { exact: median(steps.map(({ exact }) => exact)), fast: median(steps.map(({ fast }) => fast)) };
  } finally {
    await exact.release();
    await fast.release();
  }
}

/** Reads a prompt; what it gives reads one token more and chooses the next. */
async function decoder(model: Transformer): Promise<(id: number) => Promise<number>> {
  const sequence = model.newSequence();
  await model.forward(sequence, ids(0, PROMPT));
  return async (id) => {
    await model.forward(sequence, [id]);
    return argmax(await model.logits(sequence));
  };
}

function ids(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => ((first + i) * 7919 + 11) % 150_000);
}
