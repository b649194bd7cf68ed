// How much of a budget of tokens is used. Knows no document.

/** near: so much is used that the user wants to be warned. */
export type BudgetLevel = 'within' | 'near' | 'beyond';

export interface Budget {
  /** In tokens; 0: there is none. */
  readonly tokens: number;
  /** The share from which on to warn, in percent. */
  readonly warnAt: number;
}

export interface BudgetShare {
  readonly level: BudgetLevel;
  /** A whole number. It is 100 or less where the budget is kept, and more where it is not. 1999 of 2000 → 99 */
  readonly percent: number;
  /** Tokens that are left; negative where there are too many. */
  readonly left: number;
}

/** undefined where there is no budget. */
export function budgetShare(used: number, { tokens, warnAt }: Budget): BudgetShare | undefined {
  if (!(tokens > 0)) return undefined;
  const percent = (100 * used) / tokens;
  const left = tokens - used;
  if (used > tokens) return { level: 'beyond', percent: Math.ceil(percent), left };
  return { level: percent >= warnAt ? 'near' : 'within', percent: Math.floor(percent), left };
}
