// The engine questions a webview may ask, passed on unchanged for its own run only.

import type { RunId } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import type { RunQuestions } from '../contract/webviewApi.ts';
import type { EngineClient } from '../engine/client.ts';

export function runQuestions(engine: EngineClient, own: () => RunId | undefined): RunQuestions {
  function checked(run: RunId): RunId {
    if (run === own()) return run;
    throw { code: 'run-unknown', run } satisfies Failure;
  }
  return {
    attention: async (run, ...rest) => await engine.attention(checked(run), ...rest),
    attentionRows: async (run, ...rest) => await engine.attentionRows(checked(run), ...rest),
    attentionOverview: async (run, ...rest) => await engine.attentionOverview(checked(run), ...rest),
    attentionMaps: async (run, ...rest) => await engine.attentionMaps(checked(run), ...rest),
    vectors: async (run, ...rest) => await engine.vectors(checked(run), ...rest),
    nextTokens: async (run, ...rest) => await engine.nextTokens(checked(run), ...rest),
    merges: async (run, ...rest) => await engine.merges(checked(run), ...rest),
    neighbours: async (run, ...rest) => await engine.neighbours(checked(run), ...rest),
    embeddingMap: async (run, ...rest) => await engine.embeddingMap(checked(run), ...rest),
    positions: async (run, ...rest) => await engine.positions(checked(run), ...rest),
    rotation: async (run, ...rest) => await engine.rotation(checked(run), ...rest),
    headDetail: async (run, ...rest) => await engine.headDetail(checked(run), ...rest),
    headScores: async (run, ...rest) => await engine.headScores(checked(run), ...rest),
    rollout: async (run, ...rest) => await engine.rollout(checked(run), ...rest),
    similarity: async (run, ...rest) => await engine.similarity(checked(run), ...rest),
    blocks: async (run, ...rest) => await engine.blocks(checked(run), ...rest),
    logitLens: async (run, ...rest) => await engine.logitLens(checked(run), ...rest),
    surprisals: async (run, ...rest) => await engine.surprisals(checked(run), ...rest),
    swapped: async (run, ...rest) => await engine.swapped(checked(run), ...rest),
    timeLength: async (run, ...rest) => await engine.timeLength(checked(run), ...rest),
    generate: async (run, ...rest) => await engine.generate(checked(run), ...rest),
    truncate: async (run, ...rest) => await engine.truncate(checked(run), ...rest),
  };
}
