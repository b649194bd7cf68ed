// The form of what the tool says of a context.
import { count, KIND_SCHEMA, listOf, objectSchema, real, string } from './schemas.ts';

/** Files that are left out, duplicates and parts to cut that are named. */
export const MOST_NAMED = 20;

const orNull = (type: string, description: string) => ({ type: [type, 'null'], description });

const part = objectSchema(
  {
    part: string('The folder, the file, or the file and the heading of its section, its message or tool.'),
    kind: string('folder, file, section, message, tool or part.'),
    category: string('instructions, prompts, skills, tools, conversation, documents, code or data.'),
    tokens: count('Its tokens, with all that is in it.'),
    depth: count('How deep it is in the tree; 0 at the top.'),
    line: orNull('integer', 'The line that it begins in, from 1, where it is a part of a file.'),
    loaded: orNull('string', 'When an agent has it in its context: always, asked, or matching and a glob.'),
    othersBelow: count('The number of its own parts that are not listed since they are smaller.'),
    tokensOfOthers: count('Their tokens.'),
  },
  ['part', 'kind', 'category', 'tokens', 'depth', 'line', 'loaded', 'othersBelow', 'tokensOfOthers'],
);
const duplicate = objectSchema(
  {
    parts: listOf({ type: 'string' }, 'Parts that say the same, or nearly.'),
    similarity: real('From 0 to 1, where they are equal.'),
    tokens: count('What would be saved if only the first were kept.'),
  },
  ['parts', 'similarity', 'tokens'],
);
const cut = objectSchema({ part: string('A part.'), tokens: count('Its tokens.') }, ['part', 'tokens']);
const leftOut = objectSchema(
  {
    path: string('The file or folder.'),
    why: string('binary, huge, unreadable, …; of a conversation in a wrong form what is wrong.'),
  },
  ['path', 'why'],
);

export const FILLS_SCHEMA = objectSchema(
  {
    kind: KIND_SCHEMA,
    tokenizer: string('Whose tokens were counted.'),
    counted: string('All files, or what agents read by themselves.'),
    tokens: count('The number of tokens in all.'),
    alwaysLoaded: orNull('integer', 'Of these, what an agent has in its context from the beginning.'),
    budget: orNull('integer', 'The budget that was given.'),
    over: orNull('integer', 'By how much it is exceeded; 0 where it is kept.'),
    categories: listOf(
      objectSchema({ category: string('A category.'), tokens: count('Its tokens.') }, ['category', 'tokens']),
      'The tokens of each category.',
    ),
    parts: listOf(part, 'In the order of the tree, the largest first.'),
    duplicates: listOf(duplicate, 'Parts that say the same, or nearly.'),
    cut: listOf(cut, 'The fewest parts whose tokens are as many as the budget is exceeded by.'),
    leftOut: listOf(leftOut, `Files that were not counted, ${MOST_NAMED} at most.`),
    leftOutInAll: count('How many there are of these.'),
    ignored: count('Files and folders that .gitignore or a setting ignores.'),
  },
  [
    'kind',
    'tokenizer',
    'counted',
    'tokens',
    'alwaysLoaded',
    'budget',
    'over',
    'categories',
    'parts',
    'duplicates',
    'cut',
    'leftOut',
    'leftOutInAll',
    'ignored',
  ],
);
