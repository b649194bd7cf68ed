import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WeightStorage } from '../../../src/contract/weightStorage.ts';
import { storageInWords } from '../../../webview/page/storageInWords.ts';

const ROWS: readonly (readonly [string, WeightStorage])[] = [
  ['4 bit MLX, groups of 64', { method: 'MLX', bits: 4, shared: { kind: 'group', size: 64 } }],
  ['8 bit GPTQ, a scale for each row', { method: 'GPTQ', bits: 8, shared: { kind: 'row' } }],
  ['FP8, blocks of 128 × 64', { method: 'FP8', bits: 8, shared: { kind: 'block', rows: 128, columns: 64 } }],
  ['FP8, a scale for each matrix', { method: 'FP8', bits: 8, shared: { kind: 'matrix' } }],
  ['NF4, groups of 64', { method: 'NF4', bits: 4, shared: { kind: 'group', size: 64 } }],
];
for (const [words, storage] of ROWS) test(words, () => assert.equal(storageInWords(storage), words));
