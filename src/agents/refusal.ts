// Thrown where a tool cannot do what it was asked: one sentence for the model that asked, which says what to do instead.
export class Refusal extends Error {}
