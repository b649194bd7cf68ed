// What a stop gets from the panel. Types only.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { HeadRef, SamplingOptions } from '../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { PanelHostApi } from '../../src/contract/webviewApi.ts';
import type { SharedAnswers } from '../state/answers.ts';
import type { Branches } from '../state/branches.ts';
import type { TokenTint } from '../state/panelState.ts';
import type { Pointer } from '../state/pointer.ts';
import type { QuestionQueue } from '../state/questionQueue.ts';
import type { RecordedStep } from '../state/recordedStep.ts';

/** What a stop may ask or tell the host. The rest is the panel's own business. */
export type StopQuestions = Omit<
  PanelHostApi,
  'ready' | 'showAgain' | 'listening' | 'explainAgain' | 'tourWithEmbedded' | 'cancel' | 'pointAt' | 'reveal' | 'tint'
>;

/** One explained text, what of it the reader has selected, and the answers that several stops need. */
export interface StopContext extends SharedAnswers {
  readonly run: string;
  readonly model: ModelInfo;
  /** The tokens of the text, then the generated ones, which begin at promptLength. */
  readonly tokens: readonly Token[];
  readonly promptLength: number;
  readonly steps: readonly RecordedStep[];
  /** All that was generated, of which `steps` are the branch that is shown. */
  readonly branches: Branches;
  readonly generating: boolean;
  /** Whether every stop is shown as if it were in sight, as for a page of all of them. */
  readonly whole: boolean;
  readonly selected: TokenIndex | undefined;
  /** The selected token, or the last one if none is selected. */
  readonly at: TokenIndex;
  /** A second token, which the selected one is compared with. */
  readonly other: TokenIndex | undefined;
  readonly head: HeadRef;
  readonly sampling: SamplingOptions;
  readonly showIds: boolean;
  /** What the tint of the tokens shows. */
  readonly tint: TokenTint;
  /** A string that changes whenever the tokens do; part of the key of every question. */
  readonly version: string;
  readonly pointer: Pointer;
  readonly host: StopQuestions;
  /** Where questions to the engine wait for their turn. */
  readonly queue: QuestionQueue;
}
