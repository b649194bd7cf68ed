// What every question takes: the one table of the arguments' types and of the bounds that hold for every model and
// text. What depends on the run, such as its number of tokens, is checked with questionChecks.ts where it is answered.
import type { Compared } from '../contract/compared.ts';
import type { ContextRequest, UnsavedText } from '../contract/contextReport.ts';
import type { DocumentRequest } from '../contract/documentReading.ts';
import type { ContextReportId, EngineApi, ExplainRequest, RunId } from '../contract/engineApi.ts';
import { LEAST_FLOW_THRESHOLD } from '../contract/flow.ts';
import { MOST_READ_CHARACTERS } from '../contract/limits.ts';
import type { MatteredQuestion, Outcome } from '../contract/mattered.ts';
import type { InspectionId, VocabularyQuery } from '../contract/modelFile.ts';
import type { TextEdit, TextId, TextVersion } from '../contract/openText.ts';
import type { PatchQuestion } from '../contract/patching.ts';
import {
  changes,
  direction,
  headRef,
  index,
  otherText,
  patchKind,
  removalMode,
  sampling,
  token,
  tokens,
} from '../contract/questionReaders.ts';
import type { SentenceQuestion } from '../contract/sentences.ts';
import {
  type ChatMessage,
  OPENAI_ENCODINGS,
  type Span,
  type TokenizerRef,
  type Utf16Offset,
} from '../contract/tokens.ts';
import {
  boolean,
  list,
  number,
  oneOf,
  optional,
  path,
  type Reader,
  record,
  text,
  variant,
  wholeNumber,
} from '../contract/valueReaders.ts';
import type { VoteQuestion } from '../contract/votes.ts';
import type { WhatIfQuestion } from '../contract/whatIf.ts';
import { engineOptions } from './optionChecks.ts';

/** Windows has the longest paths. */
const folder = path(32_767);
/** A UUID has 36 characters. */
const run: Reader<RunId> = text(200);
/** More candidates than any vocabulary of today has, and still an answer of some megabytes. */
const k = wholeNumber(1, 1_000_000);
const head = record<{ readonly layer: number; readonly head: number }>({ layer: index, head: index });
const tokenizer = variant<TokenizerRef>({
  folder: record({ kind: oneOf('folder'), folder }),
  openai: record({ kind: oneOf('openai'), encoding: oneOf(...OPENAI_ENCODINGS) }),
});
/** A document has as many texts as lines at most. */
const texts = list(text(), 10_000_000);
const textId: Reader<TextId> = text(200);
const textVersion = record<TextVersion>({ text: textId, version: index });
const textEdits = list(record<TextEdit>({ start: index, removed: index, inserted: text() }), 1_000_000);
const span = record<Span<Utf16Offset>>({ start: wholeNumber<Utf16Offset>(0), end: wholeNumber<Utf16Offset>(0) });
const messages = list(record<ChatMessage>({ role: oneOf('system', 'user', 'assistant'), content: text() }), 100_000);
/** UMAP compares all points of the map: 20 groups of 100 words are more than its legend can show. */
const groups = list(list(text(100), 100), 20);
const request = record<ExplainRequest>({
  run,
  modelFolder: folder,
  options: optional(engineOptions),
  text: text(),
  beside: optional(boolean()),
});
const documentRequest = record<DocumentRequest>({
  run,
  modelFolder: folder,
  options: optional(engineOptions),
  text: text(MOST_READ_CHARACTERS),
});
const sight = record<Span<Utf16Offset>>({ start: wholeNumber(0), end: wholeNumber(0) });

