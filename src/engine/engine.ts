// Answers the questions of EngineApi from models and runs. Knows nothing about processes; server.ts connects it with
// one.

import type { EngineApi, EngineEvents } from '../contract/engineApi.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { tokenizerOf } from '../tokenizer/loadedTokenizers.ts';
import { attention, attentionMaps, attentionOverview, attentionRows } from './attentionAnswers.ts';
import { blocks, logitLens } from './blockAnswers.ts';
import { direction } from './changes.ts';
import { checkedQuestions } from './checkedQuestions.ts';
import { compareQuestions } from './compareQuestions.ts';
import { contextQuestions } from './contextAnswers.ts';
import { documentQuestions } from './documentQuestions.ts';
import { embeddingMap, neighbours, positions, rareTokens } from './embeddingAnswers.ts';
import { flow } from './flowAnswers.ts';
import { headDetail, headScores, rollout, rotation, similarity } from './headAnswers.ts';
import { mattered } from './matteredAnswers.ts';
import { modelQuestions } from './modelQuestions.ts';
import { choose, generate, next, restore, truncate } from './nextTokenAnswers.ts';
import { openTextQuestions } from './openTextQuestions.ts';
import { otherText, patchSweep } from './patchAnswers.ts';
import { routing } from './routingAnswers.ts';
import { Runs } from './runs.ts';
import { stateQuestions } from './stateQuestions.ts';
import { ngrams, surprisals, swapped, timeLength } from './textAnswers.ts';
import { merges } from './tokenAnswers.ts';
import { valueWeights } from './valueWeightAnswers.ts';
import { vectors } from './vectorAnswers.ts';
import { votes } from './voteAnswers.ts';
import { whatIf, whatIfSurprisals, whatIfTexts } from './whatIfAnswers.ts';

/**
 * An engine that has no model and no run yet, and that checks what it is asked. `events` is called while a text is
 * explained.
 */
export function createEngine(events: EngineEvents): EngineApi {
  const runs = new Runs();
  const ask: Runs['ask'] = (id, question) => runs.ask(id, question);
  return checkedQuestions({
    ...modelQuestions(runs, events),
    tokenize: async (text, ref) => (await tokenizerOf(ref)).encode(text),
    vocabularySize: async (ref) => (await tokenizerOf(ref)).size,
    count,
    ...openTextQuestions(),
    chat: async (folder, messages) => {
      const { applyChatTemplate } = await import('../tokenizer/chatTemplate.ts'); // few sessions need Jinja
      return await applyChatTemplate(folder, messages);
    },
    ...documentQuestions(runs),
    attention: (id, head, rows, columns) =>
      ask(id, (text, _run, signal) => attention(text, head, rows, columns, signal)),
    valueWeights: (id, head, rows, columns) =>
      ask(id, (text, _run, signal) => valueWeights(text, head, rows, columns, signal)),
    attentionRows: (id, token) => ask(id, (text) => attentionRows(text, token)),
    attentionOverview: (id, size) => ask(id, (text, _run, signal) => attentionOverview(text, size, signal)),
    attentionMaps: (id, layer, size) => ask(id, (text, _run, signal) => attentionMaps(text, layer, size, signal)),
    ...stateQuestions(runs),
    vectors: (id, token) => ask(id, (text) => vectors(text, token)),
    nextTokens: (id, after, k, sampling) => ask(id, (text, run) => next(text, run, after, k, sampling)),
    merges: (id, token) => ask(id, (text) => merges(text, token)),
    rareTokens: (id) => ask(id, (text, _run, signal) => rareTokens(text, signal)),
    neighbours: (id, token, k) => ask(id, (text) => neighbours(text, token, k)),
    embeddingMap: (id, groups, method) => ask(id, (text, _run, signal) => embeddingMap(text, groups, method, signal)),
    positions: (id) => ask(id, (text) => positions(text)),
    rotation: (id, head, token) => ask(id, (text) => rotation(text, head, token)),
    headDetail: (id, head, token) => ask(id, (text) => headDetail(text, head, token)),
    headScores: (id) => ask(id, (text) => headScores(text)),
    rollout: (id, layer) => ask(id, (text, _run, signal) => rollout(text, layer, signal)),
    flow: (id, position, threshold) => ask(id, (text, _run, signal) => flow(text, position, threshold, signal)),
    similarity: (id, a, b) => ask(id, (text) => similarity(text, a, b)),
    blocks: (id, token) => ask(id, (text) => blocks(text, token)),
    logitLens: (id, tokens) => ask(id, (text, _run, signal) => logitLens(text, tokens, signal)),
    routing: (id, tokens) => ask(id, (text, _run, signal) => routing(text, tokens, signal)),
    surprisals: (id) => ask(id, (text, _run, signal) => surprisals(text, signal)),
    votes: (id, question) => ask(id, (text, _run, signal) => votes(text, question, signal)),
    swapped: (id, a, b, k, sampling) => ask(id, (text, _run, signal) => swapped(text, a, b, k, sampling, signal)),
    mattered: (id, question, ms) => ask(id, (text, run, signal) => mattered(text, run, question, ms, signal)),
    whatIf: (id, question) => ask(id, (text, run, signal) => whatIf(text, run, question, signal)),
    whatIfSurprisals: (id, changes) => ask(id, (text, run, signal) => whatIfSurprisals(text, run, changes, signal)),
    direction: (id, wanted, layer) => ask(id, (text, _run, signal) => direction(text, wanted, layer, signal)),
    whatIfTexts: (id, changes, tokens, sampling) =>
      ask(id, (text, run, signal) => whatIfTexts(text, run, { changes, tokens, sampling }, signal)),
    otherText: (id, source, k, sampling) =>
      ask(id, (text, _run, signal) => otherText(text, source, k, sampling, signal)),
    patchSweep: (id, question, ms) => ask(id, (text, run, signal) => patchSweep(text, run, question, ms, signal)),
    ...compareQuestions(runs),
    ...contextQuestions(events),
    timeLength: (id, tokens) => ask(id, (text, _run, signal) => timeLength(text, tokens, signal)),
    ngrams: (id, document, after, k) => ask(id, (text, run) => ngrams(text, run, document, after, k)),
    generate: (id, sampling, k) => runs.change(id, (text, run, signal) => generate(text, run, sampling, k, signal)),
    choose: (id, token, sampling, k) =>
      runs.change(id, (text, run, signal) => choose(text, run, token, sampling, k, signal)),
    restore: (id, ids) => runs.change(id, (text, run, signal) => restore(text, run, ids, signal)),
    truncate: (id, length) => runs.change(id, (text, run) => truncate(text, run, length)),
    interrupt: async (id) => runs.interrupt(id),
    cancel: async (id) => runs.cancel(id),
  });
}

async function count(texts: readonly string[], ref: TokenizerRef): Promise<readonly number[]> {
  const tokenizer = await tokenizerOf(ref);
  return texts.map((text) => tokenizer.count(text));
}
