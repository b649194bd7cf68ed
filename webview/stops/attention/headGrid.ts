// All layers and heads of the model as small maps, of which one is chosen: attention in its colours, states in those of signed
// weights, and beside each layer of what kind it is where they differ. Sends `head-choose` with the head and, if it was
// clicked, where in the window. Knows answers, computes no weight.
import { css, html, nothing } from 'lit';
import type { HeadRef, HeadScoreTable } from '../../../src/contract/readings.ts';
import type { StateMaps } from '../../../src/contract/stateReadings.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../charts/thumbGrid.ts';
import type { Thumb } from '../../charts/thumbGrid.ts';
import { headAt, insteadOfHeads, layerKind, layerKinds, mostHeads } from '../../state/headless.ts';
import { Latest } from '../../state/latest.ts';
import { t } from '../../text/l10n.ts';
import { headName } from '../headName.ts';
import { StopElement } from '../stopElement.ts';
import { columnOf, headOf } from './attentionGrids.ts';
import { roleOf } from './headRoles.ts';
import { KIND_MARKS, kindName } from './layerKindWords.ts';
import { layerThumbs, type Overviews } from './stateGrids.ts';
import { stateHeadName } from './stateWords.ts';

/** Cells on a side of a small map, as of those of attention. */
const THUMB = 24;

export interface HeadChosen {
  readonly head: HeadRef;
  readonly from: DOMRect | undefined;
}

export class HeadGrid extends StopElement {
  static override properties = { ...StopElement.properties, scores: { attribute: false } };
  declare scores: HeadScoreTable | undefined;
  readonly #states = new Latest<readonly StateMaps[]>();

  protected override askEngine(): void {
    const { run, host, model } = this.context;
    if (model.states.some((state) => state))
      this.ask(this.#states, 'state overview', () => host.stateOverview(run, THUMB), 'later');
  }

  override render() {
    const { overview, head, model } = this.context;
    const { layers } = model;
    const heads = mostHeads(model);
    const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i));
    const isCurrent = (overview.isCurrent || !overview.value) && (this.#states.isCurrent || !this.#states.value);
    return html`<h3>${t('Layers and heads')}</h3>
      ${this.answered(
        isCurrent, // heads can be chosen before there are pictures of them
        html`<ts-thumb-grid
        .rows=${layers}
        .columns=${heads + 2}
        .rowLabels=${numbered(layers)}
        .rowMarks=${this.#marks()}
        .columnLabels=${[...numbered(heads), t('mean'), t('max')]}
        .maps=${this.#thumbs()}
        .isSigned=${this.#isSigned}
        ?square=${model.bidirectional}
        .chosen=${{ row: head.layer, column: columnOf(head, heads) }}
        .nameOf=${(row: number, column: number) => this.#spoken({ layer: row, head: headOf(column, heads) })}
        label=${t('Layers and heads')}
        @thumb-choose=${(event: CustomEvent<Thumb>) => this.#choose(event.detail)}
      ></ts-thumb-grid>`,
      )}${this.#legend()}${overview.value ? nothing : this.waiting(overview)}`;
  }

  readonly #isSigned = (layer: number): boolean => layerKind(this.context.model, layer) === 'state';

  /** The kinds of layers that there are, if there are others than attention. */
  #kinds() {
    const { model } = this.context;
    const kinds = new Set(layerKinds(model));
    return kinds.size > 1 || !kinds.has('attention') ? [...kinds] : [];
  }

  #marks(): readonly string[] {
    const { model } = this.context;
    return this.#kinds().length > 0 ? layerKinds(model).map((kind) => KIND_MARKS[kind]) : [];
  }

  #legend() {
    const kinds = this.#kinds();
    return kinds.length > 0
      ? html`<p class="kinds">${kinds.map((kind) => html`<span><b>${KIND_MARKS[kind]}</b> ${kindName(kind)}</span>`)}</p>`
      : nothing;
  }

  /** The same function as long as the answers are the same. */
  #thumbs() {
    const { overview, model } = this.context;
    const of: Overviews = { attention: overview.value, states: this.#states.value };
    const isSame = this.#made?.of.attention === of.attention && this.#made?.of.states === of.states;
    const made = this.#made && isSame ? this.#made : { of, thumbs: layerThumbs(of, model) };
    this.#made = made;
    return made.thumbs;
  }
  #made: { readonly of: Overviews; readonly thumbs: ReturnType<typeof layerThumbs> } | undefined;

  /** The head's name for screen readers and tool tips, with its role if it has one. */
  #spoken(head: HeadRef): string {
    const { model } = this.context;
    const kind = layerKind(model, head.layer);
    if (kind === 'convolution') return insteadOfHeads(model, head.layer) ?? '';
    if (kind === 'state') return stateHeadName(head);
    const role = roleOf(this.scores, head);
    return role ? `${headName(head)}: ${role.name} ${role.score.toFixed(2)}` : headName(head);
  }

  #choose({ row, column, from }: Thumb): void {
    const { model } = this.context;
    const head = headAt(model, row, headOf(column, mostHeads(model)));
    this.dispatchEvent(detailEvent('head-choose', { head, from } satisfies HeadChosen));
  }

  static override styles = [
    StopElement.styles,
    css`
      h3 { margin: 0 0 8px; min-height: 24px; align-items: center; }
      .kinds { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 8px 0 0; font-size: 11px; color: var(--vscode-descriptionForeground); }
      b { color: var(--vscode-foreground); font-weight: 600; }
    `,
  ];
}
customElements.define('ts-head-grid', HeadGrid);
