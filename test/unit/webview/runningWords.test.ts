// What a page says while the model is loaded and runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runningWords } from '../../../webview/text/runningWords.ts';

for (const [running, words] of [
  [{ done: 0, of: 0 }, 'Loading the model…'],
  [{ opened: 0.4267, done: 0, of: 0 }, 'Loading the model: 43 %'],
  [{ opened: 1, done: 0, of: 0 }, 'Loading the model: 100 %'],
  [{ opened: 1, done: 2, of: 12 }, 'Block 2 of 12'],
  [{ done: 2, of: 12, tokens: 600, leftMs: 12_400 }, '100 of 600 tokens read, about 12 s left'],
  [{ done: 12, of: 12, tokens: 600, leftMs: 0 }, '600 of 600 tokens read, about 1 s left'],
  [{ done: 1, of: 4, tokens: 10_000, leftMs: 170_000 }, '2,500 of 10,000 tokens read, about 3 min left'],
] as const)
  test(words, () => assert.equal(runningWords(running).replaceAll(' ', ' '), words));
