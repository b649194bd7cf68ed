// Why two tensors of one name cannot be compared, in words.
import * as vscode from 'vscode';

export function differenceWords([ours, reference]: readonly [readonly number[], readonly number[]]): string {
  const written = (shape: readonly number[]) => (shape.length === 0 ? '1' : shape.join(' × '));
  return vscode.l10n.t('The shapes differ: {0} here, {1} in the reference.', written(ours), written(reference));
}
