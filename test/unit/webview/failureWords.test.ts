import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureWords } from '../../../webview/state/failureWords.ts';

for (const [failure, words] of [
  [{ code: 'engine-stopped', exitCode: 1, signal: null }, 'The engine stopped. Explain the text again.'],
  [{ code: 'run-unknown', run: 'r' }, 'The engine has started anew and does not know this text. Read the text again.'],
  [{ code: 'session-failed', graph: 'embed', problem: 'no memory' }, 'Something went wrong: session-failed'],
  [new Error('a bug'), 'Something went wrong: Error: a bug'],
] as const)
  test(words, () => assert.equal(failureWords(failure), words));
