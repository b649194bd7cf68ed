// What fills a context: files, conversations and lists of tools as a tree of parts with their numbers of tokens. Types only.
import type { Span, TokenizerRef, Utf16Offset } from './tokens.ts';

/** What is to be counted. */
export interface ContextRequest {
  /** Absolute paths of files and folders. What is chosen by name is counted even where .gitignore names it. */
  readonly roots: readonly string[];
  readonly tokenizer: TokenizerRef;
  /** The text of an editor that is in no file, or not as it stands there: counted as a file, beside the roots. */
  readonly unsaved?: UnsavedText;
  /** Each file is said to be a conversation or a list of tools: what is none fails with conversation-invalid. */
  readonly conversation?: boolean;
  /** Globs, as in `files.exclude`, of what is left out below the chosen folders; the paths are relative to these. */
  readonly exclude?: readonly string[];
  /** Longer files are left out as huge, in bytes; MOST_CONTEXT_FILE_BYTES where it is not given. */
  readonly mostBytes?: number;
  /** The same of files that were chosen by name; mostBytes where it is not given. */
  readonly mostChosenBytes?: number;
  /** Only what an agent would read by itself: instructions, prompts and skills. */
  readonly agentFiles?: boolean;
  /** Whether parts are looked for that say the same, or nearly. */
  readonly duplicates?: boolean;
  /**
   * Whether the last commit is counted, too. It starts git, which reads the folder's repository: only where the workspace
   * is trusted.
   */
  readonly changes?: boolean;
}

export interface UnsavedText {
  /** The path of its file, or a name where it has none; it says whether it is JSON or JSONL. */
  readonly path: string;
  readonly text: string;
}

/** The default of ContextRequest.mostBytes. */
export const MOST_CONTEXT_FILE_BYTES = 20_000_000;
/** Who chooses a file by name wants to know, and waits some seconds: 100 MB take some ten seconds and 500 MB of memory. */
export const MOST_CHOSEN_FILE_BYTES = 200_000_000;

/** How far a report is. The totals grow until all folders are read. */
export interface ContextProgress {
  readonly files: number;
  readonly ofFiles: number;
  readonly bytes: number;
  readonly ofBytes: number;
}

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

/**
 * When an agent has a part in its context. always: from the beginning; matching: when it works on files of that glob;
 * asked: when it, or its user, asks for it.
 */
export type ContextLoading =
  | { readonly when: 'always' }
  | { readonly when: 'matching'; readonly pattern: string }
  | { readonly when: 'asked' };

export interface ContextNode {
  /** Unique in the report and the same when the same files are read again: a path, with the section's place behind it. */
  readonly id: string;
  /** The file's or folder's name, a heading, 'user', a tool's name. */
  readonly label: string;
  readonly kind: 'folder' | 'file' | 'section' | 'message' | 'tool' | 'part';
  readonly category: ContextCategory;
  /** With all children. What a template puts around messages belongs to the messages. */
  readonly tokens: number;
  /**
   * What it had at the last commit, 0 where it is new; undefined where there is no commit, or nobody asked. A file that was
   * deleted since has 0 tokens now.
   */
  readonly before: number | undefined;
  readonly place: ContextPlace | undefined;
  /** Of what an agent reads; undefined of everything else. */
  readonly loading?: ContextLoading;
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

/**
 * A file that was not counted, and why. A folder that is left out is named, and not what is in it. ignored: by .gitignore or
 * a glob; link-circle: a link to a folder above it, or to one that another link has led to; link-outside: a link out of the
 * chosen folders; form: JSON that looks like a conversation and is none, `problem` says where; too-many: behind the limit of
 * files.
 */
export interface ContextLeftOut {
  readonly path: string;
  readonly why:
    | 'binary'
    | 'huge'
    | 'unreadable'
    | 'ignored'
    | 'link-circle'
    | 'link-outside'
    | 'encoding'
    | 'deleted'
    | 'form'
    | 'too-many';
  /** In bytes; undefined where it is not known. */
  readonly size: number | undefined;
  /** What is wrong with its form, with the place in the JSON. */
  readonly problem?: string;
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
