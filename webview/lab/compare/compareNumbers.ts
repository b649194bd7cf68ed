// A comparison as tables: what both sides read and how surprised they were, where their streams part, and how differently
// heads attend. Pure.
import type { Comparison } from '../../../src/contract/compared.ts';
import type { Matrix } from '../../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { NumberCell, NumberTable } from '../../text/numberTable.ts';
import type { ShownToken } from '../../text/visibleText.ts';
import type { Layers } from './comparing.ts';
import type { Compare } from './words.ts';

/** All that is known of a comparison. */
export interface KnownComparison extends Compare {
  readonly heads: Layers;
}

/** Without what is not known. */
export function compareTables(compare: KnownComparison): readonly NumberTable[] {
  const { streams, heads } = compare;
  return [
    pieceTable(compare),
    ...(streams ? [streamTable(compare.of, streams)] : []),
    ...(heads.some((one) => one !== undefined) ? [headTable(heads)] : []),
  ];
}

function pieceTable({ of, tokens, known }: Compare): NumberTable {
  const isAsked = of.predicts === 'next';
  return {
    id: 'compare',
    title: t('Compared tokens'),
    columns: [
      { key: 'piece', name: t('piece') },
      { key: 'a', name: 'A' },
      { key: 'b', name: 'B' },
      { key: 'same', name: t('same') },
      ...(isAsked ? predictedColumns() : []),
    ],
    rows: of.pieces.map(({ ours, theirs, isSame }, i) => [
      i,
      written(tokens, ours),
      written(of.tokens, theirs),
      isSame,
      ...(isAsked ? predictedCells(known, i) : []),
    ]),
  };
}

/** Where both sides go on with a text. */
function predictedColumns(): NumberTable['columns'] {
  const [bits, unit] = [t('bits'), t('0 to 1')];
  return [
    { key: 'surpriseA', name: t('surprise, A'), unit: bits },
    { key: 'surpriseB', name: t('surprise, B'), unit: bits },
    { key: 'divergence', name: t('divergence'), unit: bits },
    { key: 'nextA', name: t('most probable next, A') },
    { key: 'probabilityA', name: t('its probability, A'), unit },
    { key: 'nextB', name: t('most probable next, B') },
    { key: 'probabilityB', name: t('its probability, B'), unit },
  ];
}

function predictedCells(known: Compare['known'], piece: number): readonly NumberCell[] {
  const [a, b] = [known.ourNext[piece], known.theirNext[piece]];
  return [
    there(known.ourBits[piece]),
    there(known.theirBits[piece]),
    there(known.divergences[piece]),
    a,
    a?.probability,
    b,
    b?.probability,
  ];
}

function streamTable({ pieces }: Comparison, { columns, values }: Matrix): NumberTable {
  return {
    id: 'compare-streams',
    title: t('Cosines of the streams'),
    columns: [
      { key: 'layer', name: t('before layer') },
      ...pieces.map((_, i) => ({ key: String(i), name: t('piece {0}', i) })),
    ],
    rows: Array.from({ length: values.length / columns }, (_, layer) => [
      layer,
      ...Array.from(values.subarray(layer * columns, (layer + 1) * columns), there),
    ]),
  };
}

function headTable(layers: Layers): NumberTable {
  return {
    id: 'compare-heads',
    title: t('Heads that attend most differently'),
    columns: [
      { key: 'layer', name: t('layer') },
      { key: 'head', name: t('head') },
      { key: 'distance', name: t('total variation distance'), unit: t('0 to 1') },
    ],
    rows: layers.flatMap((distances, layer) =>
      Array.from(distances ?? [], (distance, head): readonly NumberCell[] => [layer, head, there(distance)]),
    ),
  };
}

/** The tokens of a side together; undefined where it has none. */
function written(tokens: readonly Token[], { start, end }: Span<TokenIndex>): ShownToken | undefined {
  if (start === end) return undefined;
  const bytes = tokens.slice(start, end).flatMap((token) => [...token.bytes]);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)), bytes };
  } catch {
    return { text: undefined, bytes }; // a part of a character
  }
}

/** NaN is what cannot be known. */
function there(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
