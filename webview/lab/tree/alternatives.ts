// Draws what a token was drawn from, as buttons that go on with another one. Knows a distribution and which tokens were
// tried, forks nothing itself.
import { css, html, type TemplateResult } from 'lit';
import type { Candidate, NextTokens } from '../../../src/contract/readings.ts';
import { type Branches, childOf, type NodeId } from '../../state/branches.ts';
import { rove } from '../../stops/roving.ts';
import { t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';

export interface Fork {
  readonly branches: Branches;
  /** The node that the token follows. */
  readonly after: NodeId;
  readonly drawnFrom: NextTokens;
  /** The token that is there; undefined at the end of a branch. */
  readonly present: number | undefined;
  readonly label: string;
  readonly disabled: boolean;
}

/**
 * `choose` is called with the id that is to come instead. Buttons are not disabled while tokens come: the one that has
 * the focus would lose it.
 */
export function alternativeChips(fork: Fork, choose: (id: number) => void): TemplateResult {
  const { candidates, actual } = fork.drawnFrom;
  const isListed = !actual || candidates.some(({ id }) => id === actual.id);
  const all = isListed ? candidates : [...candidates, actual];
  const reached = Math.max(
    0,
    all.findIndex(({ id }) => id !== fork.present),
  );
  return html`<div class="chips" role="group" aria-label=${fork.label} @keydown=${rove}>${all.map((one, i) => chip(fork, one, i === reached, choose))}</div>`;
}

function chip(
  { branches, after, present, disabled }: Fork,
  one: Candidate,
  isReached: boolean,
  choose: (id: number) => void,
) {
  const isPresent = one.id === present;
  const isKnown = !isPresent && childOf(branches, after, one.id) !== undefined;
  const words = [
    quotedToken(one, 16),
    percent(one.probability),
    isPresent ? t('is there') : t('continue with it'),
    one.drawProbability === 0
      ? t('never drawn with these settings')
      : t('drawn with {0}', percent(one.drawProbability)),
    ...(isKnown ? [t('tried before')] : []),
  ].join(', ');
  const state = `${isPresent ? 'present' : ''} ${isKnown ? 'known' : ''} ${one.drawProbability === 0 ? 'cut' : ''}`;
  return html`<button class="chip ${state}" data-action="fork" data-id=${one.id} title=${words} aria-label=${words} aria-current=${isPresent ? 'true' : 'false'} tabindex=${isReached ? 0 : -1} aria-disabled=${disabled || isPresent} @click=${() => disabled || isPresent || choose(one.id)}>${shortText(one, 16)} <span class="share">${percent(one.probability)}</span></button>`;
}

export const alternativesStyles = css`
  .chips { display: flex; flex-wrap: wrap; gap: 4px; margin: 4px 0 10px; }
  .share { color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 11px; font-variant-numeric: tabular-nums; }
  .chip.present { background: var(--ts-selected-background); color: var(--ts-selected-foreground); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); cursor: default; }
  .chip.present .share { color: inherit; }
  .chip.known { border-color: var(--ts-generated); }
  .chip.cut { border-style: dashed; }
  .chip[aria-disabled='true']:not(.present) { opacity: 0.6; cursor: default; }
`;
