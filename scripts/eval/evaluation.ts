// All measures of one model, and an n-gram model to compare it with. Knows no command line and prints nothing.
import { type Behaviour, type BestHead, bestHeads } from './bestHeads.ts';
import { type KindBits, kindBits } from './bitsPerByte.ts';
import { ngramBits, transformerBits } from './documentBits.ts';
import { type Endings, endings } from './endings.ts';
import { type EvaluatedModel, idsOf } from './evaluatedModel.ts';
import { type Discounts, kneserNey } from './kneserNey.ts';
import { overlapsOf, RUN_TOKENS } from './overlap.ts';
import { type ProbeGroup, rightShare } from './probes.ts';
import { type Samples, samples } from './samples.ts';
import { type Speed, speed } from './speed.ts';
import { type TrainingText, trainingTokens } from './trainingTokens.ts';

const DEPTH = 5;

/** The documents of each kind. */
export type HeldBack = ReadonlyMap<string, readonly string[]>;

/** The results. Measures that were not asked for are left out, and so are samples where there is no word list. */
export interface Evaluation {
  readonly folder: string;
  readonly speed?: Speed;
  readonly bits?: Readonly<Record<string, KindBits>>;
  readonly endings?: Endings;
  /** The share of right answers of each group. */
  readonly probes?: Readonly<Record<string, number>>;
  readonly heads?: Readonly<Record<Behaviour, BestHead>>;
  readonly samples?: Samples;
}

export interface Measures {
  readonly speed: boolean;
  readonly bits: HeldBack | undefined;
  readonly endings: boolean;
  readonly probes: readonly ProbeGroup[] | undefined;
  readonly heads: boolean;
  readonly samples: { readonly count: number; readonly wordFile: string } | undefined;
  /** Called with the name of each measure when it begins. */
  readonly say: (line: string) => void;
}

export async function evaluate(model: EvaluatedModel, measures: Measures): Promise<Evaluation> {
  const ifWanted = async <Wanted, Measured>(
    name: string,
    wanted: Wanted | false | undefined,
    measure: (wanted: Wanted) => Promise<Measured>,
  ) => {
    if (wanted === undefined || wanted === false) return undefined;
    measures.say(`${model.folder}: ${name} …`);
    return await measure(wanted);
  };
  return {
    folder: model.folder,
    speed: await ifWanted('speed', measures.speed, () => speed(model)),
    bits: await ifWanted('bits per byte', measures.bits, (heldBack) =>
      kindsBits(heldBack, model, (ids) => transformerBits(model, ids)),
    ),
    heads: await ifWanted('heads', measures.heads, () => bestHeads(model)),
    probes: await ifWanted('probes', measures.probes, (groups) => probeShares(model, groups)),
    endings: await ifWanted('endings', measures.endings, () => endings(model)),
    samples: await ifWanted('samples', measures.samples, ({ count, wordFile }) => samples(model, count, wordFile)),
  };
}

async function kindsBits(
  heldBack: HeldBack,
  model: EvaluatedModel,
  documentBits: (ids: readonly number[]) => Promise<number>,
): Promise<Record<string, KindBits>> {
  const kinds: Record<string, KindBits> = {};
  for (const [kind, documents] of heldBack)
    kinds[kind] = await kindBits(documents, (text) => idsOf(model, text), documentBits);
  return kinds;
}

async function probeShares(model: EvaluatedModel, groups: readonly ProbeGroup[]): Promise<Record<string, number>> {
  const shares: Record<string, number> = {};
  for (const group of groups) shares[group.name] = await rightShare(model, group);
  return shares;
}

/** The results of a 5-gram model over the same tokens. */
export interface FiveGram {
  readonly trainingTokens: number;
  /** The number of different n-grams for n = 1 … 5. */
  readonly sizes: readonly number[];
  readonly discounts: readonly Discounts[];
  readonly bits: Readonly<Record<string, KindBits>>;
  /** The share of each kind's tokens that are in runs of 13 tokens which the training text has, too. */
  readonly overlap: Readonly<Record<string, number>>;
}

export async function fiveGram(model: EvaluatedModel, training: TrainingText, heldBack: HeldBack): Promise<FiveGram> {
  const vocabulary = model.transformer.shape.vocabSize;
  const encode = (text: string) => idsOf(model, text);
  const text = await trainingTokens(training, { end: model.end, vocabulary, encode });
  const ngrams = kneserNey(text, { vocabulary, boundary: model.end, depth: DEPTH });
  const bits = await kindsBits(heldBack, model, async (ids) => ngramBits(ngrams, ids, model.end, DEPTH));
  const kinds = [...heldBack.keys()];
  const texts = [...heldBack.values()].map((documents) =>
    documents.flatMap((document) => [model.end, ...encode(document)]),
  );
  const shares = overlapsOf([text], texts, RUN_TOKENS);
  const overlap = Object.fromEntries(kinds.map((kind, i) => [kind, shares[i]]));
  return { trainingTokens: text.length, sizes: ngrams.sizes, discounts: ngrams.discounts, bits, overlap };
}
