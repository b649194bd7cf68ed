// What can be asked of generation, by the bar, the Lecture and the Lab. Types only.
import type { NodeId } from './branches.ts';

export type GenerationAction = 'step' | 'run' | 'stop' | 'back' | 'reset' | 'copy' | 'insert' | 'offer' | BranchAction;

export type BranchAction =
  /** So many tokens; fewer where the model ends the text. */
  | { readonly kind: 'runFor'; readonly tokens: number }
  | { readonly kind: 'runTo'; readonly end: 'sentence' | 'model' }
  /** Shows the branch that ends there. */
  | { readonly kind: 'show'; readonly node: NodeId }
  /** Goes on after a node, or ROOT, with this id of the vocabulary. */
  | { readonly kind: 'fork'; readonly after: NodeId; readonly token: number };
