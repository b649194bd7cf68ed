// What a case tells while it runs.

/** Takes figures as soon as they are there: numbers and texts by name, or more of the same by name. */
export type Report = (figures: object) => void;
