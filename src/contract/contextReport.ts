// What fills a context: files, conversations and lists of tools as a tree of parts with their numbers of tokens. Types only.
import type { Span, Utf16Offset } from './tokens.ts';

/** What a part is to whoever reads the context. */
export const CONTEXT_CATEGORIES = [
  'instructions',
  'prompts',
  'skills',
  'tools',
  'conversation',
  'documents',
  'code',
  'data',
] as const;
export type ContextCategory = (typeof CONTEXT_CATEGORIES)[number];

/** Where a part stands in a file. */
export interface ContextPlace {
  /** The absolute path of the file. */
  readonly path: string;
  /** The part of its text; undefined where it is the whole file. */
  readonly span: Span<Utf16Offset> | undefined;
  /** The first line, 0-based. */
  readonly line: number;
}

export interface ContextNode {
  /** Unique in the report and the same when the same files are read again: a path, with the section's place behind it. */
  readonly id: string;
  /** The file's or folder's name, a heading, 'user', a tool's name. */
  readonly label: string;
  readonly kind: 'folder' | 'file' | 'section' | 'message' | 'tool' | 'part';
  readonly category: ContextCategory;
  /** With all children. What a template puts around messages belongs to the messages. */
  readonly tokens: number;
  /** What it had at the last commit; undefined where there is none, or nobody asked. */
  readonly before: number | undefined;
  readonly place: ContextPlace | undefined;
  readonly children: readonly ContextNode[];
}

/** Parts that say the same, or nearly. */
export interface ContextDuplicate {
  /** Ids of two nodes or more, in the order of the tree. */
  readonly nodes: readonly string[];
  /** The share of what they have in common, from 0 to 1; 1 where they are equal. */
  readonly similarity: number;
  /** What would be saved if only the first were kept. */
  readonly tokens: number;
}

/** A file that was not counted, and why. */
export interface ContextLeftOut {
  readonly path: string;
  readonly why: 'binary' | 'huge' | 'unreadable' | 'ignored' | 'link-circle' | 'encoding' | 'deleted' | 'form';
  /** In bytes; undefined where it is not known. */
  readonly size: number | undefined;
}

export interface ContextReport {
  /** Whose tokens were counted, as people call it. */
  readonly tokenizer: string;
  readonly tokens: number;
  /** In the order in which they were chosen. */
  readonly nodes: readonly ContextNode[];
  readonly duplicates: readonly ContextDuplicate[];
  readonly leftOut: readonly ContextLeftOut[];
  /** False where it was cancelled: what was counted until then. */
  readonly complete: boolean;
}
