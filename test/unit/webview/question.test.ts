import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NextTokens } from '../../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { askedAt, candidatesOf, endOfText, tokenOfId, tokensOfText } from '../../../webview/lab/question.ts';

const at = (index: number) => index as TokenIndex;
const token = (text: string, id: number) => ({ id, text, bytes: [], special: id === 0 }) as unknown as Token;
const TOKENS = [token('<s>', 0), token('The', 1), token(' cat', 2), token(' the', 3), token(' cat', 2)];
const NEXT = {
  after: 4,
  candidates: [
    { id: 9, text: ' sat' },
    { id: 3, text: ' the' },
  ],
} as unknown as NextTokens;

test('the question that suggests itself: what follows, and at the end what is most probable', () => {
  const situation = { tokens: TOKENS, next: undefined, asked: undefined };
  assert.equal(askedAt({ ...situation, at: at(2) })?.target, 3);
  assert.equal(askedAt({ ...situation, at: at(4) }), undefined);
  assert.equal(askedAt({ ...situation, at: at(4), next: NEXT })?.target, 9);
});

test('what the reader asked holds at its position, and nowhere else', () => {
  const asked = { position: at(2), target: 5, other: 6 };
  const situation = { tokens: TOKENS, next: NEXT, asked };
  assert.equal(askedAt({ ...situation, at: at(2) }), asked);
  assert.deepEqual(askedAt({ ...situation, at: at(1) }), { position: 1, target: 2, other: undefined });
});

test('the token that follows is among the candidates', () => {
  const ids = (next: NextTokens) => candidatesOf({ next }).map(({ id }) => id);
  assert.deepEqual(ids(NEXT), [9, 3]);
  assert.deepEqual(ids({ ...NEXT, actual: { id: 3 } } as unknown as NextTokens), [9, 3]);
  assert.deepEqual(ids({ ...NEXT, actual: { id: 4, rank: 77 } } as unknown as NextTokens), [9, 3, 4]);
});

test('tokens of the text: each once, the last first, without candidates and special ones', () => {
  const found = (index: number, most: number) => tokensOfText({ tokens: TOKENS, at: at(index), next: NEXT }, most);
  assert.deepEqual(
    found(4, 9).map(({ id }) => id),
    [2, 1],
  );
  assert.deepEqual(
    found(4, 1).map(({ id }) => id),
    [2],
  );
  assert.deepEqual(
    found(1, 9).map(({ id }) => id),
    [1],
  );
  assert.equal(tokenOfId({ tokens: TOKENS, next: NEXT }, 9)?.text, ' sat');
  assert.equal(tokenOfId({ tokens: TOKENS, next: NEXT }, 1)?.text, 'The');
  assert.equal(tokenOfId({ tokens: TOKENS, next: NEXT }, 99), undefined);
});

test('the end of the text keeps whole tokens, and one at least', () => {
  assert.equal(endOfText(TOKENS, at(4), 99), '<s>The·cat·the·cat');
  assert.equal(endOfText(TOKENS, at(4), 9), '…·the·cat');
  assert.equal(endOfText(TOKENS, at(4), 1), '…·cat');
});
