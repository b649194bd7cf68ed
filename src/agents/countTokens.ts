// The tool that counts the tokens of a text or a file, or of a folder by its files.
import type { ContextNode } from '../contract/contextReport.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { oneOf, optional, path, record } from '../contract/valueReaders.ts';
import type { AgentCall, AgentTool, ToolAnswer } from './agentTool.ts';
import { confinedText } from './confinedFile.ts';
import { type ConfinedPath, confined, MOST_PATH } from './confinedPaths.ts';
import { countFolders } from './countFolders.ts';
import { writtenLineStarts } from './lineSurprisals.ts';
import { tokenizerLabel, tokenizerNamed } from './namedTokenizer.ts';
import { Refusal } from './refusal.ts';
import {
  count,
  KIND_SCHEMA,
  objectSchema,
  PATH_SCHEMA,
  string,
  TOKENIZER_SCHEMA,
  TOKENIZERS,
  type TokenizerName,
  toolText,
} from './schemas.ts';

interface CountInput {
  readonly text: string | undefined;
  readonly path: string | undefined;
  readonly tokenizer: TokenizerName | undefined;
}

export const countTokens: AgentTool<CountInput> = {
  name: 'tokenscope_count_tokens',
  title: 'Count Tokens',
  description:
    'Counts the tokens of a text, or of a file or folder in the workspace, exactly, with the vocabulary of a real tokenizer on this machine. Use it before text is sent to a language model, or to compare the length of two versions. Give either text or path. For what fills a context by part, use tokenscope_what_fills_context.',
  inputSchema: objectSchema({ text: string('The text to count.'), path: PATH_SCHEMA, tokenizer: TOKENIZER_SCHEMA }, []),
  outputSchema: objectSchema(
    {
      kind: KIND_SCHEMA,
      tokenizer: string('Whose tokens were counted.'),
      of: string('The file or folder, or "text".'),
      tokens: count('The number of tokens.'),
      characters: count('The number of UTF-16 code units; not of a folder.'),
      lines: count('The number of lines; not of a folder.'),
      files: count('The number of files that were counted; of a folder only.'),
      leftOut: count('The number of files and folders that are ignored, binary, huge or unreadable; of a folder only.'),
    },
    ['kind', 'tokenizer', 'of', 'tokens'],
  ),
  runsModel: false,
  read: record<CountInput>({
    text: optional(toolText),
    path: optional(path(MOST_PATH)),
    tokenizer: optional(oneOf(...TOKENIZERS)),
  }),
  answer: async ({ text, path: written, tokenizer: name }, call) => {
    if ((text === undefined) === (written === undefined)) throw new Refusal('Give either text or path.');
    const ref = tokenizerNamed(name, call);
    if (text !== undefined) return await counted(text, 'text', ref, call);
    const file = await confined(written as string, call.choices);
    if (file.isFolder) return await countedFolder(file, ref, call);
    return await counted(await confinedText(file), file.shown, ref, call);
  },
};

async function counted(text: string, of: string, ref: TokenizerRef, call: AgentCall): Promise<ToolAnswer> {
  const [tokens] = await call.counter.count([text], ref);
  const tokenizer = tokenizerLabel(ref, call);
  const characters = text.length;
  const lines = text === '' ? 0 : writtenLineStarts(text).length;
  return {
    text: `${of}: ${tokens} tokens (${tokenizer}; computed). ${characters} characters, ${lines} lines.`,
    data: { kind: 'computed', tokenizer, of, tokens, characters, lines },
  };
}

async function countedFolder(folder: ConfinedPath, ref: TokenizerRef, call: AgentCall): Promise<ToolAnswer> {
  const { tokens, nodes, leftOut: left } = await countFolders([folder], { tokenizer: ref }, call);
  const tokenizer = tokenizerLabel(ref, call);
  const of = `${folder.shown}/`;
  const files = fileCount(nodes);
  return {
    text: `${of}: ${tokens} tokens in ${files} files (${tokenizer}; computed). ${left.length} files and folders were left out: ignored, binary, huge or unreadable.`,
    data: { kind: 'computed', tokenizer, of, tokens, files, leftOut: left.length },
  };
}

function fileCount(nodes: readonly ContextNode[]): number {
  return nodes.reduce((sum, { kind, children }) => sum + (kind === 'file' ? 1 : fileCount(children)), 0);
}
