// The tool that says what fills a context: files and folders, or what an agent reads by itself, by part, against a budget.
import { boolean, list, oneOf, optional, path, record, wholeNumber } from '../contract/valueReaders.ts';
import type { AgentCall, AgentTool } from './agentTool.ts';
import { type ConfinedPath, confined, MOST_PATH } from './confinedPaths.ts';
import { countFolders } from './countFolders.ts';
import { fillsReport } from './fillsReport.ts';
import { FILLS_SCHEMA } from './fillsSchema.ts';
import { tokenizerLabel, tokenizerNamed } from './namedTokenizer.ts';
import {
  bounded,
  flag,
  listOf,
  objectSchema,
  PATH_SCHEMA,
  TOKENIZER_SCHEMA,
  TOKENIZERS,
  type TokenizerName,
} from './schemas.ts';

interface FillsInput {
  readonly paths: readonly string[] | undefined;
  readonly agentFiles: boolean | undefined;
  readonly budget: number | undefined;
  readonly parts: number | undefined;
  readonly tokenizer: TokenizerName | undefined;
}

const MOST_PATHS = 100;
const DEFAULT_PARTS = 40;
const MOST_PARTS = 200;
const MOST_BUDGET = 100_000_000;

export const whatFills: AgentTool<FillsInput> = {
  name: 'tokenscope_what_fills_context',
  title: 'What Fills the Context',
  description:
    'What fills a context, by part: counts files and whole folders of the workspace as a tree of folders, files and sections, the largest first. Without paths: what a coding agent reads here by itself (AGENTS.md, CLAUDE.md, .github/copilot-instructions.md, *.instructions.md, *.prompt.md, SKILL.md, rules), and how much of it is always loaded. With a budget: by how much it is exceeded, and which parts would have to go. .gitignore is honoured; what is left out is said.',
  inputSchema: objectSchema(
    {
      paths: listOf(PATH_SCHEMA, "Files and folders. Left out: all folders of the workspace, for agents' files only."),
      agentFiles: flag("Whether only agents' files are counted. If left out: only where no paths are given."),
      budget: bounded(1, MOST_BUDGET, 'The number of tokens that should suffice.'),
      parts: bounded(1, MOST_PARTS, `How many parts are listed at most; ${DEFAULT_PARTS} if left out.`),
      tokenizer: TOKENIZER_SCHEMA,
    },
    [],
  ),
  outputSchema: FILLS_SCHEMA,
  runsModel: false,
  read: record<FillsInput>({
    paths: optional(list(path(MOST_PATH), MOST_PATHS)),
    agentFiles: optional(boolean()),
    budget: optional(wholeNumber(1, MOST_BUDGET)),
    parts: optional(wholeNumber(1, MOST_PARTS)),
    tokenizer: optional(oneOf(...TOKENIZERS)),
  }),
  answer: async ({ paths = [], agentFiles = paths.length === 0, budget, parts = DEFAULT_PARTS, tokenizer }, call) => {
    const chosen = await chosenPaths(paths, call);
    const ref = tokenizerNamed(tokenizer, call);
    const report = await countFolders(chosen, { tokenizer: ref, agentFiles, duplicates: true }, call);
    return fillsReport(report, { tokenizer: tokenizerLabel(ref, call), chosen, agentFiles, budget, parts });
  },
};

async function chosenPaths(written: readonly string[], { choices }: AgentCall): Promise<readonly ConfinedPath[]> {
  const wanted = written.length > 0 || choices.roots.length === 0 ? written : choices.roots;
  return await Promise.all((wanted.length > 0 ? wanted : ['.']).map((one) => confined(one, choices)));
}
