// A small repository as people have them, made in a folder for pictures: instructions for agents beside real documents, the
// last commit, and what has changed since: a file that grew, one that shrank, a new one, and one that nearly repeats another.
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '..');
const COPIED = ['docs', 'CONTRIBUTING.md', 'src/context', 'src/explain'];
const WRITTEN: Readonly<Record<string, string>> = {
  'AGENTS.md': `# Rules for agents

Read docs/design.md first. Real numbers only: nothing is drawn that was not computed.

## Tests

See each new test fail once. No network, no dependence on the clock.

## Words

Standard English, the field's terms, sentences that say why.
`,
  '.github/prompts/review.prompt.md': `---
description: Review a change
---

Read the diff. Name every risk, with its place, and what would prove it.
`,
  '.claude/skills/measure/SKILL.md': `---
name: measure
description: Measures what a change costs, beside a peer in the same run
---

# Measure

Run \`npm run bench\` before and after. Report medians, and the machine.
`,
};

/** Needs git. */
export async function exampleRepository(folder: string): Promise<void> {
  const text = async (name: string) => await readFile(join(folder, name), 'utf8');
  const write = async (name: string, content: string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  for (const [name, content] of Object.entries(WRITTEN)) await write(name, content);
  const git = async (...args: readonly string[]) => {
    const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    await promisify(execFile)('git', [...who, ...args], { cwd: folder });
  };
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Begin');
  const [style, sections] = [await text('docs/style.md'), await text('docs/sections.md')];
  await write('AGENTS.md', `${WRITTEN['AGENTS.md']}\n## Commits\n\nOne thought each. The body says why.\n`);
  await write('docs/sections.md', sections.slice(0, sections.length / 2));
  await write('docs/design.md', `${await text('docs/design.md')}\n${sections.slice(sections.length / 2)}`);
  await write('.github/instructions/style.instructions.md', style.replaceAll('functions', 'methods'));
}
