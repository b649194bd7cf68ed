// The ways from a head, and from one of its edges, to the question what the model would say without it. Pure but for the
// button.
import { html, type TemplateResult } from 'lit';
import type { HeadRef } from '../../../src/contract/readings.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';
import { t } from '../../text/l10n.ts';

/** undefined for the mean and the maximum, which no part of the model computes. */
export function switchedOff({ layer, head }: HeadRef): Change | undefined {
  return typeof head === 'number' ? { kind: 'scale', part: { kind: 'head', layer, head }, factor: 0 } : undefined;
}

/** undefined also where a token attends to itself: what it is cannot be hidden from it. */
export function cutEdge({ layer, head }: HeadRef, query: TokenIndex, key: TokenIndex): Change | undefined {
  if (typeof head !== 'number' || key >= query) return undefined;
  return { kind: 'hide', span: { start: key, end: key + 1 } as Span<TokenIndex>, query, layer, head };
}

export function whatIfButton(action: string, words: string, tryIt: () => void): TemplateResult {
  const title = t('{0}: what the model says then, in the Lab', words);
  return html`<button class="chip what-if" data-action=${action} data-control title=${title} @click=${tryIt}>${words}</button>`;
}
