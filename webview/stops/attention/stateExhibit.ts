// The part of stop 4 below the map of a state: how much each token lets the state fade and how large it is along the text, what
// the selected token reads of each, written out, and why its cost is linear. Knows answers.
import { css, html, nothing } from 'lit';
import type { StateCourse, StateDetail } from '../../../src/contract/stateReadings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import '../../charts/courseChart.ts';
import type { CourseValues } from '../../charts/courseDrawing.ts';
import { whileTrue } from '../../state/answer.ts';
import { Latest } from '../../state/latest.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { short } from '../../text/numbers.ts';
import type { NumberTable } from '../../text/numberTable.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import '../numbersButtons.ts';
import { StopElement } from '../stopElement.ts';
import { headless } from './headless.ts';
import './stateDetail.ts';
import { courseTable, detailTable } from './stateNumbers.ts';
import { alongTheText, halfLife, whyLinear } from './stateWords.ts';
import './tapsExhibit.ts';

export class StateExhibit extends StopElement {
  static override properties = { ...StopElement.properties, key: { type: Number }, pointed: { state: true } };
  /** The token of the cell that was opened in the map. */
  declare key: TokenIndex | undefined;
  /** The token of the course that the pointer or the keys are at. */
  declare pointed: TokenIndex | undefined;
  readonly #course = new Latest<StateCourse>();
  readonly #detail = new Latest<StateDetail>();

  protected override askEngine(): void {
    const { run, host, at } = this.context;
    const { layer, head } = this.context.head;
    this.ask(this.#course, `course ${layer} ${head}`, () => host.stateCourse(run, { layer, head }));
    if (typeof head === 'number')
      this.ask(this.#detail, `state detail ${layer} ${head} ${at}`, () => host.stateDetail(run, { layer, head }, at));
  }

  override render() {
    const { model, head, tokens } = this.context;
    const state = model.states[head.layer];
    if (!state) return nothing;
    return html`<h3>${t('What each token lets fade, and how large the state is')}<span class="reading" role="status">${this.#reading()}</span><ts-numbers data-control></ts-numbers></h3>
      ${this.shown(this.#course, (course) => this.#chart(course))}
      <div class="columns"><div>${this.#written()}</div><div class="text"><h3>${t('Why its cost is linear')}</h3>${model.layerHeads[head.layer].heads > 0 ? nothing : headless(model, head.layer)}<p>${whyLinear(state, tokens.length)}</p></div></div>
      ${model.convolutions[head.layer] ? html`<ts-taps-exhibit .context=${this.context}></ts-taps-exhibit>` : nothing}`;
  }

  override numbers(): readonly NumberTable[] {
    const { head, tokens } = this.context;
    const { value: course } = this.#course;
    const { value: detail } = this.#detail;
    return [
      ...(course && this.#course.isCurrent ? [courseTable(course, head, tokens)] : []),
      ...(detail && this.#detail.isCurrent && typeof head.head === 'number' ? [detailTable(detail, head, tokens)] : []),
    ];
  }

  #chart(course: StateCourse) {
    const { at, pointer, head } = this.context;
    const half = halfLife(course.decays);
    return html`<ts-course-chart .values=${this.#valuesOf(course)} .chosen=${at} .pointed=${this.pointed}
        label=${alongTheText(head, course)}
        @place-point=${({ detail }: CustomEvent<TokenIndex | undefined>) => {
          this.pointed = detail;
          if (detail === undefined) pointer.pointAt();
          else pointer.pointAt(detail);
        }}
        @place-select=${({ detail }: CustomEvent<TokenIndex>) => this.select(detail)}></ts-course-chart>
      <p class="hint">${t('Line: the norm ‖S‖ of the state behind each token. Strip: the share of the state that a token lets fade before it writes, 1 − α: the stronger the colour, the more is forgotten.')}
        ${course.strengths.length > 0 ? t('Second strip: how strongly each token writes, β. At 1 its value takes the place of what the state says at its key, at 0 that stays as it is; what is at other keys only fades.') : nothing}
        ${half === undefined ? nothing : t('On average, half of what a token wrote is left after {0} tokens.', half < 10 ? short(half) : formatNumber(Math.round(half)))}</p>`;
  }

  /** The same object as long as answer and tokens are the same. */
  #valuesOf(course: StateCourse): CourseValues {
    const { tokens } = this.context;
    if (this.#drawn?.course !== course || this.#drawn.tokens !== tokens)
      this.#drawn = {
        ...{ course, tokens },
        values: {
          line: { name: t('norm ‖S‖'), values: course.norms },
          strips: [
            { name: t('forgotten'), levels: course.decays.map((decay) => 1 - decay) },
            ...(course.strengths.length > 0 ? [{ name: t('written, β'), levels: course.strengths }] : []),
          ],
          names: tokens.slice(0, course.decays.length).map((token) => shortText(token, 10)),
        },
      };
    return this.#drawn.values;
  }
  #drawn: { readonly course: StateCourse; readonly tokens: unknown; readonly values: CourseValues } | undefined;

  #reading(): string {
    const { value: course, isCurrent } = this.#course;
    const { tokens, at } = this.context;
    const token = this.pointed ?? at;
    if (!course || !isCurrent || token >= course.decays.length) return '';
    const said = [quotedToken(tokens[token], 16), short(course.decays[token]), short(course.norms[token])] as const;
    return course.strengths.length > 0
      ? t(
          '{0}: keeps {1} of the state, writes with β = {3}, norm behind it {2}',
          ...said,
          short(course.strengths[token]),
        )
      : t('{0}: keeps {1} of the state, norm behind it {2}', ...said);
  }

  #written() {
    const { at, tokens, head, pointer } = this.context;
    const title = html`<h3>${t('What {0} reads of each token', quotedToken(tokens[at], 16))}</h3>`;
    if (typeof head.head !== 'number')
      return html`${title}<p class="hint">${t('Choose a single head above: the arithmetic is done in each by itself.')}</p>`;
    const detail = whileTrue(this.#detail, ({ weights }) => weights.length <= tokens.length);
    return html`${title}${this.shown(
      detail,
      (value) => html`<ts-state-detail .detail=${value} .tokens=${tokens} .key=${this.key}
        @key-point=${({ detail: key }: CustomEvent<TokenIndex | undefined>) => (key === undefined ? pointer.pointAt() : pointer.pointAt(key))}></ts-state-detail>`,
    )}`;
  }

  static override styles = [
    StopElement.styles,
    css`
      :host { margin-top: 16px; }
      h3 { flex-wrap: wrap; }
      .columns h3 { margin-top: 0; }
      .text { font-size: 12px; line-height: 1.5; max-width: 68ch; }
      .text p { margin: 0 0 8px; }
      .reading { font-weight: 400; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-state-exhibit', StateExhibit);
