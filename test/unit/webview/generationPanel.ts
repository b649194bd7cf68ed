// A panel's state with its generation over a real engine; the test is the host. Knows no test.
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { Generation, type GenerationHost } from '../../../webview/state/generation.ts';
import { INITIAL, type PanelEvent, type PanelState } from '../../../webview/state/panelState.ts';
import { update } from '../../../webview/state/state.ts';

export interface Panel {
  readonly generation: Generation;
  readonly state: () => PanelState;
  readonly send: (event: PanelEvent) => void;
  readonly copied: readonly string[];
  readonly inserted: readonly string[];
  readonly offered: readonly string[];
}

const source = { label: 'a.md', line: 1, stale: false, place: { uri: 'file:///a.md', start: 0, end: 1, text: 'a' } };
export const shown = (summary: RunSummary): PanelEvent => ({
  kind: 'content',
  content: { kind: 'explained', summary, source },
});

/** A panel that shows the explained text; `onEvent` hears of every event after the state has changed. */
export function panelOf(
  engine: EngineClient,
  summary: RunSummary,
  onEvent: (event: PanelEvent, panel: Panel) => void = () => {},
): Panel {
  let state = update(INITIAL, shown(summary));
  const copied: string[] = [];
  const inserted: string[] = [];
  const offered: string[] = [];
  const send = (event: PanelEvent) => {
    state = update(state, event);
    onEvent(event, panel);
  };
  const host: GenerationHost = {
    generate: engine.generate,
    choose: engine.choose,
    restore: engine.restore,
    truncate: engine.truncate,
    copy: async (text) => void copied.push(text),
    insert: async (text) => void inserted.push(text),
    offer: async (text) => void offered.push(text),
  };
  const panel: Panel = {
    generation: new Generation(host, () => state, send),
    state: () => state,
    send,
    copied,
    inserted,
    offered,
  };
  return panel;
}
