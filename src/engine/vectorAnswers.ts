// Answers with the vectors of one token: embedding, position, and the residual stream through all blocks. Knows one
// run.
import type { TokenVectors } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

/** The token's rows of the tables are looked up again; its residual stream is stored. [d] each, and [layers + 1, d] */
export async function vectors(text: ExplainedText, token: TokenIndex): Promise<TokenVectors> {
  const { sequence, model } = text;
  checkIndex('token', token, sequence.length);
  const { layers, dModel } = model.info;
  const embedded = await model.transformer.embed([sequence.ids[token]], token);
  const values = new Float32Array((layers + 1) * dModel);
  for (let layer = 0; layer <= layers; layer++) values.set(sequence.residual(layer, token, token + 1), layer * dModel);
  return {
    token,
    embedding: embedded.token_embedding,
    position: embedded.position_embedding,
    segment: embedded.segment_embedding,
    residual: { rows: layers + 1, columns: dModel, values },
  };
}
