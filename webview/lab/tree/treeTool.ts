// Generation as a tree: all branches that were generated from the text, what each token was drawn from, and another one in
// its place. Knows the tree and asks for the next token only; generation itself carries out what is chosen.
import { css, html, nothing } from 'lit';
import type { NextTokens } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { whileTrue } from '../../state/answer.ts';
import { CANDIDATES } from '../../state/answers.ts';
import { type BranchNode, type NodeId, pathTo, ROOT, shownAfter, tipOf } from '../../state/branches.ts';
import { Latest } from '../../state/latest.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { endOfText } from '../question.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame, toolThatDoesNotApply } from '../toolFrame.ts';
import { alternativeChips, alternativesStyles } from './alternatives.ts';
import { probabilityOf, ruleInWords } from './branchReadings.ts';
import './branchTree.ts';
import type { PickedNode } from './branchTree.ts';
import { compareStyles, compareView } from './compareView.ts';
import { FIRST_LENGTH, runControls, runControlsStyles } from './runControls.ts';
import { treeTable } from './treeNumbers.ts';

/** Characters of the end of the text at the root. */
const END = 32;

/** A node that is not in the branch that is shown; it stays selected until another branch or another token is. */
interface Picked {
  readonly node: NodeId;
  readonly shown: NodeId;
  readonly at: TokenIndex;
}

export class TreeTool extends ToolElement {
  protected override readonly tool = 'tree';
  static override properties = {
    ...ToolElement.properties,
    picked: { state: true },
    compared: { state: true },
    length: { state: true },
  };
  declare picked: Picked | undefined;
  /** The last node of the branch beside the one that is shown. */
  declare compared: NodeId | undefined;
  declare length: number;
  readonly #next = new Latest<NextTokens>();

  constructor() {
    super();
    this.length = FIRST_LENGTH;
  }

  protected override askEngine(): void {
    const { run, host, tokens, sampling } = this.context;
    const last = (tokens.length - 1) as TokenIndex;
    this.ask(this.#next, `next ${JSON.stringify(sampling)}`, () => host.nextTokens(run, last, CANDIDATES, sampling));
  }

  override render() {
    const { branches, tokens, promptLength } = this.context;
    const tool = {
      id: 'tree',
      title: t('Tree'),
      kind: 'computed' as const,
      lead: t(
        'Every token that was generated stays in this tree, also when it was taken back. Bars are the model’s own probabilities; what was drawn is one way among many. A branch grows less probable with each token: compare bits a token, not products.',
      ),
    };
    if (this.context.model.bidirectional)
      return toolThatDoesNotApply(
        tool,
        t(
          'This does not apply to this model: a branch is a way in which a text goes on, and this model reads a text as a whole and does not go on with it.',
        ),
      );
    const node = this.#node();
    return toolFrame(
      tool,
      html`${this.text(undefined, '', false)}${this.#controls()}
        <ts-branch-tree .branches=${branches} .selected=${node} .compared=${this.#comparedWith()} .end=${endOfText(tokens, (promptLength - 1) as TokenIndex, END)}
          @node-pick=${({ detail }: CustomEvent<PickedNode>) => this.#pick(detail)} @node-show=${({ detail }: CustomEvent<NodeId>) => this.#show(detail)}></ts-branch-tree>
        ${branches.nodes.size > 1 ? html`<p class="hint">${t('Arrow keys lead through the tree, Enter shows a branch, Shift with a click or Enter compares it with the one that is shown.')}</p>` : nothing}
        ${this.#comparison()}${this.#selected(node)}${this.#goingOn()}`,
    );
  }

  override numbers() {
    const table = treeTable(this.context.branches);
    return table ? [table] : [];
  }

  #controls() {
    const { generating, lastRun, branches, steps } = this.context;
    return runControls({
      generating,
      length: this.length,
      lastRun,
      any: steps.length > 0,
      others: branches.nodes.size > steps.length,
      act: (action) => this.act(action),
      setLength: (length) => {
        this.length = length;
      },
      clear: () => this.send({ kind: 'clearBranches' }),
    });
  }

