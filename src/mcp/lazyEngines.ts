// The engine's processes of the MCP server: started by the first question, ended when nobody has asked for a while. Knows no
// tool.
import { createEngineClient, type EngineClient } from '../engine/client.ts';
import { spawnEngine } from '../engine/spawn.ts';

export class LazyEngines {
  readonly engine: EngineClient;
  readonly counter: EngineClient;
  readonly #idleMs: number;
  #working = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(program: string, idleMs: number, log: (line: string) => void) {
    const start = () => createEngineClient({ spawn: () => spawnEngine(program, log), log });
    this.engine = start();
    this.counter = start();
    this.#idleMs = idleMs;
  }

  /** Keeps them alive while it works, and for a while after it. */
  async during<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    clearTimeout(this.#timer);
    this.#working++;
    try {
      return await work();
    } finally {
      if (--this.#working === 0) this.#timer = setTimeout(() => this.#rest(), this.#idleMs).unref();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.engine.dispose();
    this.counter.dispose();
  }

  #rest(): void {
    this.engine.stop();
    this.counter.stop();
  }
}
