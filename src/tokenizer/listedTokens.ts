// The added tokens of a tokenizer from before tokenizer.json, which several files list in several forms. Knows no
// tokenizer.

import type { JsonObject } from '../checkpoint/jsonFile.ts';
import { isRecord } from '../contract/isRecord.ts';
import { tokenText } from './tokenizerConfig.ts';

/** An added token as tokenizer.json has it; addedTokensOf() checks it. */
export interface ListedToken {
  readonly id: number;
  readonly content: string;
  readonly [flag: string]: unknown;
}

/** The order in which transformers adds those that have no id yet. */
const NAMES = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

/**
 * Every added token once: those with an id in tokenizer_config.json's added_tokens_decoder or in added_tokens.json, then
 * the special ones that have a name. One that is in no list of ids has the vocabulary's id, or the next free one.
 */
export function listedTokens(vocab: JsonObject, config: JsonObject, ids: JsonObject): readonly ListedToken[] {
  const tokens = new Map<string, ListedToken>();
  const add = (written: unknown, id: unknown, special: boolean) => {
    const content = tokenText(written);
    if (content === undefined || content === '' || tokens.has(content)) return;
    const flags = isRecord(written) ? written : {};
    // A special token that is written as a text alone is found as it stands, any other one in the normalized text.
    tokens.set(content, { special, normalized: !special, ...flags, id: id as number, content });
  };
  for (const [id, written] of entriesOf(config.added_tokens_decoder)) add(written, Number(id), false);
  const special = [...NAMES.map((name) => config[name]), ...listOf(config.additional_special_tokens)];
  const isSpecial = new Set(special.map(tokenText));
  for (const [content, id] of entriesOf(ids)) add(content, id, isSpecial.has(content));
  let next = largestOf([...Object.values(vocab), ...[...tokens.values()].map(({ id }) => id)]) + 1;
  for (const written of special) {
    const content = tokenText(written);
    if (content === undefined || content === '' || tokens.has(content)) continue;
    add(written, Object.hasOwn(vocab, content) ? vocab[content] : next++, true);
  }
  // The library numbers those that are not in the vocabulary in this order.
  const all = [...tokens.values()].sort((a, b) => a.id - b.id);
  return all.map((token) => (isSpecial.has(token.content) ? { ...token, special: true } : token));
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** -1 where there is no number. */
function largestOf(values: readonly unknown[]): number {
  return values.reduce<number>(
    (largest, value) => (typeof value === 'number' ? Math.max(largest, value) : largest),
    -1,
  );
}
