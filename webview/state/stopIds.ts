// The names of the panel's stops, in the order of the lecture. Knows nothing of what they show.
export const STOPS = ['tokens', 'embedding', 'position', 'attention', 'block', 'next', 'generation', 'long'] as const;
export type StopId = (typeof STOPS)[number];