const outcome = variant<Outcome>({
  next: record({ kind: oneOf('next'), after: token, id: index }),
  continuation: record({ kind: oneOf('continuation'), span: tokens }),
});
const matteredQuestion = record<MatteredQuestion>({ outcome, mode: removalMode });
const whatIfQuestion = record<WhatIfQuestion>({ changes, after: token, k, sampling });
const patchQuestion = record<PatchQuestion>({
  source: otherText,
  kind: patchKind,
  plus: index,
  minus: index,
  masked: optional(token),
});
const sentenceQuestion = record<SentenceQuestion>({
  other: otherText,
  pooling: optional(oneOf('cls', 'last', 'mean', 'max')),
});
const other = variant<Compared>({
  text: record({ kind: oneOf('text'), text: otherText }),
  run: record({ kind: oneOf('run'), run }),
  changes: record({ kind: oneOf('changes'), changes }),
});
const report: Reader<ContextReportId> = text(200);
const contextRequest = record<ContextRequest>({
  roots: list(path(32_767), 10_000),
  tokenizer,
  unsaved: optional(record<UnsavedText>({ path: text(32_767), text: text(200_000_000) })),
  conversation: optional(boolean()),
  exclude: optional(list(text(10_000), 10_000)),
  mostBytes: optional(wholeNumber(0, 200_000_000)),
  mostChosenBytes: optional(wholeNumber(0, 200_000_000)),
  agentFiles: optional(boolean()),
  duplicates: optional(boolean()),
  changes: optional(boolean()),
});
const inspection: Reader<InspectionId> = text(200);
const file = path(32_767);
const vocabularyQuery = record<VocabularyQuery>({
  text: text(10_000),
  kind: oneOf('all', 'normal', 'byte', 'special', 'added', 'unknown', 'unused'),
  order: oneOf('id', 'longest'),
});
const pieces = record<Span<number>>({ start: index, end: index });
/** Longer than anybody waits for one answer. */
const ms = number(0, 60_000);

/** An argument of one name, such as { rows: tokens }. */
type Argument<Value> = Readonly<Record<string, Reader<Value>>>;
type Arguments<Values extends readonly unknown[]> = {
  readonly [Position in keyof Values]-?: Argument<Values[Position]>;
};

