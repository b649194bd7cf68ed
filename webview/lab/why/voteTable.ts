// Draws votes as bars around one zero line, with their sum. Knows names and numbers, not what they are votes of.
import { css, html, nothing, type TemplateResult } from 'lit';
import '../../charts/signedBar.ts';
import { signedBars } from '../../charts/signedBarLayout.ts';
import { signed } from '../../text/numbers.ts';

export interface VoteRow {
  /** What stands in front of the bar: a name, or a button. */
  readonly name: TemplateResult | string;
  readonly vote: number;
  readonly isOpen?: boolean;
}

/** `sum` is a row of its own below a line. All bars have one scale, but for that of the sum, which has none. */
export function voteTable(rows: readonly VoteRow[], sum: VoteRow, onKey: (event: KeyboardEvent) => void) {
  const { zero, bars } = signedBars(rows.map(({ vote }) => vote));
  return html`<table class="votes"><tbody @keydown=${onKey}>${rows.map(
    ({ name, vote, isOpen }, i) =>
      html`<tr class=${isOpen ? 'open' : nothing}><th scope="row">${name}</th><td class="wide"><ts-signed-bar aria-hidden="true" .bar=${bars[i]} .zero=${zero}></ts-signed-bar></td><td class="number-cell">${signed(vote)}</td></tr>`,
  )}</tbody><tfoot><tr><th scope="row">${sum.name}</th><td></td><td class="number-cell">${signed(sum.vote)}</td></tr></tfoot></table>`;
}

export const voteTableStyles = css`
  .votes { width: 100%; }
  .votes th { white-space: nowrap; color: inherit; }
  .votes .wide { width: 100%; min-width: 60px; }
  .votes button { border: 0; background: none; color: inherit; font: inherit; padding: 1px 2px; margin: 0 -2px; border-radius: 2px; cursor: pointer; text-align: left; }
  .votes button:hover { text-decoration: underline; }
  .votes tbody tr:hover, .votes .open { background: var(--vscode-list-hoverBackground); }
  .votes .open button { font-weight: 600; }
  .votes tfoot :is(th, td) { border-top: 1px solid var(--ts-hairline); padding-top: 3px; font-weight: 600; }
  .votes .others { color: var(--vscode-descriptionForeground); }
`;
