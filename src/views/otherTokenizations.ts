// One text cut by several tokenizers, side by side with the model's own. Knows no panel.
import type { OpenAiEncoding, TokenizerRef } from '../contract/tokens.ts';
import type { OtherTokenization } from '../contract/webviewApi.ts';
import type { EngineClient } from '../engine/client.ts';

export interface OtherTokenizers {
  readonly encodings: readonly OpenAiEncoding[];
  /** The folder of the embedded model, where its tokenizer is one of them. */
  readonly embeddedModel: string | undefined;
}

/** In the order of the tokenizers, the embedded model's first and without a name. Fails as the engine does. */
export async function otherTokenizations(
  engine: EngineClient,
  text: string,
  { encodings, embeddedModel }: OtherTokenizers,
): Promise<readonly OtherTokenization[]> {
  const tokenizers: TokenizerRef[] = encodings.map((encoding) => ({ kind: 'openai', encoding }));
  if (embeddedModel !== undefined) tokenizers.unshift({ kind: 'folder', folder: embeddedModel });
  return await Promise.all(
    tokenizers.map(async (tokenizer) => ({
      name: tokenizer.kind === 'openai' ? tokenizer.encoding : undefined,
      tokens: await engine.tokenize(text, tokenizer),
    })),
  );
}
