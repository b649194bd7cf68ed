// The names of the panel's stops, in the order of the lecture. Knows nothing of what they show.
export const STOPS = ['tokens', 'embedding', 'position', 'attention', 'block', 'next', 'generation', 'long'] as const;
export type StopId = (typeof STOPS)[number];

/** The element of a stop: two have longer tags than names. */
export function tagOf(stop: StopId): string {
  return `ts-${stop === 'next' ? 'next-token' : stop === 'long' ? 'long-text' : stop}-stop`;
}
