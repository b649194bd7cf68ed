// What the parts of a context are called in an answer: by their paths in the workspace, and in a conversation by the place of
// a message, since roles come again and again. Pure.
import { relative, sep } from 'node:path';
import type { ContextNode } from '../contract/contextReport.ts';
import type { ConfinedPath } from './confinedPaths.ts';

export interface PartNames {
  /** AGENTS.md; src/; AGENTS.md § Style; chat.json § message 3, assistant; chat.json § tool tide */
  readonly ofPart: (node: ContextNode) => string;
  /** As the call's paths are shown: relative to the folder of the workspace. */
  readonly ofPath: (path: string) => string;
}

export function partNames(nodes: readonly ContextNode[], chosen: readonly ConfinedPath[]): PartNames {
  const messages = messageNumbers(nodes);
  const ofPath = (path: string) => shownPath(path, chosen);
  const ofPart = ({ kind, id, label, place }: ContextNode) => {
    if (kind === 'folder') return `${ofPath(id)}/`;
    if (kind === 'file' || !place) return kind === 'file' ? ofPath(id) : label;
    const message = messages.get(id);
    const what = message === undefined ? '' : `message ${message}, `;
    return `${ofPath(place.path)} § ${kind === 'tool' ? 'tool ' : what}${label}`;
  };
  return { ofPart, ofPath };
}

/** Of each message, and of each part of one, by its id: the message's place in its conversation, from 1. */
function messageNumbers(nodes: readonly ContextNode[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const visit = ({ children }: ContextNode, inside: number | undefined): void => {
    let last = 0;
    for (const child of children) {
      const number = child.kind === 'message' ? (inside ?? ++last) : undefined;
      if (number !== undefined) numbers.set(child.id, number);
      visit(child, number);
    }
  };
  for (const node of nodes) visit(node, undefined);
  return numbers;
}

function shownPath(path: string, chosen: readonly ConfinedPath[]): string {
  const inside = chosen.find(({ real }) => path === real || path.startsWith(real.endsWith(sep) ? real : real + sep));
  if (!inside) return path;
  const way = relative(inside.real, path).replaceAll(sep, '/');
  if (inside.shown === '.') return way || '.';
  return way ? `${inside.shown}/${way}` : inside.shown;
}
