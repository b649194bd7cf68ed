// The parts of a text as a tree: what each changed, as a bar around a zero line that all share, and beside it what share of
// attention went there. Knows answers, asks nothing.
import { css, html, nothing } from 'lit';
import '../../charts/signedBar.ts';
import type { MatteredPart, RemovalMode } from '../../../src/contract/mattered.ts';
import { type SignedBar, signedBars } from '../../charts/signedBarLayout.ts';
import { t } from '../../text/l10n.ts';
import { percent, signed } from '../../text/numbers.ts';
import { type PartRow, pathOfLargest } from '../parts/partRows.ts';
import { kindName, partText } from '../parts/partText.ts';
import { type Cells, TreeOfParts } from '../parts/treeOfParts.ts';
import { attentionWords, changeWords, disagreementWords, withoutChange } from './partWords.ts';

export class PartTree extends TreeOfParts<MatteredPart> {
  static override properties = { ...TreeOfParts.properties, mode: { type: String }, isOver: { type: Boolean } };
  declare mode: RemovalMode;
  /** Whether all is measured: then the way to the part that changed most is open. */
  declare isOver: boolean;

  constructor() {
    super();
    this.isOver = false;
  }

  override render() {
    const { parts } = this;
    const path = this.isOver ? pathOfLargest(parts, (at) => parts[at].bits ?? 0) : undefined;
    const rows = this.rowsWhere((at) => path?.has(at) ?? false);
    const { zero, bars } = signedBars(rows.map(({ part }) => part.bits ?? 0));
    const most = Math.max(...rows.map(({ part }) => part.attention)) || 1;
    return html`<div class="head" aria-hidden="true"><span>${t('Part of the text')}</span><span class="change">${t('Without it, bits less probable')}</span><span class="attention">${t('Attention')}</span></div>
      ${this.tree(rows, t('Parts of the text'), (row, i) => this.#cells(row, bars[i], zero, row.part.attention / most))}`;
  }

  #cells({ at, part }: PartRow<MatteredPart>, bar: SignedBar, zero: number, share: number): Cells {
    const mark = disagreementWords(part);
    const change = part.bits === undefined ? undefined : changeWords(part.bits);
    return {
      name: html`${part.kind === 'word' ? nothing : html`<span class="kind">${kindName(part.kind)}</span> `}<span class="said">${partText(this.tokens, part.span, this.room(at))}</span>${mark ? html` <span class="mark" data-disagrees=${part.disagrees}>${mark}</span>` : nothing}`,
      numbers: html`${change === undefined ? html`<span class="missing">${withoutChange(this.mode, this.isOver)}</span>` : html`<ts-signed-bar aria-hidden="true" title=${change} .bar=${bar} .zero=${zero}></ts-signed-bar><span class="bits" aria-hidden="true" title=${change}>${signed(part.bits ?? 0)}</span>`}
        <span class="looked" aria-hidden="true" title=${attentionWords(part.attention)}><span class="of" .style=${`width: ${(100 * share).toFixed(1)}%`}></span></span><span class="share" aria-hidden="true">${percent(part.attention)}</span>`,
      spoken: spokenOf(part),
    };
  }

  static override styles = [
    TreeOfParts.styles,
    css`
      :host { --columns: minmax(0, 1fr) minmax(60px, 150px) 5.5em minmax(40px, 90px) 4.5em; }
      .head .change, .head .attention { grid-column: span 2; }
      .mark { border: 1px solid var(--ts-hairline); border-radius: 8px; padding: 0 6px; font-size: 11px; white-space: nowrap; }
      .bits, .share { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      .share { color: var(--vscode-descriptionForeground); }
      .missing { grid-column: span 2; color: var(--vscode-descriptionForeground); font-size: 11px; }
      .looked { height: 6px; }
      .of { display: block; height: 6px; min-width: 1px; box-sizing: border-box; border-radius: 2px; background: var(--vscode-descriptionForeground); }
      @media (max-width: 520px) { :host { --columns: minmax(0, 1fr) 4em minmax(0, 0.6fr) 4.4em; } }
    `,
  ];
}
customElements.define('ts-part-tree', PartTree);

function spokenOf({ bits, attention }: MatteredPart): string {
  const looked = attentionWords(attention);
  return bits === undefined ? looked : t('{0}, {1}', changeWords(bits), looked);
}
