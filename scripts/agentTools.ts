// npm run agent-tools: writes the tools for agents into package.json, as the table in src/agents/allTools.ts has them. Other
// tools of VS Code read them there before the extension runs; a test tells when that was forgotten.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_TOOLS } from '../src/agents/allTools.ts';

const FILE = join(import.meta.dirname, '../package.json');

/** What package.json has to say of the tools. */
export function contributedTools(): readonly object[] {
  return AGENT_TOOLS.map(({ name, description, inputSchema }) => {
    const key = name.replace(/^tokenscope_/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return {
      name,
      toolReferenceName: key,
      displayName: `%tool.${key}%`,
      userDescription: `%tool.${key}.description%`,
      modelDescription: description,
      canBeReferencedInPrompt: true,
      icon: 'media/tokenscope.svg',
      when: '!config.tokenscope.mcpServer',
      tags: ['tokens'],
      inputSchema,
    };
  });
}

if (import.meta.main) {
  const manifest = JSON.parse(readFileSync(FILE, 'utf8'));
  manifest.contributes.languageModelTools = contributedTools();
  writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
}
