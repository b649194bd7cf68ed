import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endingOf, firstEndingOf, isBalanced } from '../../../scripts/eval/properEnding.ts';

const CASES: readonly (readonly [prompt: string, continuation: string, fault: string | undefined])[] = [
  ['The dog', ' ran to the river. It saw a fi', undefined],
  ['The dog', ' ran to the river and drank. "Come!" said the fox, "we', undefined],
  ['"Where are', ' you going?" asked the boy.', undefined],
  ['小貓', '看見一隻蝴蝶。牠很高', undefined],
  ['媽媽說：「', '你回來了嗎？」小明點點頭。', undefined],
  ['The price', ' is 3.50 and the file is a.txt and so', 'no sentence end'],
  ['The dog', ' ran and ran and', 'no sentence end'],
  ['The dog', ' ran. It jumped. "I am glad to see you all here today. I will never forget it. We', 'unfinished'],
  ['"Where are', ' you going. I do not know.', 'left open'],
  ['The dog', ' ran) to the river.', 'left open'],
  ['The dog', ' barked. No. Yes.', 'no whole sentence'],
  ['小貓', '走。', 'no whole sentence'],
  ['The dog', ' was a very good dog, and a very good dog, and a very good dog. Yes.', 'repeats itself'],
  ['The dog', ' ran to the river.\nYes.\nIt swam.\nYes.\nIt ran.\nYes.', 'repeats itself'],
  [
    'The dog',
    ' ran to the wide river, drank from it for a while, and swam across until it stood on the far side. He ran on and on he ran on and on he ran on and on',
    'repeats itself',
  ],
  ['小貓', '我不知道你在說什麼呢，我不知道你在說什麼呢，我不知道你在說什麼呢。', 'repeats itself'],
];
for (const [prompt, continuation, fault] of CASES) {
  test(`${prompt}${continuation} → ${fault ?? 'proper'}`.replaceAll('\n', '⏎'), () =>
    assert.equal(endingOf(prompt, continuation).fault, fault),
  );
}

test('keeps the text up to the last end at which nothing is open', () => {
  assert.equal(endingOf('The dog', ' ran to the river. "Come!" he').kept, ' ran to the river.');
  assert.equal(endingOf('A', ' man said, "Go to the house now." Then').kept, ' man said, "Go to the house now."');
});

test('the first sentence alone is judged without the loop behind it', () => {
  const loop = ' ran to the river. He saw a good dog. He saw a good dog. He saw a good dog.';
  assert.deepEqual(firstEndingOf('The dog', loop), { kept: ' ran to the river.', fault: undefined });
  assert.equal(endingOf('The dog', loop).fault, 'repeats itself');
  assert.equal(firstEndingOf('The dog', ' ran. He saw a dog.').fault, 'no whole sentence');
  assert.equal(firstEndingOf('The dog', ' ran and ran').fault, 'no sentence end');
});

test('Chinese text that names one thing three times is no loop', () => {
  assert.equal(endingOf('這個', '應用程式很好，應用程式很快，應用程式也很小。').fault, undefined);
});

test('pairs close in order', () => {
  assert.ok(isBalanced('“a (b) 「c『d』」” "e"'));
  for (const wrong of ['(a]', 'a)', '「a', '"a', '(“a)”']) assert.ok(!isBalanced(wrong), wrong);
});