  /** The selected token if it was generated, or ROOT; or the node of another branch that was picked. */
  #node(): NodeId {
    const { branches, at, promptLength } = this.context;
    const { picked } = this;
    const holds = picked?.shown === branches.shown && picked.at === at && branches.nodes.has(picked.node);
    return holds ? picked.node : shownAfter(branches, Math.max(0, at - promptLength + 1));
  }

  /** The branch that is compared, unless it is gone or shown. */
  #comparedWith(): NodeId | undefined {
    const { branches } = this.context;
    const { compared } = this;
    return compared !== undefined && compared !== branches.shown && branches.nodes.has(compared) ? compared : undefined;
  }

  #pick({ node, compares }: PickedNode): void {
    const { branches, promptLength, at } = this.context;
    if (compares) {
      this.compared = tipOf(branches, node);
      return;
    }
    const step = branches.nodes.get(node)?.step;
    const index = step ? step.index : ((promptLength - 1) as TokenIndex);
    const isShown = shownAfter(branches, index - promptLength + 1) === node;
    this.picked = isShown ? undefined : { node, shown: branches.shown, at };
    if (isShown) this.select(index);
  }

  /** The branch that goes on from a node; ROOT is the text alone. */
  #show(node: NodeId): void {
    this.act({ kind: 'show', node: node === ROOT ? ROOT : tipOf(this.context.branches, node) });
  }

  #comparison() {
    const { branches } = this.context;
    const compared = this.#comparedWith();
    if (compared === undefined) return nothing;
    const before = branches.shown;
    const change = () => {
      this.compared = before;
      this.act({ kind: 'show', node: compared });
    };
    return html`<h3>${t('Two branches')} <span class="buttons" data-control><button class="chip" data-action="change-branches" aria-disabled=${this.context.generating} @click=${change}>${t('Show the other one')}</button>
        <button class="chip" data-action="end-comparison" @click=${() => {
          this.compared = undefined;
        }}>${t('End the comparison')}</button></span></h3>
      ${compareView({ shown: pathTo(branches, branches.shown), other: pathTo(branches, compared) })}`;
  }

  /** What the selected token was drawn from, and by what rule. */
  #selected(id: NodeId) {
    const { branches, generating } = this.context;
    const node = branches.nodes.get(id);
    if (!node) return nothing;
    const { step, parent } = node;
    const label = t('In place of {0}', quotedToken(step.token, 20));
    const fork = {
      branches,
      after: parent,
      drawnFrom: step.drawnFrom,
      present: step.token.id,
      label,
      disabled: generating,
    };
    return html`<h3>${label}</h3><p class="hint step">${this.#stepInWords(node)}</p>
      ${alternativeChips(fork, (token) => this.act({ kind: 'fork', after: parent, token }))}${this.#waysTo(node)}`;
  }

  #stepInWords({ step }: BranchNode): string {
    const { actual } = step.drawnFrom;
    const p = t('probability {0}', percent(probabilityOf(step)));
    const rank = actual ? t('rank {0}', formatNumber(actual.rank + 1)) : '';
    const drawn = t('drawn with {0}', percent(actual?.drawProbability ?? 0));
    const how = step.isChosen ? t('Chosen by you') : t('Drawn: {0}', ruleInWords(step.sampling));
    return [how, p, rank, ...(step.isChosen ? [] : [drawn]), t('{0} ms', formatNumber(step.ms, 1))]
      .filter((words) => words !== '')
      .join(' · ');
  }

  #waysTo({ id }: BranchNode) {
    const { branches, generating } = this.context;
    const isShown = pathTo(branches, branches.shown).some((node) => node.id === id);
    const tip = tipOf(branches, id);
    const button = (name: string, label: string, work: () => void) =>
      html`<button class="chip" data-action=${name} aria-disabled=${generating} @click=${work}>${label}</button>`;
    return html`<div class="row" data-control>
      ${isShown ? nothing : button('show-branch', t('Show this branch'), () => this.#show(id))}
      ${isShown ? nothing : button('compare', t('Compare with what is shown'), () => this.#pick({ node: id, compares: true }))}
      ${id === branches.shown || id === tip ? nothing : button('show-here', t('Show up to here'), () => this.act({ kind: 'show', node: id }))}</div>`;
  }

  /** What may come at the end of the branch that is shown. */
  #goingOn() {
    const { branches, tokens, generating } = this.context;
    const next = whileTrue(this.#next, ({ after }) => after < tokens.length);
    const label = t('Next, after {0}', t('“{0}”', endOfText(tokens, (tokens.length - 1) as TokenIndex, END)));
    return html`<h3>${label}</h3>${this.shown(next, (drawnFrom) =>
      alternativeChips(
        {
          branches,
          after: branches.shown,
          drawnFrom,
          present: undefined,
          label,
          disabled: generating || !next.isCurrent,
        },
        (token) => this.act({ kind: 'fork', after: branches.shown, token }),
      ),
    )}`;
  }

  static override styles = [
    ToolElement.styles,
    runControlsStyles,
    alternativesStyles,
    compareStyles,
    css`
      h3 { flex-wrap: wrap; overflow-wrap: anywhere; }
      .buttons { display: inline-flex; flex-wrap: wrap; gap: 6px; }
      .buttons .chip, .row > .chip { font-family: var(--vscode-font-family); font-size: 11px; font-weight: 400; }
      .step { font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-tree-tool', TreeTool);
