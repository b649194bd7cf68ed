// What a view kept over a reload of the window.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptSubject } from '../../../src/contract/keptSubject.ts';

const subject = { kind: 'agent', paths: ['/a'] } as const;

test('what was looked at comes back', () => {
  assert.deepEqual(keptSubject({ version: 1, subject, unchecked: [] }), subject);
});

test('the editor of a conversation comes back, and of nothing else', () => {
  const chat = { kind: 'conversation', paths: ['Untitled-1'], document: 'untitled:Untitled-1' } as const;
  assert.deepEqual(keptSubject({ version: 1, subject: chat }), chat);
  assert.deepEqual(keptSubject({ version: 1, subject: { ...subject, document: 'untitled:a' } }), subject);
  assert.deepEqual(keptSubject({ version: 1, subject: { ...chat, document: 7 } }), {
    kind: 'conversation',
    paths: chat.paths,
  });
});

for (const state of [
  undefined,
  { version: 2, subject },
  { version: 1, subject: { kind: 'x', paths: ['/a'] } },
  { version: 1, subject: { kind: 'files', paths: [] } },
  { version: 1, subject: { kind: 'files', paths: [1] } },
  { version: 1, subject: { kind: 'files', paths: Array(10_001).fill('/a') } },
])
  test(`nothing comes back of ${JSON.stringify(state)?.slice(0, 60)}`, () => {
    assert.equal(keptSubject(state), undefined);
  });
