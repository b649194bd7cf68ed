// What a comparison comes to: differences, sums, where streams part, and in words; and the tracks that show it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlignedPiece, ComparedPredictions, Comparison } from '../../../src/contract/compared.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { columnAt, GUTTER, scrollTo, tracksLayout } from '../../../webview/charts/tracksLayout.ts';
import {
  differencesOf,
  firstParting,
  lowestOf,
  mostDivergent,
  partingOf,
  pieceAt,
  sharesOf,
  sumOf,
} from '../../../webview/lab/compare/differences.ts';
import { mostDifferent } from '../../../webview/lab/compare/headsView.ts';
import { type Known, nothingKnown, withMore } from '../../../webview/lab/compare/known.ts';
import {
  type Compare,
  partingInWords,
  pieceInWords,
  shapesInWords,
  surpriseInWords,
} from '../../../webview/lab/compare/words.ts';

const token = (text: string) => ({ text, bytes: [...new TextEncoder().encode(text)] }) as unknown as Token;
const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
const piece = (ours: Span<TokenIndex>, theirs: Span<TokenIndex>, isSame = true): AlignedPiece => ({
  ours,
  theirs,
  isSame,
});

/** 'a', 'bc' and 'd' beside 'a', 'b', 'c' and 'x'. */
const TOKENS = [token('a'), token('bc'), token('d')];
const PIECES = [piece(span(0, 1), span(0, 1)), piece(span(1, 2), span(1, 3)), piece(span(2, 3), span(3, 4), false)];
const SHAPE = { name: 'm', layers: 2, heads: 2, dModel: 4 };
const OF: Comparison = {
  tokens: [token('a'), token('b'), token('c'), token('x')],
  pieces: PIECES,
  alignedBy: 'text',
  sameVocabulary: false,
  sameModel: false,
  predicts: 'next',
  ours: SHAPE,
  theirs: SHAPE,
};

function known(ours: readonly number[], theirs: readonly number[], divergences: readonly number[] = []): Known {
  const next = ours.map(() => undefined);
  const numbers = (some: readonly number[]) => Float32Array.from(ours, (_, i) => some[i] ?? Number.NaN);
  const all: ComparedPredictions = {
    start: 0,
    ourBits: numbers(ours),
    theirBits: numbers(theirs),
    divergences: numbers(divergences),
    losses: numbers(divergences),
    ourNext: next,
    theirNext: next,
  };
  return withMore(nothingKnown(ours.length), all);
}
const KNOWN = known([Number.NaN, 4, 2], [Number.NaN, 1, 8], [0, 0.5, 0.25]);
const COMPARE: Compare = { of: OF, tokens: TOKENS, known: KNOWN, streams: undefined };

test('predictions come part by part, and the rest is not known', () => {
  const part = { start: 1, ourBits: Float32Array.of(2), theirBits: Float32Array.of(3) };
  const more = withMore(nothingKnown(3), {
    ...part,
    divergences: Float32Array.of(0.5),
    losses: Float32Array.of(0.5),
    ourNext: [undefined],
    theirNext: [undefined],
  });
  assert.equal(more.done, 2);
  assert.deepEqual([...more.ourBits], [Number.NaN, 2, Number.NaN]);
});

test('a tint is the difference as a share of the strongest one, and none where there is no number', () => {
  assert.deepEqual([...differencesOf(KNOWN)], [Number.NaN, -3, 6]);
  assert.deepEqual([...sharesOf(differencesOf(KNOWN))], [0, -0.5, 1]);
  assert.deepEqual([...sharesOf(Float64Array.of(0.25, -0.5))], [0.25, -0.5]); // weak differences stay weak
});

test('the sum is of what both write the same and predict, with its bytes', () => {
  assert.deepEqual(sumOf(PIECES, TOKENS, KNOWN), { pieces: 1, ours: 4, theirs: 1, bytes: 2 });
});

test('streams part in the first row below the limit; other tokens and missing numbers do not count', () => {
  const streams = { rows: 3, columns: 3, values: Float32Array.of(1, 1, 0.2, 1, 0.95, 0.3, 0.8, 0.85, Number.NaN) };
  assert.deepEqual(partingOf(streams), [2, 2, 0]);
  assert.deepEqual(firstParting(PIECES, partingOf(streams)), { piece: 0, row: 2 });
  assert.equal(lowestOf(streams), Math.fround(0.2));
  assert.equal(firstParting(PIECES, [undefined, undefined, 0]), undefined);
});

test('the piece of a token, and the one behind which predictions differ most', () => {
  assert.deepEqual([pieceAt(PIECES, 1), pieceAt(PIECES, 9)], [1, -1]);
  assert.equal(mostDivergent(KNOWN), 1);
  assert.equal(mostDivergent(known([1], [1])), undefined);
});

test('in words: less or more surprising, in bits and bits per byte', () => {
  assert.equal(
    surpriseInWords(COMPARE, 'run'),
    'B finds this text 3.00 bits less surprising than A: A 2.00, B 0.50 bits per byte.',
  );
  assert.match(surpriseInWords(COMPARE, 'text'), /^Together, the 1 tokens .* are 3\.00 bits less surprising in B\.$/);
  const none = { ...COMPARE, known: known([Number.NaN, 1, 1], [Number.NaN, Number.NaN, 1]) };
  assert.match(surpriseInWords(none, 'text'), /no token that both sides have and predict/);
});

