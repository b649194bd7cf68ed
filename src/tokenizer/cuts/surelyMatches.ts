// Whether a regular expression finds a character wherever it stands. Knows no text.
import type { PatternNode } from './patternTree.ts';

/**
 * Whether a match can begin with the character wherever it stands: one part takes it, and all others can be empty. A
 * matcher that goes back finds such a match; parts that are never given back must not take the character first.
 */
export function surelyMatches(node: PatternNode, character: string): boolean {
  switch (node.kind) {
    case 'character':
      return accepts(node.source, character);
    case 'choice':
      return node.parts.some((part) => surelyMatches(part, character));
    case 'repeat':
      return node.least <= 1 && node.most > 0 && surelyMatches(node.part, character);
    case 'sequence':
      return node.parts.some(
        (part, i) =>
          surelyMatches(part, character) &&
          node.parts.every((other, j) => j === i || (canBeLeftOut(other) && (j > i || !keeps(other, character)))),
      );
    case 'named':
    case 'atomic':
      return surelyMatches(node.part, character);
    default:
      return false;
  }
}

/** Whether it can always match the empty text. */
function canBeLeftOut(node: PatternNode): boolean {
  switch (node.kind) {
    case 'repeat':
      return node.least === 0 || canBeLeftOut(node.part);
    case 'choice':
      return node.parts.some(canBeLeftOut);
    case 'sequence':
      return node.parts.every(canBeLeftOut);
    case 'named':
    case 'atomic':
      return canBeLeftOut(node.part);
    default:
      return false;
  }
}

/** Whether what it takes of the character may never be given back. */
function keeps(node: PatternNode, character: string): boolean {
  return someNode(node, (inner) => inner.kind === 'atomic') && mentions(node, character);
}

function mentions(node: PatternNode, character: string): boolean {
  return someNode(node, (inner) => inner.kind === 'character' && accepts(inner.source, character));
}

function someNode(node: PatternNode, holds: (node: PatternNode) => boolean): boolean {
  const inside = 'parts' in node ? node.parts : 'part' in node ? [node.part] : [];
  return holds(node) || inside.some((inner) => someNode(inner, holds));
}

const MOST_EXPRESSIONS = 2_000;
const expressions = new Map<string, RegExp>();

/** Whether the expression for one character is for this one. */
export function accepts(source: string, character: string): boolean {
  let expression = expressions.get(source);
  if (!expression) {
    expression = new RegExp(`^(?:${source})$`, 'u');
    if (expressions.size < MOST_EXPRESSIONS) expressions.set(source, expression);
  }
  return expression.test(character);
}
