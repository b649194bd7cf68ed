// Sections of documents as people write them, each with what only looks like a heading.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { blocksOf } from '../../../src/blocks/blocksOf.ts';
import { type Markup, markupOfFile } from '../../../src/blocks/markup.ts';

const WRITING = resolve(import.meta.dirname, '../../fixtures/writing');

/** Each section's heading and how many lines it has; what is nested is further in. */
const OUTLINES: Readonly<Record<string, readonly string[]>> = {
  'README.heron.md': [
    '# Heron (158)',
    '  Contents (9)',
    '  Install (32)',
    '    ### From source (14)',
    '  ## Quick start (39)',
    '    ### Flags that people use (11)',
    '    ### Machine-readable output (14)',
    '  ## Configuration (28)',
    '    #### Precedence (9)',
    '  ## How it works (23)',
    '    ### Error bars (6)',
    'FAQ (28)',
    '  ### Does it know my river? (4)',
    '  ### Can I use it as a library? (11)',
    '  ### Who pays for this? (6)',
    '  Licence (4)',
  ],
  'CLAUDE.md': [
    '# 專案守則（給程式代理） (95)',
    '  ## 這是什麼 (7)',
    '  ## 常用指令 (11)',
    '  ## 鐵則 (8)',
    '  ## 程式風格 (26)',
    '    ### Python (14)',
    '    ### Vue (6)',
    '    ### 提交訊息 (4)',
    '  ## 測試 (8)',
    '  ## 領域知識 (13)',
    '  ## 已知的坑 (2)',
    '  Safari 在私密瀏覽時 IndexedDB 只有一次寫入的機會 (5)',
    '  平板的時鐘會差好幾個小時 (5)',
    '  ## 不要做的事 (6)',
  ],
  'migrate.prompt.md': [
    'Ground rules (70)',
    '  Context (19)',
    '  Steps (24)',
    '    ### What usually goes wrong (7)',
    '  Answer (10)',
    '  Example of a good summary (12)',
  ],
  'release-notes/SKILL.md': [
    '# 撰寫發行說明 (98)',
    '  ## 步驟 (19)',
    '  ## 分類 (28)',
    '    ### 破壞性變更 (6)',
    '    ### 新功能 (10)',
    '    ### 修正 (4)',
    '    ### 安全性 (6)',
    '  ## 語氣 (7)',
    '  ## 範例輸出 (19)',
    '  ## 邊界情況 (14)',
    '    ### 沒有任何標籤 (4)',
    '    ### 提交訊息沒有資訊 (4)',
    '    ### 一次超過兩百筆 (4)',
    '  ## 檢查清單 (7)',
  ],
  'changelog-card.mdx': [
    '# Changelog cards (101)',
    '  ## {latest.version} (10)',
    '  ## Writing one (52)',
    '    ### Props (20)',
    '    ### Styling (18)',
    '  ## Accessibility (10)',
    '  ## Migration from 2.x (19)',
    '    ### What the codemod leaves (11)',
    '  ## Questions (4)',
  ],
  'paper.tex': [
    '\\section{Introduction} (22)',
    '  \\subsection{Contributions} (8)',
    '  \\subsection[Related work]{Related work: from bats to \\texttt{BirdNET}} (5)',
    '\\section{Model}\\label{sec:model} (31)',
    '  \\subsection{Who answers} (19)',
    '    \\paragraph{Proof sketch.} The integrand of $B(\\alpha, \\beta + n)$ concentrates at $0$ with mass of order (6)',
    '      \\subparagraph{What if $\\alpha \\le 1$?} Then a positive share of pairs practically never answers, and no acoustic method (3)',
    '  \\subsection*{Notation} (3)',
    '\\section{Experiments} (39)',
    '  \\subsection{Colonies} (20)',
    '  \\subsection{Implementation} (18)',
    '\\section{Limitations} (6)',
    '\\section{Derivation of the variance} (14)',
  ],
  'retrying.rst': [
    '================== (170)',
    '  Quick example (25)',
    '  What is retried (45)',
    '    Statuses (7)',
    '    Exceptions (17)',
    '  Waiting (40)',
    '    Why jitter (18)',
    '      ``Retry-After`` (6)',
    '      Clocks (6)',
    '    Budgets (11)',
    '  Observing (25)',
    '    Log lines (16)',
    '  API (18)',
  ],
  'brewing.adoc': [
    "= Kettle Controller: Operator's Manual (152)",
    '  == Before the first batch (45)',
    '    === What calibration measures (23)',
    '    === When to repeat it (7)',
    '  == Mashing (48)',
    '    === Writing a recipe (24)',
    '      ==== Steps (6)',
    '      ==== Hop alarms (14)',
    '        ===== Volume of the beep (4)',
    '    === During the mash (10)',
    '  == Boiling (18)',
    '  == Error codes (13)',
    '    === E12 in detail (5)',
    '  == Firmware (5)',
    '  == Licence (4)',
  ],
};

