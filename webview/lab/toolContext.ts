// What a tool gets from the panel: all that a stop gets, and what is asked. Types only.
import type { KeptChanges } from '../state/keptChanges.ts';
import type { AskedToken, CompareSetup, LastRun, MatteredSetup, PatchSetup } from '../state/labState.ts';
import type { ToolId } from '../state/toolIds.ts';
import type { StopContext } from '../stops/stopContext.ts';

export interface ToolContext extends StopContext {
  readonly asked: AskedToken | undefined;
  readonly changes: KeptChanges;
  readonly mattered: MatteredSetup;
  readonly patching: PatchSetup;
  readonly comparing: CompareSetup;
  /** How fast tokens came when they were asked for last. */
  readonly lastRun: LastRun | undefined;
}

/** What a tool tints the text by, from −1 to 1 for each token; undefined while it has nothing to show. */
export interface ToolTint {
  readonly tool: ToolId;
  readonly weights: Float32Array<ArrayBuffer> | undefined;
}
