// What a step of the drawing is, in words: attention with its heads, an MLP with its width, experts, a state. Pure.
import type { DrawnBlock, DrawnStep } from '../../src/contract/modelFile.ts';
import { formatNumber, t } from '../text/l10n.ts';

/** [0, 1, 2, 5] → '0–2, 5' */
export function rangesText(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}

export function stepTitle({ kind, name, layers }: DrawnStep): string {
  if (kind === 'embed') return t('The way in');
  if (kind === 'unembed') return t('The way out');
  if (kind === 'group') return layers.length > 0 ? `${name}.${rangesText(layers)}` : name || t('others');
  return layers.length === 1 ? t('Block {0}', layers[0]) : t('Blocks {0}', rangesText(layers));
}

/** What mixes tokens, and what each token goes through by itself. */
export function blockWords(block: DrawnBlock): readonly string[] {
  return [...mixing(block), ...byItself(block)];
}

function mixing({ heads, window, positions, convolution, state }: DrawnBlock): readonly string[] {
  const words: string[] = [];
  if (heads) {
    const { heads: count, keyValueHeads, dHead } = heads;
    const shared = keyValueHeads === count ? '' : t(', {0} of keys and values', formatNumber(keyValueHeads));
    words.push(t('attention: {0} heads of {1}{2}', formatNumber(count), formatNumber(dHead), shared));
    if (window !== undefined) words.push(t('sees the last {0} tokens', formatNumber(window)));
    if (positions === 'rotary') words.push(t('rotary positions'));
    if (positions === 'alibi') words.push(t('ALiBi'));
  }
  if (state)
    words.push(
      t(
        'state: {0} heads of {1} × {2}',
        formatNumber(state.heads),
        formatNumber(state.dState),
        formatNumber(state.dValue),
      ),
    );
  if (convolution) words.push(t('short convolution over {0} tokens', formatNumber(convolution.kernel)));
  return words;
}

function byItself({ experts, inner, gatedMlp }: DrawnBlock): readonly string[] {
  const words: string[] = [];
  if (inner !== undefined && inner > 0)
    words.push(gatedMlp ? t('gated MLP of {0}', formatNumber(inner)) : t('MLP of {0}', formatNumber(inner)));
  if (experts)
    words.push(
      t(
        '{0} experts of {1}, {2} for each token',
        formatNumber(experts.count),
        formatNumber(experts.inner),
        formatNumber(experts.chosen),
      ),
    );
  return words;
}
