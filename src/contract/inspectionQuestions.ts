// The engine's questions about what a model's file holds. They are about no run, and need no model in memory. Types only.
import type {
  ChatSample,
  InspectionId,
  ModelFile,
  TensorDifferences,
  TensorStatistics,
  TokenizerFacts,
  VocabularyEntry,
  VocabularyMatches,
  VocabularyQuery,
} from './modelFile.ts';

/** "A folder's failures" are those that EngineApi names. */
export interface InspectionQuestions {
  /**
   * What a model's file holds: *.gguf, *.safetensors, the index of several of these, tokenizer.json. Reads headers, no weights.
   * Fails with file-empty, lfs-pointer and a folder's failures; what is wrong with the folder's other files is in the answer.
   */
  inspectFile(path: string): Promise<ModelFile>;
  /**
   * What the numbers of a tensor are like, by the name that the file has for it. Reads it twice, sends inspectionProgress, and can
   * be cancelled; so do the differences. Fails with tensor-missing, tensor-invalid for types whose numbers cannot be read.
   */
  tensorStatistics(inspection: InspectionId, path: string, tensor: string): Promise<TensorStatistics>;
  /** What a file's tensors are beside those of a reference; once it is cancelled, what was compared until then. */
  tensorDifferences(inspection: InspectionId, path: string, reference: string): Promise<TensorDifferences>;
  /** Ends such work. */
  cancelInspection(inspection: InspectionId): Promise<void>;
  /** What the card says of the tokenizer that is in the file or beside it. Fails with a folder's failures. */
  fileTokenizer(path: string): Promise<TokenizerFacts>;
  /** Entries of the tokenizer that is in the file or beside it. Fails with a folder's failures. */
  searchVocabulary(path: string, query: VocabularyQuery): Promise<VocabularyMatches>;
  vocabularyEntries(path: string, ids: readonly number[]): Promise<readonly VocabularyEntry[]>;
  /** A short conversation as the chat template writes it. Fails with chat-template-missing, chat-template-invalid. */
  chatSample(path: string): Promise<ChatSample>;
}
