// Answers the questions of EngineApi from models and runs. Knows nothing about processes; server.ts connects it with
// one.

import type { EngineApi } from '../contract/engineApi.ts';
import type { EngineEvents } from '../contract/engineEvents.ts';
import { attention, attentionMaps, attentionOverview, attentionRows } from './attentionAnswers.ts';
import { blocks, logitLens } from './blockAnswers.ts';
import { direction } from './changes.ts';
import { checkedQuestions } from './checkedQuestions.ts';
import { compareQuestions } from './compareQuestions.ts';
import { contextQuestions } from './contextAnswers.ts';
import { documentQuestions } from './documentQuestions.ts';
import { embeddingMap, neighbours, positions, rareTokens } from './embeddingAnswers.ts';
import { flow } from './flowAnswers.ts';
import { generationQuestions } from './generationQuestions.ts';
import { headDetail, headScores, rollout, rotation, similarity } from './headAnswers.ts';
import { inspectionQuestions } from './inspectionAnswers.ts';
import { checkReadsOn } from './maskedWord.ts';
import { mattered } from './matteredAnswers.ts';
import { modelQuestions } from './modelQuestions.ts';
import { next } from './nextTokenAnswers.ts';
import { openTextQuestions } from './openTextQuestions.ts';
import { otherText, patchSweep } from './patchAnswers.ts';
import { routing } from './routingAnswers.ts';
import { Runs } from './runs.ts';
import { sentences } from './sentenceAnswers.ts';
import { stateQuestions } from './stateQuestions.ts';
import { ngrams, surprisals, swapped, timeLength } from './textAnswers.ts';
import { merges } from './tokenAnswers.ts';
import { tokenizerQuestions } from './tokenizerQuestions.ts';
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
  const askOn = onwardAsk(runs);
  return checkedQuestions({
    ...modelQuestions(runs, events),
    ...tokenizerQuestions(),
    ...openTextQuestions(),
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
    nextTokens: (id, after, k, sampling) => ask(id, (text, run, signal) => next(text, run, after, k, sampling, signal)),
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
    sentences: (id, question) => ask(id, (text, run, signal) => sentences(text, run, question, signal)),
    blocks: (id, token) => ask(id, (text) => blocks(text, token)),
    logitLens: (id, tokens) => ask(id, (text, _run, signal) => logitLens(text, tokens, signal)),
    routing: (id, tokens) => ask(id, (text, _run, signal) => routing(text, tokens, signal)),
    surprisals: (id) => askOn(id, (text, _run, signal) => surprisals(text, signal)),
    votes: (id, question) => ask(id, (text, _run, signal) => votes(text, question, signal)),
    swapped: (id, a, b, k, sampling) =>
      askOn(id, (text, run, signal) => swapped(text, run, [a, b], k, sampling, signal)),
    mattered: (id, question, ms) => ask(id, (text, run, signal) => mattered(text, run, question, ms, signal)),
    whatIf: (id, question) => ask(id, (text, run, signal) => whatIf(text, run, question, signal)),
    whatIfSurprisals: (id, changes) => ask(id, (text, run, signal) => whatIfSurprisals(text, run, changes, signal)),
    direction: (id, wanted, layer) => ask(id, (text, run, signal) => direction(text, run, wanted, layer, signal)),
    whatIfTexts: (id, changes, tokens, sampling) =>
      ask(id, (text, run, signal) => whatIfTexts(text, run, { changes, tokens, sampling }, signal)),
    otherText: (id, source, k, sampling, masked) =>
      ask(id, (text, run, signal) => otherText(text, run, source, { k, sampling, masked }, signal)),
    patchSweep: (id, question, ms) => ask(id, (text, run, signal) => patchSweep(text, run, question, ms, signal)),
    ...compareQuestions(runs),
    ...contextQuestions(events),
    ...inspectionQuestions(events),
    timeLength: (id, tokens) => ask(id, (text, _run, signal) => timeLength(text, tokens, signal)),
    ngrams: (id, document, after, k) =>
      ask(id, (text, run, signal) => ngrams(text, run, document, { after, k }, signal)),
    ...generationQuestions(runs),
    interrupt: async (id) => runs.interrupt(id),
    cancel: async (id) => runs.cancel(id),
  });
}

/** For what only a model that goes on with texts can be asked. */
function onwardAsk(runs: Runs): Runs['ask'] {
  return (id, question) =>
    runs.ask(id, (text, run, signal) => {
      checkReadsOn(text);
      return question(text, run, signal);
    });
}
