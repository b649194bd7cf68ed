// The two places of the panel, and the names of the Lab's tools in the order of its bar. Knows nothing of what they show.
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { StopId } from './stopIds.ts';

/** lecture: the eight stops; lab: tools that take an answer of the model apart. Both show the same text. */
export const PLACES = ['lecture', 'lab'] as const;
export type PlaceId = (typeof PLACES)[number];

/** A tool is an id here, a name in page/toolNav.ts, and an element in lab/allTools.ts; the compiler asks for both. */
export const TOOLS = ['why', 'mattered', 'whatIf', 'patching', 'compare', 'experts', 'sentences', 'tree'] as const;
export type ToolId = (typeof TOOLS)[number];

/** Those that a model has use for. */
export function offeredTools({ experts }: Pick<ModelInfo, 'experts'>): readonly ToolId[] {
  return TOOLS.filter((tool) => tool !== 'experts' || experts !== undefined);
}

/** What comes into sight and goes out of it. */
export type SightId = StopId | ToolId;

/** whatIf → ts-what-if-tool */
export function toolTag(tool: ToolId): string {
  return `ts-${tool.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-tool`;
}
