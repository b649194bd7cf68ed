// Loads the tools of the Lab when the reader goes there for the first time: they are a third of the page's code, and the
// first sight of a text need not wait for it. Knows no tool.
import { html, type TemplateResult } from 'lit';
import type { ToolId } from '../state/toolIds.ts';
import { t } from '../text/l10n.ts';
import type { ToolContext } from './toolContext.ts';

type ToolsOf = (context: ToolContext, chosen: ToolId, visited: ReadonlySet<ToolId>) => readonly TemplateResult[];

export class LabTools {
  readonly #done: () => void;
  #loading: Promise<void> | undefined;
  #tools: ToolsOf | undefined;
  #problem: string | undefined;
  readonly #visited = new Set<ToolId>();

  /** `done` is called once, when they can be drawn. */
  constructor(done: () => void) {
    this.#done = done;
  }

  /** Resolves when those that are being loaded are there. */
  async loaded(): Promise<void> {
    await this.#loading;
  }

  /** Only the tool that is chosen next is drawn: the others were about another text. */
  forget(): void {
    this.#visited.clear();
  }

  draw(context: ToolContext, chosen: ToolId): readonly TemplateResult[] {
    this.#loading ??= this.#load();
    this.#visited.add(chosen);
    if (this.#tools) return this.#tools(context, chosen, this.#visited);
    const words = this.#problem === undefined ? t('Loading…') : t('The Lab could not be loaded: {0}', this.#problem);
    return [html`<p class="loading" role="status">${words}</p>`];
  }

  async #load(): Promise<void> {
    try {
      this.#tools = (await import('./allTools.ts')).toolsOf;
    } catch (error) {
      this.#problem = String(error);
    }
    this.#done();
  }
}