test('in words: where the streams part, or that they do not', () => {
  const said = (...values: readonly number[]) =>
    partingInWords({ ...COMPARE, streams: { rows: 3, columns: 3, values: Float32Array.from(values) } });
  assert.match(said(1, 1, 0.2, 1, 0.5, 0.3, 0.8, 0.4, 0.1), /from layer 1 on, at “bc”/);
  assert.match(said(1, 1, 0.2, 1, 1, 0.3, 0.8, 0.95, 0.1), /only behind the last layer, at “a”/);
  assert.match(said(1, 1, 0.2, 1, 0.92, 0.3, 1, 0.95, 0.1), /stay together/);
  assert.match(said(1, 1, 1, 1, 1, 1, 1, 1, 1), /the same everywhere/);
  assert.equal(partingInWords(COMPARE), '');
});

test('in words: a piece of both, of one, and one that is another', () => {
  assert.equal(pieceInWords(COMPARE, 1), '“bc”: A 4.00, B 1.00 bits (−3.00)');
  assert.equal(pieceInWords(COMPARE, 2), '“d” | “x”: A 2.00, B 8.00 bits (+6.00)');
  assert.equal(pieceInWords(COMPARE, 0), '“a”: A –, B – bits');
  const pieces = [piece(span(0, 0), span(0, 1), false), piece(span(0, 1), span(1, 1), false), PIECES[2]];
  const apart = { ...COMPARE, of: { ...OF, pieces } };
  assert.equal(pieceInWords(apart, 0), '“a”: only in B, – bits');
  assert.equal(pieceInWords(apart, 1), '“a”: only in A, 4.00 bits');
});

test('it is said why shapes cannot be compared, and what two models of one shape need', () => {
  const { streams, heads, caution } = shapesInWords({ ...OF, theirs: { ...SHAPE, dModel: 8 } });
  assert.match(streams ?? '', /A has 2 layers of width 4, B has 2 of width 8/);
  assert.equal(heads, undefined);
  assert.match(caution ?? '', /trained apart/);
  assert.equal(shapesInWords({ ...OF, sameModel: true }).caution, undefined);
  const deeper = shapesInWords({ ...OF, theirs: { ...SHAPE, layers: 3 } });
  assert.ok(deeper.streams && deeper.heads && deeper.caution === undefined);
});

test('the heads that differ most, without those that do not and layers that are to come', () => {
  const byLayer = [Float32Array.of(0.5, 0), undefined, Float32Array.of(0.25, 0.75)];
  assert.deepEqual(
    mostDifferent({ layers: 3, heads: 2, byLayer }, 2).map(({ layer, head }) => [layer, head]),
    [
      [2, 1],
      [0, 0],
    ],
  );
});

test('tracks: as wide as there is room, never narrower than can be hit, names only where they fit', () => {
  const few = tracksLayout({ columns: 10, rows: 9, hasBars: true, room: 900 });
  const many = tracksLayout({ columns: 1000, rows: 9, hasBars: true, room: 900 });
  assert.ok(few.column > many.column && few.width <= 900 - GUTTER && many.width > 900);
  assert.deepEqual([few.names !== undefined, many.names], [true, undefined]);
  for (const { lines, differences, bars, grid } of [few, many]) {
    const tracks = [lines, differences, bars, grid].map((track) => track ?? assert.fail('no track'));
    for (const [i, { top }] of tracks.entries()) if (i > 0) assert.ok(top >= tracks[i - 1].top + tracks[i - 1].height);
  }
  const plain = tracksLayout({ columns: 10, rows: 0, hasBars: false, room: 900 });
  assert.deepEqual([plain.bars, plain.grid], [undefined, undefined]);
  assert.ok(plain.height < few.height);
});

test('tracks: the column at a place, scrolled or not, and none beside them', () => {
  const layout = tracksLayout({ columns: 100, rows: 0, hasBars: false, room: 300 });
  const at = (x: number, scrolled = 0) => columnAt(layout, x, scrolled);
  assert.deepEqual([at(GUTTER), at(GUTTER + layout.column), at(GUTTER - 1)], [0, 1, undefined]);
  assert.equal(at(GUTTER, 10 * layout.column), 10);
  assert.equal(at(GUTTER + layout.width), undefined);
});

test('tracks: what is out of sight is scrolled to, what is in sight stays', () => {
  const layout = tracksLayout({ columns: 100, rows: 0, hasBars: false, room: 300 });
  const to = (column: number, scrolled: number) => scrollTo(layout, column, { scrolled, room: 300 });
  assert.equal(to(5, 0), 0);
  const right = to(90, 0);
  const seen = columnAt(layout, 299, right) ?? assert.fail('beside all columns');
  assert.ok(seen >= 90 && seen < 94);
  assert.equal(to(89, right), right);
  assert.equal(to(0, right), 0);
});