for (const [file, outline] of Object.entries(OUTLINES))
  test(`sections of ${file}`, () => {
    assert.deepEqual(outlineOf(readFileSync(resolve(WRITING, file), 'utf8'), markupOfFile(file)), outline);
  });

/** Tables of small cases: first lines of sections. */
const CASES: Readonly<Partial<Record<Markup, Readonly<Record<string, readonly number[]>>>>> = {
  restructuredtext: {
    'Title\n=====\n\ntext': [0],
    '=====\nTitle\n=====\nText\n----': [0, 3],
    ' Title\n=====': [],
    'Longer title\n==': [],
    '標題\n===': [],
    '標題\n====': [0],
    'two lines\nof text\n=======': [],
    '- item\n------': [],
    '.. comment\n----------': [],
    '1. Title\n========': [0],
    'a\n\n-----\n\nb': [],
    '=====  =====\na      b\n=====  =====': [],
    '+----+\n| a  |\n+----+': [],
    '::\n\n  Title\n  =====': [],
  },
  asciidoc: {
    '= A\n\n== B': [0, 2],
    'text\n== no title': [],
    '.A title of a block\n[quote]\n== B': [2],
    '----\n== no\n----\n\n== B': [4],
    '====\n== no\n\n----\n== no\n====\n== B': [6],
    '--\n== no\n--\n== B': [3],
    '```ruby\n== no\n```\n\n## B': [4],
    '======= seven': [],
    '==no space': [],
    '// == no\n== A': [1],
  },
  latex: {
    '\\section{A}\n\\subsection*{B}': [0, 1],
    '% \\section{A}': [],
    '\\sectionmark{A}': [],
    '\\begin{verbatim}\n\\section{A}\n\\end{verbatim}\n\\section{B}': [3],
    '% \\begin{verbatim}\n\\section{A}': [1],
    '100\\% \\begin{verbatim}\n\\section{A}\n\\end{verbatim}': [],
    '\\verb|\\begin{x}|\n\\chapter[a]{A}': [1],
    '\\begin{lstlisting}x\\end{lstlisting}\n\\part{A}': [1],
    '\\end{document}\n\\section{A}': [],
  },
  mdx: {
    "import a from 'a'\n# no\n\n# A": [3],
    'export const a = {\n\n# no\n\n}\n\n# A': [6],
    'export const a = `\n\n# no\n`\n\n# A': [5],
    'A text\nimport duty\n# A': [2],
    '<A\n\n# no\n\n>\n# no\n\n# A\n</A>': [7],
    '<A b={{ c: 1 }}>\n# no\n\n# A': [3],
    '- item\n\n  <A>\n\n  # in the item\n\n# A': [6],
    '{/*\n\n# no\n\n*/}\n# A': [5],
    "export const a = 'don\\'t'\n\n# A": [2],
  },
};
for (const [markup, cases] of Object.entries(CASES))
  for (const [text, firsts] of Object.entries(cases))
    test(`${markup}: ${JSON.stringify(text)}`, () => {
      const lines = text.split('\n');
      const { sections } = blocksOf({ lineCount: lines.length, lineAt: (line) => lines[line] }, markup as Markup);
      assert.deepEqual(
        sections.map(({ first }) => first),
        firsts,
      );
    });

test('levels of reStructuredText follow the order of the styles', () => {
  assert.deepEqual(outlineOf('===\nA\n===\n\nB\n---\n\nC\n===\n\nD\n---\n', 'restructuredtext'), [
    '=== (13)',
    '  B (6)',
    '    C (3)',
    '  D (3)',
  ]);
});

function outlineOf(text: string, markup: Markup): readonly string[] {
  const lines = text.split('\n');
  const { sections } = blocksOf({ lineCount: lines.length, lineAt: (line) => lines[line] }, markup);
  return sections.map(({ first, last }, i) => {
    const depth = sections.slice(0, i).filter((outer) => outer.last >= first).length;
    return `${'  '.repeat(depth)}${lines[first]} (${last - first + 1})`;
  });
}
