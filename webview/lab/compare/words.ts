// What a comparison comes to, in sentences. Knows numbers and tokens. Pure.
import type { Compared, Comparison } from '../../../src/contract/compared.ts';
import type { Matrix } from '../../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths, signed } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { firstParting, lowestOf, mostDivergent, PARTED_BELOW, partingOf, sumOf } from './differences.ts';
import type { Known } from './known.ts';

/** In bits; less is as good as nothing. */
const WORTH_SAYING = 0.05;
/** Characters of a token in a sentence. */
const LONGEST = 20;

export interface Compare {
  readonly of: Comparison;
  readonly tokens: readonly Token[];
  readonly known: Known;
  /** undefined where they are not known, or cannot be compared. */
  readonly streams: Matrix | undefined;
}

/** Tokens of a piece as one, for labels; undefined where there are none. */
export function joined(tokens: readonly Token[], { start, end }: Span<TokenIndex>): Token | undefined {
  if (end - start <= 1) return tokens[start < end ? start : -1];
  const some = tokens.slice(start, end);
  const bytes = some.flatMap((token) => token.bytes);
  return { ...some[0], bytes, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes)) };
}

/** The tokens that a piece is named by: ours, or where there are none theirs. */
export function nameOfPiece({ of, tokens }: Pick<Compare, 'of' | 'tokens'>, piece: number): Token {
  const { ours, theirs } = of.pieces[piece];
  return (joined(tokens, ours) ?? joined(of.tokens, theirs)) as Token;
}

/** By how much one side finds the text less surprising. */
export function surpriseInWords({ of, tokens, known }: Compare, kind: Compared['kind']): string {
  const { pieces, ours, theirs, bytes } = sumOf(of.pieces, tokens, known);
  if (pieces === 0) return t('There is no token that both sides have and predict.');
  const difference = theirs - ours;
  const count = formatNumber(pieces);
  const bits = hundredths(Math.abs(difference));
  if (kind === 'run') {
    const rates = t('A {0}, B {1} bits per byte', hundredths(ours / bytes), hundredths(theirs / bytes));
    if (Math.abs(difference) < WORTH_SAYING) return t('Both models find this text as surprising: {0}.', rates);
    return difference < 0
      ? t('B finds this text {0} bits less surprising than A: {1}.', bits, rates)
      : t('B finds this text {0} bits more surprising than A: {1}.', bits, rates);
  }
  if (Math.abs(difference) < WORTH_SAYING)
    return t('The {0} tokens that A and B have in common are as surprising in both.', count);
  return difference < 0
    ? t('Together, the {0} tokens that A and B have in common are {1} bits less surprising in B.', count, bits)
    : t('Together, the {0} tokens that A and B have in common are {1} bits more surprising in B.', count, bits);
}

/** Where the streams part first. */
export function partingInWords(compare: Compare): string {
  const { streams, of } = compare;
  if (!streams) return '';
  const lowest = lowestOf(streams);
  if (lowest === 1) return t('The residual streams are the same everywhere.');
  if (!of.pieces.some(({ isSame }) => isSame)) return '';
  const first = firstParting(of.pieces, partingOf(streams));
  if (!first)
    return t(
      'The residual streams of the same tokens stay together: no cosine is below {0}.',
      hundredths(PARTED_BELOW),
    );
  const name = quotedToken(nameOfPiece(compare, first.piece), LONGEST);
  return first.row === streams.rows - 1
    ? t('The residual streams part (cosine below {0}) only behind the last layer, at {1}.', PARTED_BELOW, name)
    : t('The residual streams part (cosine below {0}) from layer {1} on, at {2}.', PARTED_BELOW, first.row, name);
}

/** Where the predictions differ most. */
export function divergenceInWords(compare: Compare): string {
  const { known } = compare;
  const most = mostDivergent(known);
  if (most === undefined) return '';
  const [a, b] = [known.ourNext[most], known.theirNext[most]];
  const behind = quotedToken(nameOfPiece(compare, most), LONGEST);
  const bits = hundredths(known.divergences[most]);
  if (!a || !b || a.id === b.id)
    return t('What comes next differs most behind {0}: {1} bits of divergence.', behind, bits);
  return t(
    'What comes next differs most behind {0}, by {1} bits of divergence: A expects {2}, B {3}.',
    behind,
    bits,
    quotedToken(a, LONGEST),
    quotedToken(b, LONGEST),
  );
}

/** “·Paris”: A 3.20, B 8.10 bits (+4.90) */
export function pieceInWords(compare: Compare, piece: number): string {
  const { known, of, tokens } = compare;
  const { ours, theirs, isSame } = of.pieces[piece];
  const [a, b] = [joined(tokens, ours), joined(of.tokens, theirs)];
  const bits = (value: number) => (Number.isNaN(value) ? '–' : hundredths(value));
  const [x, y] = [known.ourBits[piece], known.theirBits[piece]];
  const isAsked = of.predicts === 'next';
  const name =
    isSame || !a || !b
      ? quotedToken(nameOfPiece(compare, piece), LONGEST)
      : `${quotedToken(a, LONGEST)} | ${quotedToken(b, LONGEST)}`;
  if (!isAsked) return onlyIn(name, a, b);
  if (!b) return t('{0}: only in A, {1} bits', name, bits(x));
  if (!a) return t('{0}: only in B, {1} bits', name, bits(y));
  const numbers = t('{0}: A {1}, B {2} bits', name, bits(x), bits(y));
  return Number.isNaN(y - x) ? numbers : `${numbers} (${signed(y - x)})`;
}

/** The name of a piece that nothing is predicted of, and which side has it, where it is one only. */
function onlyIn(name: string, a: Token | undefined, b: Token | undefined): string {
  if (!b) return t('{0}: only in A', name);
  return a ? name : t('{0}: only in B', name);
}

/** Why streams or heads cannot be compared, and what else there is to know about the two models; undefined for one model. */
export function shapesInWords({ ours, theirs, sameModel }: Comparison): {
  readonly streams: string | undefined;
  readonly heads: string | undefined;
  readonly caution: string | undefined;
} {
  const streams = ours.layers === theirs.layers && ours.dModel === theirs.dModel;
  const heads = ours.layers === theirs.layers && ours.heads === theirs.heads;
  return {
    streams: streams
      ? undefined
      : t(
          'The residual streams cannot be compared: A has {0} layers of width {1}, B has {2} of width {3}.',
          formatNumber(ours.layers),
          formatNumber(ours.dModel),
          formatNumber(theirs.layers),
          formatNumber(theirs.dModel),
        ),
    heads: heads
      ? undefined
      : t(
          'Heads cannot be compared: A has {0} layers of {1} heads, B has {2} of {3}.',
          formatNumber(ours.layers),
          formatNumber(ours.heads),
          formatNumber(theirs.layers),
          formatNumber(theirs.heads),
        ),
    caution:
      sameModel || !(streams || heads)
        ? undefined
        : t(
            'Layers and heads are compared by their numbers. That says something where one of the models was trained further from the other: models that were trained apart have axes and heads of their own, and a cosine near 0 is then no finding.',
          ),
  };
}
