// How fast a folder is counted, and in how much memory: 5,000 files with 50 MB of what people really wrote, the texts of the
// packages that we build with. Beside it two other libraries count a tenth of the files again.
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Tokenizer } from '@huggingface/tokenizers';
import { getEncoding } from 'js-tiktoken';
import type { TokenizerRef } from '../../src/contract/tokens.ts';
import { createEngineClient } from '../../src/engine/client.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { timed } from './timed.ts';

const ROOT = join(import.meta.dirname, '../..');
const MODEL = join(ROOT, 'media/model');
const FILES = 5_000;
const FILE_BYTES = 10_000;
/** Of so many files the other libraries count one. */
const PART = 10;
const SAMPLE_MS = 50;

export interface ContextFigures {
  readonly files: number;
  readonly megabytes: number;
  readonly megabytesPerSecond: number;
  /** The most that the engine's process had, in MB; undefined where the system does not say. */
  readonly peakMegabytes: number | undefined;
  /** The longest that the process that asked was blocked. */
  readonly askerBlockedMs: number;
  /** With duplicates looked for as well. */
  readonly withDuplicatesPerSecond: number;
  /** MB per second on a tenth of the files: ours, with its process started anew, and the other library. */
  readonly o200k: { readonly ours: number; readonly jsTiktoken: number };
  readonly embedded: { readonly ours: number; readonly huggingFace: number };
}

export async function contextBench(folder: string): Promise<ContextFigures> {
  const { all, part, bytes, partBytes } = makeFiles(folder);
  const o200k: TokenizerRef = { kind: 'openai', encoding: 'o200k_base' };
  const embedded: TokenizerRef = { kind: 'folder', folder: MODEL };
  const whole = await counted(all, o200k);
  const texts = globSync(join(part, '**/*.txt')).map((file) => readFileSync(file, 'utf8'));
  const perSecond = (size: number, ms: number) => size / 1e3 / ms;
  const json = async (name: string) => JSON.parse(await readFile(join(MODEL, name), 'utf8'));
  return {
    files: FILES,
    megabytes: bytes / 1e6,
    megabytesPerSecond: perSecond(bytes, whole.ms),
    peakMegabytes: whole.peakMegabytes,
    askerBlockedMs: whole.blockedMs,
    withDuplicatesPerSecond: perSecond(bytes, (await counted(all, o200k, true)).ms),
    o200k: {
      ours: perSecond(partBytes, (await counted(part, o200k)).ms),
      jsTiktoken: perSecond(
        partBytes,
        await timed(async () => {
          const encoding = getEncoding('o200k_base');
          for (const text of texts) encoding.encode(text, [], []);
        }),
      ),
    },
    embedded: {
      ours: perSecond(partBytes, (await counted(part, embedded)).ms),
      huggingFace: perSecond(
        partBytes,
        await timed(async () => {
          const tokenizer = new Tokenizer(await json('tokenizer.json'), await json('tokenizer_config.json'));
          for (const text of texts) tokenizer.encode(text);
        }),
      ),
    },
  };
}

/** A report by the packaged engine, whose process begins with the question. */
async function counted(root: string, tokenizer: TokenizerRef, duplicates = false) {
  const program = join(ROOT, 'dist/engine.js');
  const engine = createEngineClient({ spawn: () => spawnEngine(program, console.error), log: () => {} });
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentBytes(engine.processId));
  }, SAMPLE_MS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const ms = await timed(() => engine.contextReport('bench', { roots: [root], tokenizer, duplicates }));
  delay.disable();
  clearInterval(sampling);
  engine.dispose();
  return { ms, peakMegabytes: peak === 0 ? undefined : peak / 1e6, blockedMs: delay.max / 1e6 };
}

/** What the process and its threads have in memory, where Linux says it. */
function residentBytes(process: number | undefined): number {
  try {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Texts of packages one after the other, cut into files of FILE_BYTES or a little more; every tenth file is a copy. */
function makeFiles(folder: string) {
  rmSync(folder, { recursive: true, force: true });
  const sources = globSync(join(ROOT, 'node_modules/**/*.{js,mjs,cjs,ts,md,json,css}')).toSorted();
  const [all, part] = [join(folder, 'all'), join(folder, 'part')];
  const sizes = { bytes: 0, partBytes: 0 };
  let [file, text] = [0, ''];
  for (const source of sources) {
    if (file === FILES) break;
    const found = statSync(source);
    if (!found.isFile() || found.size > 20 * FILE_BYTES) continue;
    text += readFileSync(source, 'utf8');
    if (text.length < FILE_BYTES) continue;
    sizes.bytes += written(all, file, text);
    if (file % PART === 0) sizes.partBytes += written(part, file, text);
    file++;
    text = '';
  }
  return { all, part, ...sizes };
}

function written(folder: string, file: number, text: string): number {
  const inner = join(folder, String(file % 100));
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(inner, `${file}.txt`), text);
  return Buffer.byteLength(text);
}
