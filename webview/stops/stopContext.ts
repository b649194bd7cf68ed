// All that a stop is told: one explained text, where the user's eye is on it, and what the panel has asked for all stops.
// Types only.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type {
  AttentionMaps,
  AttentionOverview,
  GenerationStep,
  HeadRef,
  NextTokens,
  SamplingOptions,
  TokenVectors,
} from '../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../src/contract/tokens.ts';
import type { PanelHostApi } from '../../src/contract/webviewApi.ts';
import type { Pointer } from '../state/pointer.ts';
import type { TokenTint } from '../state/state.ts';

export type StopQuestions = Omit<
  PanelHostApi,
  'ready' | 'showAgain' | 'explainAgain' | 'cancel' | 'pointAt' | 'reveal' | 'tint'
>;

/** One explained text, where the user's eye is on it, and what the panel has asked of it for all stops. */
export interface StopContext {
  readonly run: string;
  readonly model: ModelInfo;
  readonly tokens: readonly Token[];
  readonly promptLength: number;
  readonly steps: readonly GenerationStep[];
  readonly generating: boolean;
  readonly selected: TokenIndex | undefined;
  /** The selected token, or the last one. */
  readonly at: TokenIndex;
  /** A second one, to compare with. */
  readonly other: TokenIndex | undefined;
  readonly head: HeadRef;
  readonly sampling: SamplingOptions;
  readonly showIds: boolean;
  /** What the tokens of the list are tinted by. */
  readonly tint: TokenTint;
  /** All heads small. This and what follows is undefined until it was answered, then stays until the next answer. */
  readonly overview: AttentionOverview | undefined;
  /** The heads of the chosen layer. */
  readonly maps: AttentionMaps | undefined;
  /** What the token `at` attends to in the chosen head. [at + 1] */
  readonly weights: ArrayLike<number> | undefined;
  /** The vectors of the token `at`. */
  readonly vectors: TokenVectors | undefined;
  /** What comes after the token `at`. */
  readonly next: NextTokens | undefined;
  /** Changes whenever the tokens do. */
  readonly version: string;
  readonly pointer: Pointer;
  readonly host: StopQuestions;
}
