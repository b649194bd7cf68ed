// Which files coding agents read by themselves, as their documentation says in 2026: VS Code (Copilot), Claude Code, Codex,
// Gemini CLI, Cursor, Windsurf. Knows their names, not their contents.
import type { ContextCategory } from '../contract/contextReport.ts';

/**
 * folder: read in every folder above the one that is worked on; whole: read always; apply-to: the front matter says for
 * which files; rule: Cursor's front matter; asked: read when somebody names it; skill: its front matter is read always, its
 * text when it is asked for; beside: belongs to a skill.
 */
export type AgentFileKind = 'folder' | 'whole' | 'apply-to' | 'rule' | 'asked' | 'skill' | 'beside';

export interface AgentFile {
  readonly kind: AgentFileKind;
  readonly category: Extract<ContextCategory, 'instructions' | 'prompts' | 'skills'>;
}

/** By path, relative to the chosen folder, with slashes. The first that fits counts. */
const AGENT_FILES: readonly (readonly [name: RegExp, kind: AgentFileKind, category: AgentFile['category']])[] = [
  [/(?:^|\/)SKILL\.md$/i, 'skill', 'skills'],
  [/(?:^|\/)\.(?:github|claude|agents|codex|cursor|gemini|copilot)\/skills\/[^/]+\//, 'beside', 'skills'],
  [/(?:^|\/)(?:AGENTS(?:\.override)?|CLAUDE(?:\.local)?|GEMINI)\.md$/, 'folder', 'instructions'],
  [/(?:^|\/)\.claude\/CLAUDE\.md$/, 'folder', 'instructions'],
  [/(?:^|\/)\.claude\/rules\/.*\.md$/, 'rule', 'instructions'],
  [/(?:^|\/)\.github\/copilot-instructions\.md$/, 'whole', 'instructions'],
  [/\.instructions\.md$/, 'apply-to', 'instructions'],
  [/(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules)$/, 'whole', 'instructions'],
  [/(?:^|\/)\.cursor\/rules\/.*\.mdc$/, 'rule', 'instructions'],
  [/(?:^|\/)\.windsurf\/rules\/.*\.md$/, 'rule', 'instructions'],
  [/\.(?:prompt|agent|chatmode)\.md$/, 'asked', 'prompts'],
  [/(?:^|\/)\.github\/(?:prompts|agents|chatmodes)\/.*\.md$/, 'asked', 'prompts'],
  [/(?:^|\/)\.claude\/(?:commands|agents)\/.*\.md$/, 'asked', 'prompts'],
];

export function agentFileOf(path: string): AgentFile | undefined {
  const found = AGENT_FILES.find(([name]) => name.test(path));
  return found && { kind: found[1], category: found[2] };
}
