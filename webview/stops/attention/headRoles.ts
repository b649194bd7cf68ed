// Names what a head does, from the table of head scores. Knows one table.
import type { HeadRef, HeadScoreTable } from '../../../src/contract/readings.ts';
import { t } from '../../text/l10n.ts';

export interface HeadRole {
  readonly name: string;
  /** A mean attention weight from 0 to 1; explain/headScores.ts defines the scores. */
  readonly score: number;
}

/** From this score on a head is named by its role: it spends nearly a third of its weight on it. */
export const NAMED_FROM = 0.3;

/** All scores of a head. Empty for a mean or maximum of heads, and while the table is not known. */
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

/** The role with the highest score, if that is high enough to name the head by it. */
export function roleOf(table: HeadScoreTable | undefined, head: HeadRef): HeadRole | undefined {
  const [best] = rolesOf(table, head).toSorted((a, b) => b.score - a.score);
  return best && best.score >= NAMED_FROM ? best : undefined;
}
