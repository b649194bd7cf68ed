// Which tokens of the open model training hardly moved, asked of the engine once for each model. Knows no text.
import type { EngineApi, RunSummary } from '../contract/engineApi.ts';
import type { TokenizerRef } from '../contract/tokens.ts';

/** undefined where the tokenizer is not that of the open model, or the model does not tell. Rejects like the engine. */
export function untrainedTokens(
  engine: Pick<EngineApi, 'rareTokens'>,
  open: () => RunSummary | undefined,
): (tokenizer: TokenizerRef) => Promise<ReadonlySet<number> | undefined> {
  const known = new Map<string, Promise<ReadonlySet<number> | undefined>>();
  return async (tokenizer) => {
    const summary = open();
    if (tokenizer.kind !== 'folder' || summary?.model.folder !== tokenizer.folder) return undefined;
    const { folder } = tokenizer;
    const asked = known.get(folder) ?? engine.rareTokens(summary.run).then((ids) => ids && new Set(ids));
    known.set(folder, asked);
    asked.catch(() => known.delete(folder)); // the run has ended, or another question came first
    return await asked;
  };
}
