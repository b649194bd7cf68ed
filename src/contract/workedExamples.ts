// The worked examples of Why, by name; host and panel both know them. docs/worked-examples.md tells what one sees in them.

/** In the order in which they are shown: copying, copying among names, and what needs no text at all. */
export const WORKED_EXAMPLES = ['story', 'code', 'memory'] as const;
export type WorkedExample = (typeof WORKED_EXAMPLES)[number];
