// A change of What if in one sentence. Knows the tokens of a text, no model. Pure.
import type { Token } from '../../../src/contract/tokens.ts';
import type { Change, CopiedPart, Direction, ModelPart } from '../../../src/contract/whatIf.ts';
import type { ListedChange } from '../../state/changeList.ts';
import { t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { type ShownToken, shortText } from '../../text/visibleText.ts';

/** Characters of a token or a text in a sentence. */
const LONGEST = 20;

/** The tokens that a change names by their places, and how many layers read them. */
export interface ReadText {
  readonly tokens: readonly Token[];
  readonly layers: number;
}

export function changeInWords(
  { change, token }: Pick<ListedChange, 'change' | 'token'>,
  { tokens, layers }: ReadText,
): string {
  switch (change.kind) {
    case 'scale':
      return scaled(change.part, change.factor);
    case 'mean':
      return t('{0} set to its mean', partInWords(change.part));
    case 'hide':
      return hidden(change, tokens);
    case 'expert':
      return expertOff(change);
    case 'token':
      return t('{0} at position {1} replaced by {2}', tokenAt(tokens, change.token), change.token, named(token));
    case 'direction':
      return pushed(change, token, layers);
    case 'copy':
      return copied(change, tokens);
  }
}

/** The same part in the tool that copies and in that which switches off. */
export function partInWords(part: CopiedPart): string {
  switch (part.kind) {
    case 'head':
      return t('Head {0}.{1}', part.layer, part.head);
    case 'attention':
      return t('Attention of layer {0}', part.layer);
    case 'mlp':
      return t('Feed-forward of layer {0}', part.layer);
    case 'state':
      return t('State of layer {0}', part.layer);
    case 'residual':
      return t('Stream before layer {0}', part.layer);
  }
}

/** With its sign, and one decimal: 2 → '+2.0', −0.5 → '−0.5' */
export function strengthInWords(strength: number): string {
  const text = strength.toFixed(1).replace('-', '−');
  return strength > 0 ? `+${text}` : text;
}

function scaled(part: ModelPart, factor: number): string {
  if (factor === 0) return t('{0} off', partInWords(part));
  return t('{0} × {1}', partInWords(part), Number(factor.toFixed(2)));
}

function hidden({ span, query, layer, head }: Extract<Change, { kind: 'hide' }>, tokens: readonly Token[]): string {
  const key = span.end - span.start === 1 ? tokenAt(tokens, span.start) : spanInWords(tokens, span);
  const from = query === undefined ? t('{0} hidden from all later tokens', key) : undefined;
  if (layer === undefined) return from ?? t('Position {0} no longer attends to {1}', query ?? 0, key);
  const where = head === undefined ? t('Layer {0}', layer) : t('Layer {0}, head {1}', layer, head);
  if (from !== undefined) return t('{0}: {1}', where, from);
  return t('{0}: position {1} no longer attends to position {2}', where, query ?? 0, span.start);
}

function expertOff({ layer, expert, token }: Extract<Change, { kind: 'expert' }>): string {
  return token === undefined
    ? t('Expert {0} of layer {1} off', expert, layer)
    : t('Expert {0} of layer {1} off at position {2}', expert, layer, token);
}

function pushed(
  { direction, strength, layer, token: position }: Extract<Change, { kind: 'direction' }>,
  token: ShownToken | undefined,
  layers: number,
): string {
  const added = t('{0} × {1}', strengthInWords(strength), directionInWords(direction, token));
  const where = layer < layers ? t('before layer {0}', layer) : t('behind the last layer');
  return position === undefined
    ? t('{0} {1}, at all positions', added, where)
    : t('{0} {1}, at position {2}', added, where, position);
}

/** Both ends, since what lies between may be a page. */
function spanInWords(
  tokens: readonly Token[],
  { start, end }: { readonly start: number; readonly end: number },
): string {
  return t('{0} to {1}', tokenAt(tokens, start), tokenAt(tokens, end - 1));
}

function directionInWords(direction: Direction, token: ShownToken | undefined): string {
  switch (direction.kind) {
    case 'embedding':
      return t('(embedding of {0})', named(token));
    case 'unembedding':
      return t('(unembedding of {0})', named(token));
    case 'texts':
      return t('({0} − {1})', quotedText(direction.toward), quotedText(direction.away));
    case 'vector':
      return direction.name === undefined
        ? t('a direction of {0} numbers', direction.values.length)
        : t('({0})', direction.name);
  }
}

function copied({ what, token, from }: Extract<Change, { kind: 'copy' }>, tokens: readonly Token[]): string {
  if (token === undefined) return t('{0} at all positions copied from {1}', partInWords(what), quotedText(from.text));
  return t(
    '{0} at position {1}, {2}, copied from {3}',
    partInWords(what),
    token,
    tokenAt(tokens, token),
    quotedText(from.text),
  );
}

function tokenAt(tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  return token ? quotedToken(token, LONGEST) : t('position {0}', index);
}

function named(token: ShownToken | undefined): string {
  return token ? quotedToken(token, LONGEST) : '…';
}

function quotedText(text: string): string {
  return t('“{0}”', shortText({ text, bytes: [] }, LONGEST));
}
