// The stops of the journey, in the lecture's order.
export const STOPS = ['tokens', 'embedding', 'position', 'attention', 'block', 'next', 'generation', 'long'] as const;
export type StopId = (typeof STOPS)[number];
