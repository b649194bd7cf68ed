// What counting costs: a megabyte of Markdown by this code and by three packages, alternately; one typed letter of it, which
// the packages count all of the text for; and loading a tokenizer of Gemma 3's size beside reading its JSON.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as library from '@huggingface/tokenizers';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { ChunkCounts, type Steps } from '../../src/tokenizer/chunkCounts.ts';
import { loadOpenAiEncoding } from '../../src/tokenizer/openAiEncoding.ts';
import { loadTokenizer, type Tokenizer } from '../../src/tokenizer/tokenizer.ts';
import { largeTokenizer } from './largeTokenizer.ts';
import { median } from './median.ts';

const ROOT = join(import.meta.dirname, '../..');
const GPT2 = join(ROOT, 'test/golden/fixtures/tokenizers/gpt2');
const CHARACTERS = 1_000_000;
const RUNS = 7;

export async function countBench(folder: string) {
  const text = await markdown();
  const own = await loadOpenAiEncoding('o200k_base');
  const ownGpt2 = await loadTokenizer(GPT2);
  const tiktoken = new Tiktoken(o200k);
  const huggingFace = await huggingFaceTokenizer();
  const o200kMs = alternately({
    ours: () => counted(text, own),
    'gpt-tokenizer': () => countTokens(text),
    'js-tiktoken': () => tiktoken.encode(text, [], []).length,
  });
  const gpt2Ms = alternately({
    ours: () => counted(text, ownGpt2),
    '@huggingface/tokenizers': () => huggingFace.encode(text).ids.length,
  });
  return {
    characters: text.length,
    o200kMs,
    gpt2Ms,
    timesGptTokenizer: o200kMs.ours / o200kMs['gpt-tokenizer'],
    letterMs: { o200k: letterMs(text, own), gpt2: letterMs(text, ownGpt2) },
    loading: await loading(folder),
  };
}

/** The documentation here and of the packages, as people wrote it. Special tokens are taken out, which the peers refuse. */
async function markdown(): Promise<string> {
  let text = '';
  for (const root of [join(ROOT, 'docs'), join(ROOT, 'node_modules')]) {
    for (const file of (await readdir(root, { recursive: true })).sort())
      if (file.endsWith('.md') && text.length < CHARACTERS) text += await readFile(join(root, file), 'utf8');
  }
  return text.replaceAll('<|', '< |').slice(0, CHARACTERS);
}

async function huggingFaceTokenizer() {
  const json = JSON.parse(await readFile(join(GPT2, 'tokenizer.json'), 'utf8'));
  const { Tokenizer: Made } = library as unknown as {
    readonly Tokenizer: new (
      json: object,
      config: object,
    ) => { encode(text: string): { readonly ids: readonly number[] } };
  };
  return new Made(json, {});
}

function counted(text: string, tokenizer: Tokenizer): number {
  return finished(new ChunkCounts(text.length, tokenizer).count(text));
}

/** Medians of the times, in milliseconds. All must count the same. */
function alternately<Name extends string>(counts: Readonly<Record<Name, () => number>>): Record<Name, number> {
  const times = new Map<Name, number[]>();
  const names = Object.keys(counts) as Name[];
  for (let run = 0; run < RUNS; run++) {
    const totals = names.map((name) => {
      const start = performance.now();
      const total = counts[name]();
      times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
      return total;
    });
    if (new Set(totals).size > 1) throw new Error(`${names.join()} count ${totals.join()}`);
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<Name, number>;
}

/** The count after a letter was typed in the middle. */
function letterMs(text: string, tokenizer: Tokenizer): number {
  const counts = new ChunkCounts(text.length, tokenizer);
  finished(counts.count(text));
  let edited = text;
  const times = Array.from({ length: 100 }, (_, i) => {
    const start = text.length / 2 + i;
    const before = performance.now();
    edited = `${edited.slice(0, start)}x${edited.slice(start)}`;
    counts.edit({ start, removed: 0, inserted: 1 });
    finished(counts.count(edited));
    return performance.now() - before;
  });
  return median(times);
}

async function loading(folder: string) {
  await mkdir(folder, { recursive: true });
  const json = JSON.stringify(largeTokenizer(), null, 2);
  await writeFile(join(folder, 'tokenizer.json'), json);
  const start = performance.now();
  JSON.parse(json);
  const parseMs = performance.now() - start;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1e6;
  };
  const before = used();
  const loadStart = performance.now();
  const tokenizer = await loadTokenizer(folder);
  const loadMs = performance.now() - loadStart;
  const keptMegabytes = used() - before;
  tokenizer.count('a'); // it is in use until here
  return { megabytes: Buffer.byteLength(json) / 1e6, parseMs, loadMs, keptMegabytes };
}

function finished<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
