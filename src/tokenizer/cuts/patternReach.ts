// What a regular expression may read next: the follow sets of its positions (Glushkov 1961, "The abstract theory of
// automata", §4). A position is a place in the expression that one character matches. From them it is known whether a match
// can tell a character from the end of the text. Knows no text.
import type { JsonFields } from '../jsonFields.ts';
import { patternOf } from '../pattern.ts';
import { type PatternNode, patternTree } from './patternTree.ts';
import { accepts, surelyMatches } from './surelyMatches.ts';

/** More positions than any published pattern has; follow sets may grow with their square. */
const MOST_POSITIONS = 2_000;

/** Whether a character is in some match, whatever is around it. */
export type Matched = 'always' | 'never' | 'maybe';

export interface PatternReach {
  /**
   * Whether the expression, having read `left`, may look whether `right` or the end of the text follows, and be told
   * something else by `right` than by the end.
   */
  couples(left: string, right: string): boolean;
  matched(character: string): Matched;
  /** The only character class that the expression has, if that is all of it: 'a', [ab], but not aa. */
  readonly isOneCharacter: boolean;
}

/** undefined where an expression looks backwards, may match an empty text, or is too long: nothing is known then. */
export function patternReach(pattern: RegExp): PatternReach | undefined {
  const tree = patternTree(pattern);
  if (!tree) return undefined;
  const positions = new Positions();
  const ends = positions.add(tree, true);
  if (!ends || ends.canBeEmpty) return undefined;
  return {
    couples: (left, right) => positions.couples(left, right),
    matched(character) {
      if (surelyMatches(tree, character)) return 'always';
      return positions.takes(character) ? 'maybe' : 'never';
    },
    isOneCharacter: tree.kind === 'character',
  };
}

/** Made once for each pattern of a file, by the object that the pattern is a field of. */
const reaches = new WeakMap<object, { readonly reach: PatternReach | undefined }>();

/** That of the pattern in a field, as pattern.ts reads it. */
export function reachOf(fields: JsonFields, name: string): PatternReach | undefined {
  const known = reaches.get(fields.values) ?? { reach: patternReach(patternOf(fields, name)) };
  reaches.set(fields.values, known);
  return known.reach;
}

interface Ends {
  readonly first: ReadonlySet<number>;
  readonly last: ReadonlySet<number>;
  readonly canBeEmpty: boolean;
}

const NONE: ReadonlySet<number> = new Set();

class Positions {
  /** By position, the expression for its character; undefined for $. */
  readonly #sources: (string | undefined)[] = [];
  /** Whether the position takes its character; one inside a look-ahead only looks at it. */
  readonly #takes: boolean[] = [];
  readonly #follow: Set<number>[] = [];

  /** Adds the positions of a node; undefined where there are too many. */
  add(node: PatternNode, takes: boolean): Ends | undefined {
    if (this.#sources.length > MOST_POSITIONS) return undefined;
    switch (node.kind) {
      case 'character':
        return this.#position(node.source, takes);
      case 'end':
        return { ...this.#position(undefined, false), last: NONE, canBeEmpty: true };
      case 'sequence':
        return this.#sequence(node.parts, takes);
      case 'choice':
        return this.#choice(node.parts, takes);
      case 'repeat':
        return this.#repeat(node, takes);
      case 'look': {
        const inside = this.add(node.part, false);
        return inside && { first: inside.first, last: NONE, canBeEmpty: true };
      }
      default:
        return this.add(node.part, takes);
    }
  }

  couples(left: string, right: string): boolean {
    return this.#follow.some(
      (next, position) =>
        this.#accepts(position, left) &&
        [...next].some((follower) => this.#sources[follower] === undefined || this.#accepts(follower, right)),
    );
  }

  takes(character: string): boolean {
    return this.#takes.some((takes, position) => takes && this.#accepts(position, character));
  }

  #accepts(position: number, character: string): boolean {
    const source = this.#sources[position];
    return source !== undefined && accepts(source, character);
  }

  #position(source: string | undefined, takes: boolean): Ends {
    const own = new Set([this.#sources.push(source) - 1]);
    this.#takes.push(takes);
    this.#follow.push(new Set());
    return { first: own, last: own, canBeEmpty: false };
  }

  #sequence(parts: readonly PatternNode[], takes: boolean): Ends | undefined {
    let before: Ends = { first: NONE, last: NONE, canBeEmpty: true };
    for (const part of parts) {
      const own = this.add(part, takes);
      if (!own) return undefined;
      this.#join(before.last, own.first);
      before = {
        first: before.canBeEmpty ? joined(before.first, own.first) : before.first,
        last: own.canBeEmpty ? joined(before.last, own.last) : own.last,
        canBeEmpty: before.canBeEmpty && own.canBeEmpty,
      };
    }
    return before;
  }

  #choice(parts: readonly PatternNode[], takes: boolean): Ends | undefined {
    let all: Ends = { first: NONE, last: NONE, canBeEmpty: false };
    for (const part of parts) {
      const own = this.add(part, takes);
      if (!own) return undefined;
      const canBeEmpty = all.canBeEmpty || own.canBeEmpty;
      all = { first: joined(all.first, own.first), last: joined(all.last, own.last), canBeEmpty };
    }
    return all;
  }

  #repeat({ part, least, most }: PatternNode & { readonly kind: 'repeat' }, takes: boolean): Ends | undefined {
    const own = this.add(part, takes);
    if (!own) return undefined;
    if (most > 1) this.#join(own.last, own.first);
    return { ...own, canBeEmpty: own.canBeEmpty || least === 0 };
  }

  #join(from: ReadonlySet<number>, to: ReadonlySet<number>): void {
    for (const position of from) for (const next of to) this.#follow[position].add(next);
  }
}

function joined(one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...one, ...other]);
}
