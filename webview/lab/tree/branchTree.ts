// Draws the tree of branches, its tokens as one stop of the Tab key. Knows which token is selected, shows no branch itself:
// sends `node-pick` with the node, or ROOT, that is selected or compared with, and `node-show` for the branch that it is in.
import { css, html, LitElement, nothing } from 'lit';
import { detailEvent } from '../../events/detailEvent.ts';
import { type Branches, type BranchNode, type NodeId, pathTo, ROOT } from '../../state/branches.ts';
import { t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { visibleText } from '../../text/visibleText.ts';
import { type BranchLine, linesOf, nodeByKey } from './branchLines.ts';
import { branchInWords, probabilityOf } from './branchReadings.ts';

export interface PickedNode {
  readonly node: NodeId;
  /** Whether it is to be compared with the branch that is shown. */
  readonly compares: boolean;
}

export class BranchTree extends LitElement {
  static override properties = {
    branches: { attribute: false },
    selected: { type: Number },
    compared: { type: Number },
    end: { type: String },
  };
  declare branches: Branches;
  declare selected: NodeId;
  /** The last node of the branch that is compared with the shown one. */
  declare compared: NodeId | undefined;
  /** The end of the text, which the first tokens follow. */
  declare end: string;
  #lines: readonly BranchLine[] = [];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('branches')) this.#lines = linesOf(this.branches);
  }

  /** The token that Tab reaches. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  override render() {
    const shown = new Set(pathTo(this.branches, this.branches.shown).map(({ id }) => id));
    const compared = new Set(
      this.compared === undefined ? [] : pathTo(this.branches, this.compared).map(({ id }) => id),
    );
    return html`<div role="tree" aria-label=${t('Branches')} @keydown=${this.#onKey}>
      <div class="line" role="group" aria-label=${t('End of the text')}><div class="tokens">${this.#item(ROOT, html`<span class="end">${this.end}</span>`, 'on', t('End of the text: {0}', this.end))}</div></div>
      ${this.#lines.map((line) => this.#line(line, shown, compared))}</div>`;
  }

  #line({ nodes, depth, insteadOf }: BranchLine, shown: ReadonlySet<NodeId>, compared: ReadonlySet<NodeId>) {
    const words = branchInWords(pathTo(this.branches, nodes[nodes.length - 1].id));
    const fork = insteadOf && t('instead of {0}', quotedToken(insteadOf.step.token, 16));
    const label = fork ? `${fork} · ${words}` : words;
    return html`<div class="line" role="group" aria-label=${label} .style=${`--depth: ${Math.min(depth, 6)}`}>
      <div class="words" aria-hidden="true">${fork ? html`<span class="fork">↳ ${fork}</span> · ` : nothing}${words}</div>
      <div class="tokens">${nodes.map((node) => this.#token(node, depth + 1, shown.has(node.id), compared.has(node.id)))}</div></div>`;
  }

  #token(node: BranchNode, level: number, isShown: boolean, isCompared: boolean) {
    const { step } = node;
    const p = probabilityOf(step);
    const state = isShown ? 'on' : isCompared ? 'compared' : '';
    const how = step.isChosen ? t('chosen by you') : t('sampled');
    const label = `${visibleText(step.token)}, ${percent(p)}, ${how}${isShown ? `, ${t('shown')}` : ''}`;
    const content = html`<span class="text">${visibleText(step.token)}${step.isChosen ? html`<span class="hand">✓</span>` : nothing}</span><span class="track"><span class="p" .style=${`width: ${(100 * p).toFixed(1)}%`}></span></span>`;
    return this.#item(node.id, content, state, label, level);
  }

  #item(id: NodeId, content: unknown, state: string, label: string, level = 1) {
    const isSelected = id === this.selected;
    return html`<span role="treeitem" data-node=${id} class="token ${state}" title=${label} aria-label=${label} aria-level=${level} aria-selected=${isSelected} tabindex=${isSelected ? 0 : -1}
      @click=${({ shiftKey }: MouseEvent) => this.#pick(id, shiftKey)} @dblclick=${() => this.#send('node-show', id)}>${content}</span>`;
  }

  readonly #onKey = async (event: KeyboardEvent): Promise<void> => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    if (key === 'Enter' || key === ' ') {
      event.preventDefault();
      if (shiftKey) this.#pick(this.selected, true);
      else this.#send('node-show', this.selected);
      return;
    }
    const to = nodeByKey(this.#lines, this.selected, key);
    if (to === undefined) return;
    event.preventDefault();
    this.#pick(to, false);
    await this.updateComplete;
    this.focus();
  };

  #pick(node: NodeId, compares: boolean): void {
    if (!compares) this.selected = node;
    this.#send('node-pick', { node, compares } satisfies PickedNode);
  }

  #send(name: string, detail: unknown): void {
    this.dispatchEvent(detailEvent(name, detail));
  }

  static override styles = css`
    :host { display: block; }
    /* Shift with a click would select text. */
    .line { user-select: none; padding-left: calc(var(--depth, 0) * 14px); margin-bottom: 8px; }
    .words { font-size: 11px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .fork { color: var(--vscode-foreground); }
    .tokens { display: flex; flex-wrap: wrap; gap: 2px; font-family: var(--vscode-editor-font-family); }
    .token { display: inline-block; max-width: 100%; box-sizing: border-box; padding: 1px 3px 2px; border: 1px solid transparent; border-radius: 3px; cursor: pointer; color: var(--vscode-descriptionForeground); }
    .token:hover { background: var(--vscode-list-hoverBackground); }
    .token:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
    .text, .end { white-space: pre-wrap; overflow-wrap: anywhere; }
    .hand { font-size: 9px; vertical-align: super; }
    .track { display: block; height: 3px; min-width: 10px; margin-top: 1px; background: color-mix(in srgb, var(--vscode-foreground) 14%, transparent); }
    .p { display: block; height: 100%; background: var(--vscode-descriptionForeground); }
    .on { color: var(--vscode-foreground); border-color: var(--ts-generated); }
    .on .p { background: var(--ts-generated); }
    .compared { color: var(--vscode-foreground); border: 1px dashed var(--ts-attention); }
    .compared .p { background: var(--ts-attention); }
    .token[aria-selected='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
    .token[aria-selected='true']:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
  `;
}
customElements.define('ts-branch-tree', BranchTree);
