// The YAML in front of an agent's file, and when the file is read by what it says. Knows no tokens.
import { parse } from 'yaml';
import { frontMatterLines } from '../blocks/frontMatter.ts';
import type { ContextLoading } from '../contract/contextReport.ts';
import { isRecord } from '../contract/isRecord.ts';
import type { AgentFileKind } from './agentFiles.ts';
import { lineStarts } from './lineStarts.ts';

/** Longer front matter is not read: it would be a document. */
const MOST_CHARACTERS = 100_000;

export interface FrontMatter {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where the text behind it begins; 0 where there is none. */
  readonly end: number;
}

/** What is no YAML has no fields: agents ignore it as well. */
export function frontMatterOf(text: string): FrontMatter {
  const starts = lineStarts(text.slice(0, MOST_CHARACTERS));
  const line = (i: number) => text.slice(starts[i], starts[i + 1]).replace(/[\r\n]+$/, '');
  const count = frontMatterLines(starts.length, line);
  if (count === 0) return { fields: {}, end: 0 };
  const end = starts[count] ?? text.length;
  try {
    const fields: unknown = parse(text.slice(starts[1], starts[count - 1]), { logLevel: 'silent' });
    return { fields: isRecord(fields) ? fields : {}, end };
  } catch {
    return { fields: {}, end };
  }
}

/** When an agent reads a file, or a skill's text; `folder` is the file's, relative to the chosen one. */
export function loadingOf(kind: AgentFileKind, fields: FrontMatter['fields'], folder: string): ContextLoading {
  switch (kind) {
    case 'whole':
      return { when: 'always' };
    case 'folder':
      return folder === '' || folder === '.claude' ? { when: 'always' } : { when: 'matching', pattern: `${folder}/**` };
    case 'apply-to':
      return matching(fields.applyTo);
    case 'rule':
      // Cursor's alwaysApply and globs; Claude Code's paths; Windsurf's trigger.
      if (fields.alwaysApply === true || fields.trigger === 'always_on') return { when: 'always' };
      if (fields.globs ?? fields.paths) return matching(fields.globs ?? fields.paths);
      return folder.includes('.claude') ? { when: 'always' } : { when: 'asked' };
    case 'asked':
    case 'skill':
    case 'beside':
      return { when: 'asked' };
  }
}

/** A glob, several with commas, or a list of them. One that every file matches loads always. */
function matching(written: unknown): ContextLoading {
  const globs = (Array.isArray(written) ? written : [written]).filter(
    (glob) => typeof glob === 'string' && glob !== '',
  );
  if (globs.length === 0) return { when: 'asked' };
  const pattern = globs.join(',');
  return pattern === '**' || pattern === '**/*' || pattern === '*' ? { when: 'always' } : { when: 'matching', pattern };
}
