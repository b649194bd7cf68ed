// What every token costs, however long the text is: multiplications with the model's matrices, part by part, each as a formula
// with the model's own numbers. Pure.
import type { LayerHeads } from '../../../src/contract/layerShapes.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { attentionWidth, type CostShape, productsOfExperts, productsOfToken, productsOfUnembedding } from '../cost.ts';

export interface TokenCost {
  readonly name: string;
  /** undefined where it has many terms. */
  readonly formula: string | undefined;
  readonly multiplications: number;
}

/** Their sum is what one token more costs, beside what it is multiplied with of other tokens. */
export function tokenCosts(model: CostShape): readonly TokenCost[] {
  const { dModel: d, layerHeads, experts, gatedMlp } = model;
  const maps = counted(
    layerHeads.filter(({ heads }) => heads > 0).map((heads) => [mapsFormula(d, heads), d * attentionWidth(heads)]),
  );
  const withExperts = layerHeads.filter((_, layer) => experts?.layers[layer]).length;
  const inners = layerHeads.flatMap((_, layer) =>
    experts?.layers[layer] ? [] : [model.layerInner?.[layer] ?? model.inner],
  );
  const matrices = gatedMlp ? 3 : 2;
  const mlps = counted(
    inners.filter((inner) => inner > 0).map((inner) => [`${matrices}·${d}·${inner}`, matrices * d * inner]),
  );
  const ofExperts: readonly TokenCost[] = experts && withExperts ? [expertsCost(d, experts, withExperts)] : [];
  const known: readonly TokenCost[] = [
    ...maps.map((one) => ({ ...one, name: t('maps of attention') })),
    ...mlps.map((one) => ({ ...one, name: gatedMlp ? t('feed-forward with a gate') : t('feed-forward') })),
    ...ofExperts,
  ];
  const rest = productsOfToken(model) - known.reduce((sum, { multiplications }) => sum + multiplications, 0);
  return [...known, ...(rest > 0 ? [{ name: t('other maps'), formula: undefined, multiplications: rest }] : [])];
}

/** Only of tokens behind which something is predicted. undefined for a model that predicts nothing. */
export function unembeddingCost(model: CostShape): TokenCost | undefined {
  const multiplications = productsOfUnembedding(model);
  if (multiplications === 0) return undefined;
  const table = model.embeddingWidth * model.vocabSize;
  const formula = multiplications === table ? `${model.embeddingWidth}·${model.vocabSize}` : undefined;
  return { name: t('unembedding of the last token'), formula, multiplications };
}

/** Queries and what all heads found; keys and values, which groups of heads may share; a gate, where there is one. */
function mapsFormula(
  d: number,
  { heads, keyValueHeads, dHead, dValue, keysOf, keysAsValues, gated }: LayerHeads,
): string {
  const made = keysAsValues ? `${dHead}` : `(${dHead} + ${dValue})`;
  const terms = [
    `${heads}·(${dHead} + ${dValue})`,
    ...(keysOf === undefined ? [`${keyValueHeads}·${made}`] : []),
    ...(gated ? [`${heads}·${dValue}`] : []),
  ];
  return `${d}·(${terms.join(' + ')})`;
}

function expertsCost(d: number, experts: NonNullable<CostShape['experts']>, layers: number): TokenCost {
  const { chosen, inner, sharedInner } = experts;
  const each = productsOfExperts(d, experts);
  const shared = sharedInner > 0 ? ` + 3·${sharedInner}` : '';
  const gate = each / d - experts.experts - 3 * chosen * inner - 3 * sharedInner > 0 ? ' + 1' : '';
  const formula = `${layers}·${d}·(${experts.experts} + ${chosen}·3·${inner}${shared}${gate})`;
  const name = t('router and {0} of {1} experts', formatNumber(chosen), formatNumber(experts.experts));
  return { name, formula, multiplications: layers * each };
}

/** Layers of the same formula as one. */
function counted(layers: readonly (readonly [formula: string, multiplications: number])[]) {
  const counts = new Map<string, { count: number; each: number }>();
  for (const [formula, each] of layers) counts.set(formula, { count: (counts.get(formula)?.count ?? 0) + 1, each });
  return [...counts].map(([formula, { count, each }]) => ({
    formula: count > 1 ? `${count}·${formula}` : formula,
    multiplications: count * each,
  }));
}
