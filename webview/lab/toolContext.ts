// What a tool gets from the panel: all that a stop gets, and what is asked. Types only.
import type { KeptChanges } from '../state/keptChanges.ts';
import type { AskedToken } from '../state/state.ts';
import type { StopContext } from '../stops/stopContext.ts';

export interface ToolContext extends StopContext {
  readonly asked: AskedToken | undefined;
  readonly changes: KeptChanges;
}
