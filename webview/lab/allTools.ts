// The tools of the Lab. Composes them; knows nothing of what they show.
import { html, type TemplateResult } from 'lit';
import { offeredTools, type ToolId } from '../state/toolIds.ts';
import type { ToolContext } from './toolContext.ts';
import './compare/compareTool.ts';
import './experts/expertsTool.ts';
import './patching/patchingTool.ts';
import './sentences/sentencesTool.ts';
import './tree/treeTool.ts';
import './whatIf/whatIfTool.ts';
import './mattered/matteredTool.ts';
import './why/whyTool.ts';

/**
 * The one that was chosen, behind it the others that were looked at, hidden: they keep what they know, and the reader finds
 * them as they were. All of them, one below the other, for a page.
 */
export function toolsOf(context: ToolContext, chosen: ToolId, visited: ReadonlySet<ToolId>): readonly TemplateResult[] {
  const elements: Record<ToolId, TemplateResult> = {
    why: html`<ts-why-tool .context=${context}></ts-why-tool>`,
    mattered: html`<ts-mattered-tool .context=${context}></ts-mattered-tool>`,
    whatIf: html`<ts-what-if-tool .context=${context}></ts-what-if-tool>`,
    patching: html`<ts-patching-tool .context=${context}></ts-patching-tool>`,
    compare: html`<ts-compare-tool .context=${context}></ts-compare-tool>`,
    experts: html`<ts-experts-tool .context=${context}></ts-experts-tool>`,
    sentences: html`<ts-sentences-tool .context=${context}></ts-sentences-tool>`,
    tree: html`<ts-tree-tool .context=${context}></ts-tree-tool>`,
  };
  return offeredTools(context.model)
    .filter((tool) => context.whole || visited.has(tool))
    .map((tool) => html`<div ?hidden=${!context.whole && tool !== chosen}>${elements[tool]}</div>`);
}
