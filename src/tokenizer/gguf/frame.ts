// The special tokens that stand around a text, from a GGUF file's metadata, as a post-processor of tokenizer.json. Knows no text.
import type { Metadata } from '../../checkpoint/gguf/metadata.ts';
import type { JsonObject } from '../../checkpoint/jsonFile.ts';
import type { ListedToken } from './listedToken.ts';

export interface Ends {
  /** The roles of the token in front, and of that behind: the first one that the file names counts. */
  readonly front: readonly string[];
  readonly behind: readonly string[];
  /** Whether they stand there where the file does not say it. */
  readonly begins: boolean;
  readonly closes: boolean;
  /** The texts of both where the file names none of the roles. */
  readonly texts?: readonly [front: string, behind: string];
}

/** Those of models that generate text: nothing behind it. */
export const GENERATING = { front: ['bos', 'cls'], behind: ['eos', 'seperator'], closes: false }; // llama.cpp's spelling
/** BERT has a token for the whole text in front, and has other models' tokens beside it at most. */
export const CLASSIFYING = {
  front: ['cls', 'bos'],
  behind: ['seperator', 'eos'],
  begins: true,
  closes: true,
  texts: ['[CLS]', '[SEP]'],
} as const;

/** Null where nothing stands around a text. Fails with gguf-header. */
export function frameAround(metadata: Metadata, tokens: readonly ListedToken[], ends: Ends): JsonObject | null {
  const [first, last] = ends.texts ?? [];
  const front = endOf(metadata, tokens, {
    roles: ends.front,
    key: 'add_bos_token',
    otherwise: ends.begins,
    text: first,
  });
  const behind = endOf(metadata, tokens, {
    roles: ends.behind,
    key: 'add_eos_token',
    otherwise: ends.closes,
    text: last,
  });
  if (!front && !behind) return null;
  const step = ({ content }: SpecialToken) => ({ SpecialToken: { id: content, type_id: 0 } });
  const both = [front, behind].filter((token) => token !== undefined);
  return {
    type: 'TemplateProcessing',
    single: [...(front ? [step(front)] : []), { Sequence: { id: 'A', type_id: 0 } }, ...(behind ? [step(behind)] : [])],
    special_tokens: Object.fromEntries(
      both.map(({ content, id }) => [content, { id: content, ids: [id], tokens: [content] }]),
    ),
  };
}

interface SpecialToken {
  readonly id: number;
  readonly content: string;
}

interface End {
  readonly roles: readonly string[];
  /** That says whether it is put there. */
  readonly key: string;
  readonly otherwise: boolean;
  readonly text: string | undefined;
}

function endOf(
  metadata: Metadata,
  tokens: readonly ListedToken[],
  { roles, key, otherwise, text }: End,
): SpecialToken | undefined {
  if (!(metadata.flag(`tokenizer.ggml.${key}`) ?? otherwise)) return undefined;
  const ids = roles.map((role) => metadata.number(`tokenizer.ggml.${role}_token_id`));
  const id = ids.find((one) => one !== undefined) ?? tokens.findIndex((token) => token.text === text);
  const content = tokens[id]?.text;
  return content === undefined ? undefined : { id, content };
}
