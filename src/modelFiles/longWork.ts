// What a page has asked for that takes long: tells it how far that is, and ends it when the page asks for that or goes. The page
// numbers its work by itself, and the engine serves several pages. Knows no question.
import { randomUUID } from 'node:crypto';
import type { InspectionId } from '../contract/modelFile.ts';
import type { EngineClient } from '../engine/client.ts';

interface Work {
  readonly ofEngine: InspectionId;
  readonly controller: AbortController;
}

export interface Working {
  /** The engine's name for it. */
  readonly id: InspectionId;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export class LongWork {
  readonly #inspector: EngineClient;
  readonly #tell: (ofPage: InspectionId, share: number) => void;
  readonly #open = new Map<InspectionId, Work>();

  readonly #watch: { dispose(): void };

  constructor(inspector: EngineClient, tell: (ofPage: InspectionId, share: number) => void) {
    this.#inspector = inspector;
    this.#tell = tell;
    this.#watch = inspector.onInspectionProgress((id, { done, of }) => {
      for (const [ofPage, { ofEngine }] of this.#open) if (ofEngine === id) tell(ofPage, of > 0 ? done / of : 0);
    });
  }

  /** Work of the engine under that name, or of several questions to it, which hear of its end by the signal. */
  async during<Answer>(ofPage: InspectionId, work: (working: Working) => Promise<Answer>): Promise<Answer> {
    const { controller, ofEngine } = { controller: new AbortController(), ofEngine: randomUUID() };
    this.#open.set(ofPage, { controller, ofEngine });
    try {
      const onProgress = (share: number) => this.#tell(ofPage, share);
      return await work({ id: ofEngine, signal: controller.signal, onProgress });
    } finally {
      this.#open.delete(ofPage);
    }
  }

  /** An engine that is not running has nothing to end, and is not started for it. */
  cancel(ofPage: InspectionId): void {
    const work = this.#open.get(ofPage);
    if (!work) return;
    work.controller.abort();
    if (this.#inspector.processId !== undefined) void this.#inspector.cancelInspection(work.ofEngine).catch(() => {});
  }

  cancelAll(): void {
    for (const ofPage of this.#open.keys()) this.cancel(ofPage);
  }

  dispose(): void {
    this.cancelAll();
    this.#watch.dispose();
  }
}
