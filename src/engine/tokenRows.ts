// Refuses a text that has a token which the model cannot look up. Knows no model.
import type { Failure } from '../contract/failure.ts';
import type { Token } from '../contract/tokens.ts';

/**
 * Checkpoints are published whose tokenizer has added tokens beyond the table: those of images in Gemma 3's models of
 * text alone. Only a text that has such a token cannot be read.
 */
export function checkRows(tokens: readonly Token[], rows: number): void {
  const beyond = tokens.find(({ id }) => id >= rows);
  if (!beyond) return;
  const token = beyond.text ?? '';
  throw { code: 'token-beyond-table', token, id: beyond.id, rows } satisfies Failure;
}
