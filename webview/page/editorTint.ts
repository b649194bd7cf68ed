// Tells the editor by what to tint the text, when that has changed: by what the selected token looks at, as in the list of
// tokens, or as the tool that is shown tints it. Knows the panel's state, no editor.
import type { PanelState } from '../state/panelState.ts';
import { tintingToken } from '../state/state.ts';
import type { ToolId } from '../state/toolIds.ts';

/** What a tool tints the text by. */
interface TintOfTool {
  readonly tool: ToolId;
  readonly weights: ArrayLike<number> | undefined;
}

type Tint = (weights: Float32Array<ArrayBuffer> | undefined, kind: 'attention' | 'effect') => void;

export class EditorTint {
  readonly #tint: Tint;
  #ofTool: TintOfTool | undefined;
  #sent: ArrayLike<number> | undefined;

  constructor(tint: Tint) {
    this.#tint = tint;
  }

  toolTints(tint: TintOfTool): void {
    this.#ofTool = tint;
  }

  /** There is no tint without a selected token, and none while the list of tokens shows something else than attention. */
  follow(state: PanelState, attention: ArrayLike<number> | undefined): void {
    const { place, tool } = state;
    const ofToken = tintingToken(state) === undefined ? undefined : attention;
    const isOfTool = place === 'lab' && this.#ofTool?.tool === tool;
    const weights = isOfTool ? this.#ofTool?.weights : ofToken;
    if (weights === this.#sent) return;
    this.#sent = weights;
    this.#tint(weights && Float32Array.from(weights), isOfTool ? 'effect' : 'attention');
  }
}
