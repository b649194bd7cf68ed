// What the engine tells while it answers. Types only.
import type { ContextProgress } from './contextReport.ts';
import type { ContextReportId, RunId } from './engineApi.ts';
import type { InspectionId, InspectionProgress } from './modelFile.ts';

/** What the engine sends by itself, without an answer. */
export interface EngineEvents {
  /** Sent while the run waits for its model, with the share of the weights that is ready, 0 to 1. */
  modelOpened(run: RunId, share: number): void;
  /** Sent with 0 of n as soon as the text is tokenized, then after every block of the forward pass over so many tokens. */
  blockDone(run: RunId, done: number, of: number, tokens: number): void;
  /** Sent once the files of a context report are found, then now and then while they are counted. */
  contextProgress(report: ContextReportId, progress: ContextProgress): void;
  /** Sent now and then while a tensor or two files are read. */
  inspectionProgress(inspection: InspectionId, progress: InspectionProgress): void;
}
