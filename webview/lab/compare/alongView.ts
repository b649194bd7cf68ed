// Draws a comparison along the text: both texts, and below them the tracks of what was measured, with what is pointed at in
// words. Knows one comparison.
import { css, html, nothing, type TemplateResult } from 'lit';
import '../../charts/legend.ts';
import '../../charts/tracks.ts';
import type { TrackPlace, TrackValues } from '../../charts/tracksLayout.ts';
import { t } from '../../text/l10n.ts';
import { hundredths, percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import './alignedText.ts';
import { differencesOf, lowestOf, PARTED_BELOW, partingOf, strongestOf } from './differences.ts';
import { type Compare, nameOfPiece, pieceInWords, shapesInWords } from './words.ts';

export interface Along {
  readonly compare: Compare;
  readonly names: { readonly ours: string; readonly theirs: string };
  /** What tints the text. [pieces] */
  readonly shares: Float64Array;
  readonly selected: number | undefined;
  readonly pointed: TrackPlace | undefined;
}

export interface AlongActions {
  readonly select: (piece: number) => void;
  readonly point: (place: TrackPlace | undefined) => void;
}

export function alongView({ compare, names, shares, selected, pointed }: Along, actions: AlongActions): TemplateResult {
  const { of, tokens, streams } = compare;
  const shown = pointed ?? (selected === undefined ? undefined : { column: selected, row: undefined });
  const lowest = streams ? Math.min(lowestOf(streams), PARTED_BELOW) : undefined;
  return html`<p class="key"><span class="side"><span class="letter">A</span> ${names.ours}</span><span class="side"><span class="letter theirs">B</span> ${names.theirs}</span></p>
    <div class="text"><ts-aligned-text .pieces=${of.pieces} .ours=${tokens} .theirs=${of.tokens} .shares=${shares} .selected=${selected} .pointed=${pointed?.column} .nameOf=${namesOf(compare)}
      @piece-select=${({ detail }: CustomEvent<number>) => actions.select(detail)}
      @piece-point=${({ detail }: CustomEvent<number | null>) => actions.point(detail === null ? undefined : { column: detail, row: undefined })}></ts-aligned-text></div>
    <p class="hint legend">${tintInWords(compare)} ${of.alignedBy === 'text' ? t('The vocabularies are not the same: tokens are aligned where both end at the same place of the text, and their surprise is added up.') : ''}</p>
    <p class="reading" role="status">${shown ? inWords(compare, shown) : ''}</p>
    <ts-tracks .values=${trackValues(compare, lowest)} .chosen=${selected} .pointed=${pointed}
      label=${of.predicts === 'next' ? t('Along the text: surprise in A and B, and where it can be compared the divergence of what comes next and the cosine of the residual streams by layer. The arrow keys lead from token to token and through the layers, Enter selects.') : t('Along the text: the cosine of the residual streams by layer. The arrow keys lead from token to token and through the layers, Enter selects.')}
      @track-point=${({ detail }: CustomEvent<TrackPlace | null>) => actions.point(detail ?? undefined)}
      @track-choose=${({ detail }: CustomEvent<number>) => actions.select(detail)}></ts-tracks>
    ${lowest === undefined ? nothing : html`<div class="scale"><ts-legend from="1" to=${hundredths(lowest)} name=${t('cosine')}></ts-legend><span class="hint"><span class="line" aria-hidden="true"></span> ${t('from here on below {0}', PARTED_BELOW)}</span></div>`}`;
}

function tintInWords({ of, known }: Compare): string {
  return of.predicts === 'next'
    ? t(
        'Tint: how much more surprising a token is to B, {0} bits at most; with the line above it, less.',
        hundredths(strongestOf(differencesOf(known))),
      )
    : t('Tint: how far apart the streams of a token are behind the last layer, 1 less their cosine.');
}

/** One function for each state of what is known: the text is drawn anew for another one. */
const named = new WeakMap<Compare['known'], (piece: number) => string>();
function namesOf(compare: Compare): (piece: number) => string {
  const known = named.get(compare.known);
  if (known) return known;
  const nameOf = (piece: number) => pieceInWords(compare, piece);
  named.set(compare.known, nameOf);
  return nameOf;
}

function trackValues(compare: Compare, lowest: number | undefined): TrackValues {
  const { of, known, streams } = compare;
  // The square root shows where small differences begin; the legend has the same scale.
  const level = (cosine: number) => Math.sqrt(Math.min(1, Math.max(0, 1 - cosine) / (1 - (lowest ?? PARTED_BELOW))));
  return {
    series: of.predicts === 'next' ? { first: known.ourBits, second: known.theirBits } : undefined,
    bars: of.sameVocabulary && of.predicts === 'next' ? known.divergences : undefined,
    grid: gridOf(compare, level),
    marks: streams ? partingOf(streams) : [],
    names: of.pieces.map((_, piece) => shortText(nameOfPiece(compare, piece), 11)),
    titles: {
      lines: t('surprise in bits: ○ A, ● B'),
      differences: t('surprise of B less that of A, bits'),
      bars: t('divergence of what comes next, bits'),
      grid: t('cosine of the residual streams, before each layer'),
    },
  };
}

/** Empty while it is on its way, so that nothing below is moved when it comes; undefined where there will be none. */
function gridOf({ of, streams }: Compare, level: (cosine: number) => number): TrackValues['grid'] {
  if (streams) return { rows: streams.rows, levels: Float32Array.from(streams.values, level) };
  if (shapesInWords(of).streams) return undefined;
  const rows = of.ours.layers + 1;
  return { rows, levels: new Float32Array(rows * of.pieces.length).fill(Number.NaN) };
}

/** What stands in the column, and in the row of the layer that is pointed at. */
function inWords(compare: Compare, { column, row }: TrackPlace): string {
  const { known, streams } = compare;
  const words = [pieceInWords(compare, column)];
  if (row !== undefined && streams) {
    const cosine = streams.values[row * streams.columns + column];
    const where = row === streams.rows - 1 ? t('behind the last layer') : t('before layer {0}', row);
    if (!Number.isNaN(cosine)) words.push(t('cosine {0}: {1}', where, hundredths(cosine)));
  }
  const [a, b] = [known.ourNext[column], known.theirNext[column]];
  const named = (one: NonNullable<typeof a>) => `${quotedToken(one, 14)} ${percent(one.probability)}`;
  if (a && b) words.push(t('next: A {0}, B {1}', named(a), named(b)));
  return words.join(' · ');
}

export const alongStyles = css`
  .key { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 0 4px; font-size: 12px; }
  .key .side { overflow-wrap: anywhere; }
  .legend { margin: 4px 0 6px; }
  .reading { margin: 0 0 2px; min-height: 2.9em; font-size: 12px; line-height: 1.45; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
  .scale { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; margin: 4px 0 8px 44px; }
  .scale .hint { font-size: 11px; margin: 0; display: inline-flex; gap: 6px; align-items: center; }
  .scale .line { width: 22px; height: 0; border-top: 2px solid var(--vscode-foreground); }
`;
