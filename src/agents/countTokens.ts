// The tool that counts the tokens of a text or a file, or of a folder by its files.
import { oneOf, optional, path, record } from '../contract/valueReaders.ts';
import type { AgentCall, AgentTool, ToolAnswer } from './agentTool.ts';
import { confinedText } from './confinedFile.ts';
import { type ConfinedPath, confined, MOST_PATH } from './confinedPaths.ts';
import { lineStarts } from './lineSurprisals.ts';
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
    'Counts the tokens of a text, or of a file in the workspace, exactly, with the vocabulary of a real tokenizer on this machine. Use it before text is sent to a language model, or to compare the length of two versions. Give either text or path. For a folder, or for what fills a context by part, use tokenscope_what_fills_context.',
  inputSchema: objectSchema({ text: string('The text to count.'), path: PATH_SCHEMA, tokenizer: TOKENIZER_SCHEMA }, []),
  outputSchema: objectSchema(
    {
      kind: KIND_SCHEMA,
      tokenizer: string('Whose tokens were counted.'),
      of: string('The file, or "text".'),
      tokens: count('The number of tokens.'),
      characters: count('The number of UTF-16 code units.'),
      lines: count('The number of lines.'),
    },
    ['kind', 'tokenizer', 'of', 'tokens', 'characters', 'lines'],
  ),
  read: record<CountInput>({
    text: optional(toolText),
    path: optional(path(MOST_PATH)),
    tokenizer: optional(oneOf(...TOKENIZERS)),
  }),
  answer: async ({ text, path: written, tokenizer: name }, call) => {
    if ((text === undefined) === (written === undefined)) throw new Refusal('Give either text or path.');
    if (text !== undefined) return await counted(text, 'text', name, call);
    const file = await confined(written as string, call.choices);
    return await counted(await fileText(file), file.shown, name, call);
  },
};

async function fileText(file: ConfinedPath): Promise<string> {
  if (file.isFolder) throw new Refusal(`${file.shown} is a folder. Ask tokenscope_what_fills_context about it.`);
  return await confinedText(file);
}

async function counted(
  text: string,
  of: string,
  name: TokenizerName | undefined,
  call: AgentCall,
): Promise<ToolAnswer> {
  const ref = tokenizerNamed(name, call);
  const [tokens] = await call.counter.count([text], ref);
  const tokenizer = tokenizerLabel(ref, call);
  const characters = text.length;
  const lines = text === '' ? 0 : lineStarts(text).length;
  return {
    text: `${of}: ${tokens} tokens (${tokenizer}; computed). ${characters} characters, ${lines} lines.`,
    data: { kind: 'computed', tokenizer, of, tokens, characters, lines },
  };
}
