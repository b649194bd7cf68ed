// The engine questions a webview may ask, passed on unchanged for its own run only.
import type { EngineClient } from '../engine/client.ts';
import type { Failure } from '../engine/failure.ts';
import type { RunId } from '../engine/protocol.ts';
import type { RunQuestions } from './protocol.ts';

export function runQuestions(engine: EngineClient, own: () => RunId | undefined): RunQuestions {
  function checked(run: RunId): RunId {
    if (run === own()) return run;
    throw { code: 'run-unknown', run } satisfies Failure;
  }
  return {
    attention: async (run, ...rest) => await engine.attention(checked(run), ...rest),
    attentionRows: async (run, ...rest) => await engine.attentionRows(checked(run), ...rest),
    attentionOverview: async (run, ...rest) => await engine.attentionOverview(checked(run), ...rest),
    vectors: async (run, ...rest) => await engine.vectors(checked(run), ...rest),
    nextTokens: async (run, ...rest) => await engine.nextTokens(checked(run), ...rest),
    generate: async (run, ...rest) => await engine.generate(checked(run), ...rest),
    truncate: async (run, ...rest) => await engine.truncate(checked(run), ...rest),
  };
}
