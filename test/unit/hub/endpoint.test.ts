import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedEndpoint, HUGGING_FACE } from '../../../src/hub/endpoint.ts';
import { failsWith } from './downloading.ts';

const GOOD = [
  ['', HUGGING_FACE],
  [' https://hf-mirror.com/ ', 'https://hf-mirror.com'],
  ['https://mirror.example/hugging-face//', 'https://mirror.example/hugging-face'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
] as const;
for (const [text, endpoint] of GOOD) {
  test(`${JSON.stringify(text)} is ${endpoint}`, () => assert.equal(checkedEndpoint(text), endpoint));
}

for (const text of [
  'huggingface.co',
  'ftp://a',
  'file:///a',
  'https://me:secret@a',
  'https://a?b',
  'https://a#b',
  'https://',
]) {
  test(`${JSON.stringify(text)} is no hub's address`, () => {
    assert.throws(() => checkedEndpoint(text), failsWith({ code: 'hub-endpoint-invalid', endpoint: text }));
  });
}
