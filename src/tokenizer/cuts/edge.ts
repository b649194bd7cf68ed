// The two characters beside a place of a text, as the steps of a tokenizer change them. Knows no tokenizer.

/** What may stand on either side of the place, after some steps: each is one character, and no side is empty. */
export interface Edge {
  readonly lefts: readonly string[];
  readonly rights: readonly string[];
}

/** The edge once the text is cut into words. */
export interface WordEdge extends Edge {
  /** Whether a word surely ends at the place. */
  readonly endsWord: boolean;
}

export function everyPair({ lefts, rights }: Edge, holds: (left: string, right: string) => boolean): boolean {
  return lefts.every((left) => rights.every((right) => holds(left, right)));
}

export function somePair(edge: Edge, holds: (left: string, right: string) => boolean): boolean {
  return !everyPair(edge, (left, right) => !holds(left, right));
}

/** The edge after a step that writes every character by itself; undefined where one of them becomes nothing. */
export function mappedEdge({ lefts, rights }: Edge, write: (character: string) => string): Edge | undefined {
  const mapped = {
    lefts: lefts.map((left) => Array.from(write(left)).at(-1) ?? ''),
    rights: rights.map((right) => Array.from(write(right))[0] ?? ''),
  };
  return [...mapped.lefts, ...mapped.rights].includes('') ? undefined : mapped;
}
