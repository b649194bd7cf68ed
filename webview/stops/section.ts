// The frame that all stops share: number, title, a short paragraph, a formula, the content and something to try. Knows
// no stop.
import { css, html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { t } from '../text/l10n.ts';
import { whileItScrolls } from './reachable.ts';

export interface Stop {
  readonly id: string;
  /** The stop's place in the lecture, 1 = first. */
  readonly number: number;
  readonly title: string;
  readonly lead: string;
  /** Controls and legends at the right end of the title. */
  readonly tools?: TemplateResult;
  /** MathML. */
  readonly formula?: TemplateResult;
  /** Something that the reader can try here. */
  readonly task?: string;
}

export function section(
  { id, number, title, lead, tools, formula, task }: Stop,
  content: TemplateResult,
): TemplateResult {
  return html`<section id=${id} aria-labelledby="${id}-title">
    <header>
      <span class="number" aria-hidden="true">${number}</span>
      <h2 id="${id}-title" tabindex="-1">${title}</h2>
      <span class="tools">${tools}</span>
    </header>
    <p class="lead">${lead}</p>
    ${formula ? html`<p class="formula" lang="en" ${ref(whileItScrolls)}>${formula}</p>` : nothing}
    ${content}
    ${task ? html`<p class="task"><strong>${t('Try')}</strong> ${task}</p>` : nothing}
  </section>`;
}

export const sectionStyles = css`
  section { padding: 18px 20px 22px; border-bottom: 1px solid var(--ts-hairline); }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; }
  h2 { font-size: 15px; font-weight: 600; margin: 0; letter-spacing: 0.01em; }
  .number { display: inline-grid; place-items: center; width: 20px; height: 20px; border-radius: 50%; font-size: 11px; font-weight: 600; font-variant-numeric: tabular-nums; border: 1px solid var(--ts-hairline); color: var(--vscode-descriptionForeground); }
  .tools { margin-left: auto; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; }
  /* A font for text, above all a Chinese one, has brackets that do not grow and no place for subscripts. */
  math { font-family: 'Cambria Math', 'STIX Two Math', 'Latin Modern Math', math; }
  :is(h2, .formula):focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
  .formula { margin: -4px 0 14px 30px; display: flex; flex-wrap: wrap; gap: 4px 1em; font-size: 15px; overflow-x: auto; }
  .task { margin: 16px 0 0 30px; padding: 6px 12px; border-left: 3px solid var(--ts-attention); font-size: 12px; max-width: 68ch; line-height: 1.45; }
  .task strong { font-weight: 600; margin-right: 6px; }
  .lead { margin: 4px 0 14px 30px; color: var(--vscode-descriptionForeground); max-width: 68ch; line-height: 1.45; }
`;
