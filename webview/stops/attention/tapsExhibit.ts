// What a short convolution takes: for every token how long the part is that comes from itself and from each of the few before
// it, and for the selected one with their names. Knows one answer.
import { css, html, nothing } from 'lit';
import type { Matrix } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import '../../charts/courseChart.ts';
import type { CourseValues } from '../../charts/courseDrawing.ts';
import '../../charts/signedBar.ts';
import { Latest } from '../../state/latest.ts';
import { t } from '../../text/l10n.ts';
import { largest } from '../../text/largest.ts';
import { short } from '../../text/numbers.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { StopElement } from '../stopElement.ts';
import { placeCells, placeColumns } from '../tokens/tokenNumbers.ts';

export class TapsExhibit extends StopElement {
  static override properties = { ...StopElement.properties, pointed: { state: true } };
  declare pointed: TokenIndex | undefined;
  readonly #taps = new Latest<Matrix>();

  protected override askEngine(): void {
    const { run, host, head, model } = this.context;
    if (model.convolutions[head.layer])
      this.ask(this.#taps, `taps ${head.layer}`, () => host.convolutionTaps(run, head.layer));
  }

  override render() {
    const { model, head } = this.context;
    if (!model.convolutions[head.layer]) return nothing;
    return html`<h3>${model.states[head.layer] ? t('The short convolution in front of the state') : t('What each token takes through the convolution')}</h3>
      ${this.shown(this.#taps, (taps) => html`<div class="columns"><div class="along">${this.#chart(taps)}</div><div>${this.#ofToken(taps)}</div></div>`)}
      <p class="hint">${t('Computed: the length |w ⊙ x| of the part that comes through each tap of the kernel, its weights times what the token put in. The weights belong to the distance and are the same in every text; what a token puts in is its own. Parts are added as vectors, so that lengths do not sum.')}</p>`;
  }

  override numbers(): readonly NumberTable[] {
    const { value: taps, isCurrent } = this.#taps;
    const { tokens } = this.context;
    if (!taps || !isCurrent) return [];
    const distances = Array.from({ length: taps.columns }, (_, distance) => distance);
    return [
      {
        id: 'taps',
        title: t('Layer {0}: a convolution in place of attention', this.context.head.layer),
        columns: [
          ...placeColumns(),
          ...distances.map((distance) => ({ key: `tap${distance}`, name: tapName(distance) })),
        ],
        rows: Array.from({ length: taps.rows }, (_, token) => [
          ...placeCells(tokens, token),
          ...taps.values.subarray(token * taps.columns, (token + 1) * taps.columns),
        ]),
      },
    ];
  }

  #chart(taps: Matrix) {
    const { at, pointer } = this.context;
    return html`<ts-course-chart .values=${this.#valuesOf(taps)} .chosen=${at} .pointed=${this.pointed}
      label=${t('Along the text, how long the part of each tap is: a strip for the token itself and one for each before it. Arrow keys move, Enter selects.')}
      @place-point=${({ detail }: CustomEvent<TokenIndex | undefined>) => {
        this.pointed = detail;
        if (detail === undefined) pointer.pointAt();
        else pointer.pointAt(detail);
      }}
      @place-select=${({ detail }: CustomEvent<TokenIndex>) => this.select(detail)}></ts-course-chart>`;
  }

  /** The same object as long as answer and tokens are the same. */
  #valuesOf(taps: Matrix): CourseValues {
    const { tokens } = this.context;
    if (this.#drawn?.taps !== taps || this.#drawn.tokens !== tokens) {
      const most = largest(taps.values, 0) || 1;
      const strips = Array.from({ length: taps.columns }, (_, distance) => ({
        name: tapName(distance),
        levels: Float32Array.from(
          { length: taps.rows },
          (_, token) => taps.values[token * taps.columns + distance] / most,
        ),
      }));
      const names = tokens.slice(0, taps.rows).map((token) => shortText(token, 10));
      this.#drawn = { taps, tokens, values: { line: undefined, strips, names } };
    }
    return this.#drawn.values;
  }
  #drawn: { readonly taps: Matrix; readonly tokens: unknown; readonly values: CourseValues } | undefined;

  #ofToken({ columns, rows, values }: Matrix) {
    const { tokens, at } = this.context;
    const token = Math.min(this.pointed ?? at, rows - 1);
    const ofToken = values.subarray(token * columns, (token + 1) * columns);
    const most = largest(ofToken, 0) || 1;
    return html`<p class="whose" role="status">${quotedToken(tokens[token], 20)}</p><table><tbody>${Array.from(
      ofToken,
      (
        length,
        distance,
      ) => html`<tr><th>${tapName(distance)}</th><td class="mono">${distance > token ? t('before the text') : shortText(tokens[token - distance], 16)}</td>
        <td class="bar" aria-hidden="true"><ts-signed-bar .bar=${{ left: 0, width: (length / most) * 100, negative: false }} .zero=${0}></ts-signed-bar></td><td class="number-cell">${short(length)}</td></tr>`,
    )}</tbody></table>`;
  }

  static override styles = [
    StopElement.styles,
    css`
      :host { margin-top: 16px; }
      .columns { margin-top: 0; }
      .columns > .along { flex-grow: 2; }
      .columns > :last-child { flex: 1 1 220px; }
      .whose { margin: 8px 0 4px; font-size: 12px; }
      .bar { width: 90px; }
    `,
  ];
}
customElements.define('ts-taps-exhibit', TapsExhibit);

function tapName(distance: number): string {
  return distance === 0 ? t('itself') : t('{0} before', distance);
}
