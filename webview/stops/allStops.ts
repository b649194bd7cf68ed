// The stops of the Lecture, in their order. Composes them; knows nothing of what they show.
import { html, nothing } from 'lit';
import './attention/attentionStop.ts';
import './block/blockStop.ts';
import './embedding/embeddingStop.ts';
import './generation/generationStop.ts';
import './longText/longTextStop.ts';
import './nextToken/nextTokenStop.ts';
import './position/positionStop.ts';
import type { StopContext } from './stopContext.ts';
import './tokens/tokensStop.ts';

/** `how`: the first of them alone appears sooner than all. */
export function allStops(context: StopContext, how: 'first' | 'all') {
  return html`<ts-tokens-stop .context=${context}></ts-tokens-stop>${
    how === 'first'
      ? nothing
      : html`<ts-embedding-stop .context=${context}></ts-embedding-stop>
      <ts-position-stop .context=${context}></ts-position-stop>
      <ts-attention-stop .context=${context}></ts-attention-stop>
      <ts-block-stop .context=${context}></ts-block-stop>
      <ts-next-token-stop .context=${context}></ts-next-token-stop>
      <ts-generation-stop .context=${context}></ts-generation-stop>
      <ts-long-text-stop .context=${context}></ts-long-text-stop>`
  }`;
}
