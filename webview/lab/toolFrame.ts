// The frame that all tools share: what kind of answer it is, a title and a short paragraph. Attention is not importance,
// and a picture that does not say how it came about will be taken for it. Knows no tool.
import { css, html, type TemplateResult } from 'lit';
import '../stops/numbersButtons.ts';
import { t } from '../text/l10n.ts';

/**
 * computed: an exact part of the forward pass; measured: the model was run again with a change; approximate: neither, such
 * as a gradient that is taken for a change.
 */
export type AnswerKind = 'computed' | 'measured' | 'approximate';

export interface ToolFrame {
  readonly id: string;
  readonly title: string;
  readonly kind: AnswerKind;
  /** What the answer says, and what it does not. */
  readonly lead: string;
}

export function toolFrame({ id, title, kind, lead }: ToolFrame, content: TemplateResult): TemplateResult {
  return html`<section id=${id} aria-labelledby="${id}-title">
    <header><h2 id="${id}-title" tabindex="-1">${title}</h2><span class="kind" data-kind=${kind}>${kindName(kind)}</span><ts-numbers data-control></ts-numbers></header>
    <p class="lead">${lead}</p>
    ${content}
  </section>`;
}

/** Where the model has not what the tool asks for; `why` is a sentence of the tool's own. */
export function toolThatDoesNotApply({ id, title }: Pick<ToolFrame, 'id' | 'title'>, why: string): TemplateResult {
  return html`<section id=${id} aria-labelledby="${id}-title">
    <header><h2 id="${id}-title" tabindex="-1">${title}</h2></header>
    <p class="lead">${why}</p>
  </section>`;
}

/** A function, not a constant: texts can be translated only once the language is known. */
function kindName(kind: AnswerKind): string {
  const names: Record<AnswerKind, string> = {
    computed: t('Computed'),
    measured: t('Measured'),
    approximate: t('Approximate'),
  };
  return names[kind];
}

export const toolFrameStyles = css`
  .lead { margin-left: 0; }
  .kind { border: 1px solid var(--ts-hairline); border-radius: 8px; padding: 0 8px; font-size: 11px; line-height: 1.5; }
`;
