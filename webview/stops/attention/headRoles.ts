// What a head is good at, out of the table of scores. Knows one table.
import type { HeadRef, HeadScoreTable } from '../../../src/contract/readings.ts';
import { t } from '../../text/l10n.ts';

export interface HeadRole {
  readonly name: string;
  readonly score: number;
}

/** A role is named from this score on. */
export const NAMED_FROM = 0.3;

/** Empty for a mean or maximum, and while nothing is known. */
export function rolesOf(table: HeadScoreTable | undefined, { layer, head }: HeadRef): readonly HeadRole[] {
  if (!table || typeof head !== 'number') return [];
  const at = layer * table.heads + head;
  return [
    { name: t('previous token'), score: table.previousToken[at] },
    { name: t('first token'), score: table.firstToken[at] },
    { name: t('same token'), score: table.sameToken[at] },
    { name: t('induction'), score: table.induction[at] },
  ];
}

/** Where the head does one thing with a good part of its weight. */
export function roleOf(table: HeadScoreTable | undefined, head: HeadRef): HeadRole | undefined {
  const [best] = rolesOf(table, head).toSorted((a, b) => b.score - a.score);
  return best && best.score >= NAMED_FROM ? best : undefined;
}
