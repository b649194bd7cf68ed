// What heads read from each part of the text: thousands of tokens are not seen one by one. Composes the tree; knows one answer.
import { css, html, nothing } from 'lit';
import type { TextSpan } from '../../../src/contract/mattered.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import type { ToolContext } from '../toolContext.ts';
import { partName } from './partName.ts';
import './spanVoteTree.ts';
import type { SpanVoteTree } from './spanVoteTree.ts';
import type { ReaderRef } from './voteParts.ts';

export interface ReadSpans {
  readonly spans: readonly TextSpan[];
  /** The votes of one reader, or of all together where none is opened. [tokens that the position sees] */
  readonly byToken: ArrayLike<number>;
  readonly opened: ReaderRef | undefined;
  /** What the parts are parts of: those of another text are opened anew. */
  readonly of: string;
  /** The place of the one that stays marked. */
  readonly chosen: number | undefined;
}

export interface SpanActions {
  /** Marks a part in the text, or none. */
  readonly light: (span: TextSpan['span'] | undefined) => void;
  readonly choose: (at: number | undefined) => void;
  readonly reveal: (token: TokenIndex) => void;
}

/** Nothing for a text that has no parts but its tokens. */
export function votesBySpan(read: ReadSpans, { tokens }: Pick<ToolContext, 'tokens'>, actions: SpanActions) {
  const { spans, byToken, opened, of, chosen } = read;
  if (spans.length === 0) return nothing;
  const whose = opened ? partName(opened) : t('all heads');
  const spanAt = (event: Event, at = -1) => (event.currentTarget as SpanVoteTree).parts[at]?.span;
  const choose = (event: CustomEvent<number | undefined>) => {
    actions.choose(event.detail);
    actions.light(spanAt(event, event.detail));
  };
  return html`<section class="spans" aria-labelledby="span-votes"><h3 id="span-votes">${t('Votes by part of the text')}</h3>
    <p class="hint">${opened ? t('What {0} read from each part: the sum of its votes over the tokens of the part.', whose) : t('What all heads together read from each part: the sum of their votes over the tokens of the part.')}</p>
    <ts-span-votes .question=${of} .spans=${spans} .byToken=${byToken} .tokens=${tokens} .whose=${whose} .chosen=${chosen}
      @part-point=${(event: CustomEvent<number | undefined>) => actions.light(spanAt(event, event.detail ?? chosen))}
      @part-choose=${choose} @part-reveal=${(event: CustomEvent<number>) => actions.reveal(spanAt(event, event.detail).start)}></ts-span-votes></section>`;
}

export const votesBySpanStyles = css`
  .spans { padding: 12px 0 0; border: 0; max-width: 820px; }
`;
