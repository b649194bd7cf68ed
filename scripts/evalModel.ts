// npm run eval-model -- DIR: how good a checkpoint is, measured with the product's own Transformer.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isFailure } from '../src/contract/failure.ts';
import { readKinds, sampleOf } from './eval/documents.ts';
import { type EvaluatedModel, openEvaluatedModel } from './eval/evaluatedModel.ts';
import { evaluate, type FiveGram, fiveGram, type HeldBack, type Measures } from './eval/evaluation.ts';
import { parseProbes } from './eval/probes.ts';
import { type Report, ratiosOf, textReport } from './eval/report.ts';
import type { TrainingText } from './eval/trainingTokens.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MEASURES = ['bits', 'endings', 'probes', 'heads', 'speed'] as const;
const USAGE = `usage: npm run eval-model -- DIR [options]     (DIR as on the Hugging Face hub; default: the embedded model)
  --only A,B         of ${MEASURES.join(', ')}
  --text DIR         held-back text, KIND.txt each, documents separated by a line <|endoftext|> (default: training/held-back)
  --bytes N          of each kind at most (default 60000)
  --compare DIR      a second model, and ratios to it
  --ngrams DIR       a 5-gram model of the training text DIR/KIND.txt over the same tokens, and ratios to it
  --ngram-ids DIR    the same from DIR/train.KIND.bin, ids that training made with this model's tokenizer
  --samples N        samples searched for the words of a list
  --words FILE       the list, a word or phrase a line (default: training/words.txt)
  --json             everything as one JSON object`;
const BYTES = '60000';

type Options = ReturnType<typeof readArguments>;
const options = readArguments();
try {
  const report = await makeReport(options);
  console.log(options.json ? JSON.stringify({ ...report, ratios: ratiosOf(report) }) : textReport(report));
} catch (thrown) {
  const { code, ...details } = thrown as { code?: string };
  if (!isFailure(thrown)) throw thrown;
  console.error(`could not evaluate: ${code} ${JSON.stringify(details)}`);
  process.exitCode = 1;
}

async function makeReport({ folder, compare, training, measures }: Options): Promise<Report> {
  const wanted = await measuresOf(measures);
  const model = await openEvaluatedModel(folder);
  const own = await evaluate(model, wanted);
  if (wanted.samples && !own.samples) say(`${wanted.samples.wordFile} is missing: no samples were searched`);
  const counted = await fiveGramOf(model, training, wanted.bits);
  await model.transformer.release();
  if (compare === undefined) return { model: own, fiveGram: counted };
  const other = await openEvaluatedModel(compare);
  const compared = await evaluate(other, wanted);
  await other.transformer.release();
  return { model: own, compared, fiveGram: counted };
}

async function fiveGramOf(
  model: EvaluatedModel,
  training: TrainingText | undefined,
  heldBack: HeldBack | undefined,
): Promise<FiveGram | undefined> {
  if (!training || !heldBack) return undefined;
  say('5-gram model …');
  const start = performance.now();
  const counted = await fiveGram(model, training, heldBack);
  const megabytes = (process.resourceUsage().maxRSS / 1000).toFixed(0);
  say(`5-gram model: ${((performance.now() - start) / 1000).toFixed(0)} s, at most ${megabytes} MB`);
  return counted;
}

async function measuresOf({ only, text, bytes, samples, words }: Options['measures']): Promise<Measures> {
  const wants = (name: (typeof MEASURES)[number]) => only.includes(name);
  const heldBack = async () =>
    new Map([...(await readKinds(text))].map(([kind, documents]) => [kind, sampleOf(documents, bytes)]));
  return {
    speed: wants('speed'),
    bits: wants('bits') ? await heldBack() : undefined,
    endings: wants('endings'),
    probes: wants('probes')
      ? parseProbes(await readFile(join(import.meta.dirname, 'eval/probes.json'), 'utf8'))
      : undefined,
    heads: wants('heads'),
    samples: samples > 0 ? { count: samples, wordFile: words } : undefined,
    say,
  };
}

/** The options, or the end of the process with a message where they are wrong. */
function readArguments() {
  try {
    const string = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        only: string,
        text: string,
        bytes: string,
        compare: string,
        ngrams: string,
        'ngram-ids': string,
        samples: string,
        words: string,
        json: { type: 'boolean' },
      },
    });
    if (positionals.length > 1) throw new Error(`one folder at a time, not ${positionals.join(' and ')}`);
    const only = values.only?.split(',') ?? [...MEASURES];
    const unknown = only.find((name) => !MEASURES.some((measure) => measure === name));
    if (unknown !== undefined) throw new Error(`there is no measure ${unknown}`);
    return {
      folder: resolve(positionals[0] ?? join(ROOT, 'media/model')),
      compare: values.compare === undefined ? undefined : resolve(values.compare),
      training: trainingOf(values.ngrams, values['ngram-ids']),
      measures: {
        only,
        text: resolve(values.text ?? join(ROOT, 'training/held-back')),
        bytes: number('--bytes', values.bytes ?? BYTES),
        samples: number('--samples', values.samples ?? '0'),
        words: resolve(values.words ?? join(ROOT, 'training/words.txt')),
      },
      json: values.json ?? false,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function trainingOf(text: string | undefined, ids: string | undefined): TrainingText | undefined {
  if (ids !== undefined) return { as: 'ids', folder: resolve(ids) };
  return text === undefined ? undefined : { as: 'text', folder: resolve(text) };
}

function number(name: string, value: string): number {
  const parsedValue = Number(value);
  if (value.trim() === '' || !Number.isSafeInteger(parsedValue) || parsedValue < 0)
    throw new Error(`${name} needs a whole number from 0 on, not ${JSON.stringify(value)}`);
  return parsedValue;
}

function say(line: string): void {
  console.error(line);
}
