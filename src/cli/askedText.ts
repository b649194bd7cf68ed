// A text that was explained for a question of the Lab. Types only.
import type { RunSummary } from '../contract/engineApi.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import type { LabCommand } from './arguments.ts';

export interface AskedText {
  readonly engine: EngineClient;
  readonly command: LabCommand;
  readonly summary: RunSummary;
  /** What comes next is asked behind this token. */
  readonly after: TokenIndex;
}
