// How a head is called. Knows no model.
import type { HeadRef } from '../../src/contract/readings.ts';
import { t } from '../text/l10n.ts';

export function headName({ layer, head }: HeadRef): string {
  if (typeof head === 'number') return t('Layer {0}, head {1}', layer, head);
  return head === 'mean' ? t('Layer {0}, mean of all heads', layer) : t('Layer {0}, maximum of all heads', layer);
}
