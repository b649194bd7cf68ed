// How quantised weights are stored, in a few words: '4 bit MLX, groups of 64'. Knows no model.
import type { WeightStorage } from '../../src/contract/weightStorage.ts';
import { formatNumber, t } from '../text/l10n.ts';

export function storageInWords({ method, bits, shared }: WeightStorage): string {
  // FP8 and NF4 say it themselves.
  const name = method.endsWith(String(bits)) ? method : t('{0} bit {1}', bits, method);
  switch (shared.kind) {
    case 'group':
      return t('{0}, groups of {1}', name, formatNumber(shared.size));
    case 'block':
      return t('{0}, blocks of {1} × {2}', name, formatNumber(shared.rows), formatNumber(shared.columns));
    case 'row':
      return t('{0}, a scale for each row', name);
    case 'matrix':
      return t('{0}, a scale for each matrix', name);
  }
}
