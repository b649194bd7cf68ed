// Answers about mixtures of experts: which of them the tokens of a text got. Knows one run.
import type { LayerRouting, Routing } from '../contract/experts.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { expertLoad } from '../explain/expertLoad.ts';
import { checkSpan, invalid } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** What is sent grows with tokens · layers · chosen: 12 MB for these, with 48 layers and 8 experts a token. */
const MAX_TOKENS = 4096;
/** Tokens whose blocks are run again at a time: their scores are as long as the text. */
const AT_A_TIME = 64;

/** Each layer with experts is run again for the tokens. Fails with question-invalid, and like recomputeBlock(). */
export async function routing(
  { model, sequence }: ExplainedText,
  tokens: Span<TokenIndex>,
  signal: AbortSignal,
): Promise<Routing | undefined> {
  checkSpan('tokens', tokens, sequence.length);
  if (tokens.end - tokens.start > MAX_TOKENS) throw invalid('routing', `more than ${MAX_TOKENS} tokens`);
  const { experts: shape } = model.transformer.shape;
  if (!shape) return undefined;
  const { experts, chosen } = shape;
  const layers: LayerRouting[] = [];
  for (const [layer, hasExperts] of shape.layers.entries()) {
    if (!hasExperts) continue;
    const ids = new Float32Array((tokens.end - tokens.start) * chosen);
    const weights = new Float32Array(ids.length);
    for (let start: number = tokens.start; start < tokens.end; start += AT_A_TIME) {
      throwIfCancelled(signal);
      const end = Math.min(start + AT_A_TIME, tokens.end);
      const outputs = ['expert_ids', 'expert_weights'] as const;
      const ran = await model.transformer.recomputeBlock(sequence, layer, start, end, outputs);
      ids.set(ran.expert_ids, (start - tokens.start) * chosen);
      weights.set(ran.expert_weights, (start - tokens.start) * chosen);
    }
    layers.push({ layer, ids, weights, ...expertLoad(ids, weights, experts) });
  }
  return { tokens, experts, chosen, layers };
}
