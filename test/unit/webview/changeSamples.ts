// A text of four tokens and three changes, for tests of what holds changes and of what says them. Knows no test.
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Change } from '../../../src/contract/whatIf.ts';

export const at = (index: number) => index as TokenIndex;
export const span = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
export const shown = (text: string) => ({ text, bytes: [...Buffer.from(text)] });
export const TOKENS = ['The', ' girl', ' ran', ' home'].map(
  (text, id) => ({ id, ...shown(text), special: false }) as unknown as Token,
);

export const HEAD = { kind: 'scale', part: { kind: 'head', layer: 2, head: 5 }, factor: 0 } as const satisfies Change;
export const HIDDEN = { kind: 'hide', span: span(1, 2) } as const satisfies Change;
export const PUSH = {
  kind: 'direction',
  layer: 4,
  direction: { kind: 'embedding', id: 9 },
  strength: 2,
} as const satisfies Change;
