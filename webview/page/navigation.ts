// Leads the reader from place to place: to a stop of the Lecture, to the Lab and back, with the scroll position and the
// focus. Knows the panel's state and elements by their tags, not what they show.
import type { PanelEvent, PanelState } from '../state/panelState.ts';
import { type StopId, tagOf } from '../state/stopIds.ts';
import { type ToolId, toolTag } from '../state/toolIds.ts';
import { StopScroll } from './stopScroll.ts';

export interface Navigated {
  readonly root: () => ParentNode;
  readonly state: () => PanelState;
  readonly send: (event: PanelEvent) => void;
  /** Resolves when what was sent is drawn. */
  readonly drawn: () => Promise<unknown>;
}

type Drawn = HTMLElement & { readonly updateComplete: Promise<unknown> };

export class Navigation {
  readonly #panel: Navigated;
  readonly #stops: StopScroll;
  /** How far each tool of the Lab is scrolled, in px; they share the window's scroll bar with the Lecture. */
  readonly #tops = new Map<ToolId, number>();
  /** What was drawn last. */
  #drawn: 'lecture' | ToolId | undefined;

  constructor(panel: Navigated) {
    this.#panel = panel;
    this.#stops = new StopScroll(panel.root, (stop) => panel.send({ kind: 'reading', stop }));
  }

  /** Scrolls to a stop, in the Lecture. */
  goTo(stop: StopId): void {
    const { send, root, drawn } = this.#panel;
    send({ kind: 'reading', stop });
    send({ kind: 'place', place: 'lecture' });
    if (root().querySelector(tagOf(stop))?.checkVisibility()) this.#stops.to(stop);
    else void drawn().then(() => this.#stops.to(stop));
  }

  /** The same, and what is read aloud and reached by Tab goes on there. */
  enter(stop: StopId): void {
    this.goTo(stop);
    void this.#focus();
  }

  changePlace(): void {
    const { send, state } = this.#panel;
    send({ kind: 'place', place: state().place === 'lecture' ? 'lab' : 'lecture' });
    void this.#focus();
  }

  /** To be called for every event, before what it changes is drawn. */
  changed(before: PanelState, event: PanelEvent): void {
    const now = this.#panel.state();
    if (before.place === 'lab' && (now.place !== 'lab' || now.tool !== before.tool))
      this.#tops.set(before.tool, window.scrollY);
    if (event.kind !== 'why' && event.kind !== 'whatIf' && event.kind !== 'compare' && event.kind !== 'askAtEnd')
      return;
    this.#tops.delete(now.tool); // another question, which stands at the top
    void this.#focus();
  }

  /** To be called after every drawing. */
  follow(): void {
    const state = this.#panel.state();
    if (state.content.kind === 'explained') this.#show(state.place === 'lecture' ? 'lecture' : state.tool);
    this.#stops.follow(state.stop, this.#isAgain(state));
  }

  #show(shown: 'lecture' | ToolId): void {
    const before = this.#drawn;
    this.#drawn = shown;
    if (before === undefined || before === shown) return;
    if (shown === 'lecture') this.#stops.back();
    else window.scrollTo({ top: this.#tops.get(shown) ?? 0, behavior: 'instant' });
  }

  /** What is read first in the place that is shown. */
  async #focus(): Promise<void> {
    await this.#panel.drawn();
    const { place, stop, tool } = this.#panel.state();
    const tag = place === 'lecture' ? tagOf(stop) : toolTag(tool);
    const element = this.#panel.root().querySelector<Drawn>(tag);
    await element?.updateComplete; // one that is new draws its heading after the panel
    element?.focus();
  }

  /** Whether the text that is shown is at the place of the one that was shown before. */
  #isAgain({ content }: PanelState): boolean {
    const before = this.#textShown;
    if (content.kind !== 'explained') return false;
    const { uri, start } = content.source.place;
    this.#textShown = `${uri} ${start}`;
    return this.#textShown === before;
  }
  #textShown: string | undefined;
}
