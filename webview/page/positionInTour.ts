// The tour's words about positions, by their kind. Knows no stop.
import type { PositionKind } from '../../src/contract/engineApi.ts';
import { t } from '../text/l10n.ts';

/** What the guided tour says about it. */
export function positionInTour(kind: PositionKind): string {
  const added = t(
    'The vector of its place is added: the first word and the last must not look the same. This sum enters the first block.',
  );
  const words: Record<PositionKind, string> = {
    learned: added,
    sinusoidal: added,
    rotary: t(
      'The first word and the last must not look the same. This model rotates queries and keys by their place, in every block; the vector that enters the first block does not know it yet.',
    ),
    alibi: t(
      'The first word and the last must not look the same. This model lowers scores with the distance, in every block; the vector that enters the first block does not know its place yet.',
    ),
    none: t(
      'This model is not told where a token stands. It knows the order only from what each token can see: those before it.',
    ),
  };
  return words[kind];
}
