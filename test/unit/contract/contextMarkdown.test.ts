// A report as Markdown: what the command line prints and the view copies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextMarkdown } from '../../../src/contract/contextMarkdown.ts';
import type { ContextNode, ContextReport } from '../../../src/contract/contextReport.ts';

const file = (label: string, tokens: number, more: Partial<ContextNode> = {}): ContextNode => ({
  id: `/${label}`,
  label,
  kind: 'file',
  category: 'documents',
  tokens,
  before: undefined,
  place: undefined,
  children: [],
  ...more,
});
const tiny = [file('t1', 3), file('t2', 4)];
const folder = file('docs', 2000, { kind: 'folder', children: [file('a|b`c.md', 1993, { before: 1900 }), ...tiny] });
const agents = file('AGENTS.md', 1000, { before: 0, loading: { when: 'matching', pattern: '*.ts' } });
const REPORT: ContextReport = {
  tokenizer: 'o200k_base',
  tokens: 3000,
  nodes: [folder, agents],
  duplicates: [{ nodes: ['/docs', '/AGENTS.md'], similarity: 0.9, tokens: 500 }],
  leftOut: [{ path: '/x.png', why: 'binary', size: 7 }],
  complete: false,
};

test('a table of parts, what is the same, and what was not counted', () => {
  assert.equal(
    contextMarkdown(REPORT, { budget: 6000 }),
    `**3,000 tokens** (50.0 % of the budget of 6,000), counted with o200k_base, not all was counted

| Part | Tokens | Share | Last commit | Read |
| --- | ---: | ---: | ---: | --- |
| \`docs\` | 2,000 | 66.7 % | | |
| &emsp;\`\` a\\|b\`c.md \`\` | 1,993 | 66.4 % | 1,900 | |
| &emsp;2 smaller | 7 | 0.2 % | | |
| \`AGENTS.md\` | 1,000 | 33.3 % | 0 | for \`*.ts\` |

The same more than once:

- \`docs\`, \`AGENTS.md\`: 90.0 % the same, 500 tokens to be saved

Not Counted:

- \`/x.png\`: binary
`,
  );
});

test('a title, categories, what was taken out, in another language', () => {
  const markdown = contextMarkdown(
    { ...REPORT, tokens: 2000, nodes: [folder], duplicates: [], leftOut: [] },
    {
      title: 'docs',
      ofTokens: 3000,
      categories: [
        ['A', 1500],
        ['B', 500],
      ],
      translate: (english, ...values) => `<${english}>${values.join()}`,
    },
  );
  assert.match(markdown, /^## `docs`\n\n\*\*<\{0\} tokens>2,000\*\*, /);
  assert.match(markdown, /, <of \{0\}; \{1\} unchecked>3,000,1,000, /);
  assert.match(
    markdown,
    /\n\| A \| 1,500 \| 75\.0 % \|\n\| B \| 500 \| 25\.0 % \|\n\n\| <Part> \| <Tokens> \| <Share> \|/,
  );
});