/** By question, in the order of its arguments. The compiler compares them with EngineApi, but for their names. */
const ARGUMENTS: { readonly [Question in keyof EngineApi]: Arguments<Parameters<EngineApi[Question]>> } = {
  load: [{ modelFolder: folder }, { options: optional(engineOptions) }],
  unload: [{ modelFolder: folder }],
  tokenize: [{ text: text() }, { tokenizer }],
  vocabularySize: [{ tokenizer }],
  count: [{ texts }, { tokenizer }],
  openText: [{ text: textId }, { content: text() }],
  editText: [{ text: textId }, { version: index }, { edits: textEdits }],
  closeText: [{ text: textId }],
  countText: [{ text: textVersion }, { tokenizer }],
  countSpans: [{ text: textVersion }, { spans: list(span, 10_000_000) }, { tokenizer }],
  lineEndBeyond: [{ text: textVersion }, { tokens: index }, { tokenizer }],
  tokensIn: [{ text: textVersion }, { span }, { tokenizer }],
  chat: [{ modelFolder: folder }, { messages }],
  explain: [{ request }],
  readDocument: [{ request: documentRequest }],
  documentSurprisals: [{ run }, { sight }, { ms }],
  expected: [{ run }, { token }, { k }],
  attention: [{ run }, { head: headRef }, { rows: tokens }, { columns: tokens }],
  valueWeights: [{ run }, { head: headRef }, { rows: tokens }, { columns: tokens }],
  attentionRows: [{ run }, { token }],
  attentionOverview: [{ run }, { size: wholeNumber(1, 256) }],
  attentionMaps: [{ run }, { layer: index }, { size: wholeNumber(1, 1024) }],
  stateWeights: [{ run }, { head: headRef }, { rows: tokens }, { columns: tokens }],
  stateMaps: [{ run }, { layer: index }, { size: wholeNumber(1, 1024) }],
  stateOverview: [{ run }, { size: wholeNumber(1, 256) }],
  stateCourse: [{ run }, { head: headRef }],
  stateDetail: [{ run }, { head }, { token }],
  convolutionTaps: [{ run }, { layer: index }],
  vectors: [{ run }, { token }],
  nextTokens: [{ run }, { after: token }, { k }, { sampling }],
  merges: [{ run }, { token }],
  neighbours: [{ run }, { token }, { k: wholeNumber(1, 200) }],
  rareTokens: [{ run }],
  embeddingMap: [{ run }, { groups }, { method: oneOf('pca', 'umap') }],
  positions: [{ run }],
  rotation: [{ run }, { head }, { token }],
  headDetail: [{ run }, { head }, { token }],
  headScores: [{ run }],
  rollout: [{ run }, { layer: index }],
  flow: [{ run }, { position: token }, { threshold: number(LEAST_FLOW_THRESHOLD, 1) }],
  similarity: [{ run }, { a: token }, { b: token }],
  sentences: [{ run }, { question: sentenceQuestion }],
  blocks: [{ run }, { token }],
  logitLens: [{ run }, { tokens }],
  routing: [{ run }, { tokens }],
  surprisals: [{ run }],
  votes: [{ run }, { question: record<VoteQuestion>({ position: token, target: index, other: optional(index) }) }],
  swapped: [{ run }, { a: token }, { b: token }, { k }, { sampling }],
  mattered: [{ run }, { question: matteredQuestion }, { ms }],
  whatIf: [{ run }, { question: whatIfQuestion }],
  whatIfSurprisals: [{ run }, { changes }],
  direction: [{ run }, { direction }, { layer: index }],
  whatIfTexts: [{ run }, { changes }, { tokens: wholeNumber(1, 10_000) }, { sampling }],
  otherText: [{ run }, { text: otherText }, { k }, { sampling }, { masked: optional(token) }],
  patchSweep: [{ run }, { question: patchQuestion }, { ms }],
  comparison: [{ run }, { other }],
  comparedPredictions: [{ run }, { other }, { pieces }],
  comparedStreams: [{ run }, { other }],
  comparedHeads: [{ run }, { other }, { layer: index }],
  comparedNext: [{ run }, { other }, { piece: index }, { k }],
  timeLength: [{ run }, { tokens: wholeNumber(1) }],
  ngrams: [{ run }, { document: text() }, { after: token }, { k }],
  generate: [{ run }, { sampling }, { k }],
  choose: [{ run }, { id: index }, { sampling }, { k }],
  restore: [{ run }, { ids: list(index, 1_000_000) }],
  truncate: [{ run }, { length: wholeNumber(1) }],
  interrupt: [{ run }],
  cancel: [{ run }],
  release: [{ run }],
  contextReport: [{ report }, { request: contextRequest }],
  conversationTokens: [{ modelFolder: folder }, { json: text(200_000_000) }, { file: text(32_767) }],
  cancelContextReport: [{ report }],
  inspectFile: [{ path: file }],
  tensorStatistics: [{ inspection }, { path: file }, { tensor: text(100_000) }],
  tensorDifferences: [{ inspection }, { path: file }, { reference: file }],
  cancelInspection: [{ inspection }],
  fileTokenizer: [{ path: file }],
  searchVocabulary: [{ path: file }, { query: vocabularyQuery }],
  vocabularyEntries: [{ path: file }, { ids: list(index, 1_000) }],
  chatSample: [{ path: file }],
};

/** Whether the question is about a run, and so for the process alone that has the run. */
export function isAboutRun(question: keyof EngineApi): boolean {
  return 'run' in ARGUMENTS[question][0];
}

/** The arguments as the question's signature says, and no more of them. Fails with question-invalid. */
export function readArguments(question: keyof EngineApi, values: readonly unknown[]): readonly unknown[] {
  return ARGUMENTS[question].map((argument: Argument<unknown>, position) => {
    const [[name, read]] = Object.entries(argument);
    return read(values[position], { question, argument: name });
  });
}
