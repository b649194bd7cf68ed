// The questions of EngineApi by name, and who may ask them: the one list from which the engine's client, the host of
// the webviews and the webviews derive theirs. The compiler checks it against the interface.
import type { EngineApi } from './engineApi.ts';

/**
 * `webview`: the question is about the run that a webview shows, and the host passes it on unchanged. `host`: only the
 * extension host asks it, since it names a folder, carries a document or decides how long a run lives.
 */
export const QUESTIONS = {
  load: 'host',
  unload: 'host',
  tokenize: 'host',
  vocabularySize: 'host',
  count: 'host',
  openText: 'host',
  editText: 'host',
  closeText: 'host',
  countText: 'host',
  countSpans: 'host',
  lineEndBeyond: 'host',
  tokensIn: 'host',
  chat: 'host',
  explain: 'host',
  readDocument: 'host',
  documentSurprisals: 'host',
  expected: 'host',
  attention: 'webview',
  valueWeights: 'webview',
  attentionRows: 'webview',
  attentionOverview: 'webview',
  attentionMaps: 'webview',
  stateWeights: 'webview',
  stateMaps: 'webview',
  stateOverview: 'webview',
  stateCourse: 'webview',
  stateDetail: 'webview',
  convolutionTaps: 'webview',
  vectors: 'webview',
  nextTokens: 'webview',
  merges: 'webview',
  neighbours: 'webview',
  rareTokens: 'host',
  embeddingMap: 'webview',
  positions: 'webview',
  rotation: 'webview',
  headDetail: 'webview',
  headScores: 'webview',
  rollout: 'webview',
  flow: 'webview',
  similarity: 'webview',
  sentences: 'webview',
  blocks: 'webview',
  logitLens: 'webview',
  routing: 'webview',
  surprisals: 'webview',
  votes: 'webview',
  swapped: 'webview',
  mattered: 'webview',
  whatIf: 'webview',
  whatIfSurprisals: 'webview',
  whatIfTexts: 'webview',
  direction: 'webview',
  otherText: 'webview',
  patchSweep: 'webview',
  comparison: 'webview',
  comparedPredictions: 'webview',
  comparedStreams: 'webview',
  comparedHeads: 'webview',
  comparedNext: 'webview',
  timeLength: 'webview',
  ngrams: 'host',
  generate: 'webview',
  choose: 'webview',
  restore: 'webview',
  truncate: 'webview',
  interrupt: 'webview',
  cancel: 'host',
  release: 'host',
  contextReport: 'host',
  conversationTokens: 'host',
  cancelContextReport: 'host',
  inspectFile: 'host',
  tensorStatistics: 'host',
  tensorDifferences: 'host',
  cancelInspection: 'host',
  fileTokenizer: 'host',
  searchVocabulary: 'host',
  vocabularyEntries: 'host',
  chatSample: 'host',
} as const satisfies Readonly<Record<keyof EngineApi, 'webview' | 'host'>>;

export type RunQuestion = {
  [Name in keyof typeof QUESTIONS]: (typeof QUESTIONS)[Name] extends 'webview' ? Name : never;
}[keyof typeof QUESTIONS];

/** What a webview may ask of the run that it shows. */
export type RunQuestions = Pick<EngineApi, RunQuestion>;

export const QUESTION_NAMES = Object.keys(QUESTIONS) as readonly (keyof EngineApi)[];
export const RUN_QUESTION_NAMES = QUESTION_NAMES.filter((name): name is RunQuestion => QUESTIONS[name] === 'webview');
