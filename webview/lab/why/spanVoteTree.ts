// What heads read from each part of the text, as a tree of signed bars that goes down to the tokens. Knows votes by token, and
// whose they are by name only.
import { css, html } from 'lit';
import type { TextSpan } from '../../../src/contract/mattered.ts';
import '../../charts/signedBar.ts';
import { type SignedBar, signedBars } from '../../charts/signedBarLayout.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { signed } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import { type PartRow, pathOfLargest } from '../parts/partRows.ts';
import { kindName, partText } from '../parts/partText.ts';
import { type Cells, TreeOfParts } from '../parts/treeOfParts.ts';
import { type SpanVote, spanVotes } from './spanVotes.ts';
import { tokenButtonStyles } from './tokenButton.ts';

export class SpanVoteTree extends TreeOfParts<SpanVote> {
  static override properties = {
    ...TreeOfParts.properties,
    spans: { attribute: false },
    byToken: { attribute: false },
    whose: { type: String },
  };
  declare spans: readonly TextSpan[];
  /** [tokens that the position sees] */
  declare byToken: ArrayLike<number>;
  /** Who voted, in the row of the sum. */
  declare whose: string;
  /** The way to the part with the strongest vote, which is open at first; its tokens are not. */
  #path: ReadonlySet<number> = new Set();

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (!changed.has('spans') && !changed.has('byToken')) return;
    this.parts = spanVotes(this.spans, this.byToken);
    const path = pathOfLargest(this.parts.slice(0, this.spans.length), (at) => this.parts[at].vote);
    this.#path = new Set([...path].slice(0, -1));
  }

  override render() {
    const rows = this.rowsWhere((at) => this.#path.has(at));
    const { zero, bars } = signedBars(rows.map(({ part }) => part.vote));
    const sum = this.parts.reduce((all, { parent, vote }) => (parent === undefined ? all + vote : all), 0);
    return html`<div class="head" aria-hidden="true"><span>${t('Part of the text')}</span><span class="votes">${t('Votes')}</span><span class="count">${t('Tokens')}</span></div>
      ${this.tree(rows, t('Votes by part of the text'), (row, i) => this.#cells(row, bars[i], zero))}
      <div class="foot"><span class="name">${this.whose}</span><span class="vote">${signed(sum)}</span></div>`;
  }

  #cells({ at, part }: PartRow<SpanVote>, bar: SignedBar, zero: number): Cells {
    const { span, vote } = part;
    const count = span.end - span.start;
    return {
      name: this.#name(part, at),
      numbers: html`<ts-signed-bar aria-hidden="true" .bar=${bar} .zero=${zero}></ts-signed-bar><span class="vote" aria-hidden="true">${signed(vote)}</span><span class="count" aria-hidden="true">${part.kind === 'token' ? '' : formatNumber(count)}</span>`,
      spoken: count === 1 ? signed(vote) : t('{0} from {1} tokens', signed(vote), formatNumber(count)),
    };
  }

  #name({ kind, span }: SpanVote, at: number) {
    if (kind === 'token')
      return html`<span class="said">${shortText(this.tokens[span.start], 16)}</span> <span class="place">${span.start}</span>`;
    return html`<span class="kind">${kindName(kind)}</span> <span class="said">${partText(this.tokens, span, this.room(at))}</span>`;
  }

  static override styles = [
    TreeOfParts.styles,
    tokenButtonStyles,
    css`
      :host { --columns: minmax(0, 1fr) minmax(60px, 220px) 4.5em 4em; }
      .head .votes { grid-column: span 2; }
      .vote, .count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      .count { color: var(--vscode-descriptionForeground); }
      .foot { display: grid; grid-template-columns: var(--columns); gap: 0 8px; padding: 3px 4px; margin-top: 2px; border-top: 1px solid var(--ts-hairline); font-weight: 600; }
      .foot .name { padding-left: 16px; grid-column: span 2; }
      @media (max-width: 520px) { :host { --columns: minmax(0, 1fr) 4.5em 4em; } }
    `,
  ];
}
customElements.define('ts-span-votes', SpanVoteTree);
