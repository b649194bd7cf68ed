// A small session that has everything a session can have, as text and as a value. No test.
import type { SessionFile } from '../../../src/contract/session.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';

const SAMPLING = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0, repetitionPenalty: 1, seed: 1 };
const at = (index: number) => index as TokenIndex;

export const SAMPLE: SessionFile = {
  format: 'tokenscope-session',
  version: 1,
  tokenscope: '0.1.0',
  saved: '2026-11-30T12:00:00.000Z',
  text: { label: 'a.md', line: 3, content: 'a "b" 蘋\n', ids: [5, 6, 7] },
  model: {
    name: 'owner/name',
    isEmbedded: false,
    repo: 'owner/name',
    revision: '0123456789abcdef0123456789abcdef01234567',
    architecture: 'gpt2',
    parameters: 1000,
    layers: 1,
    heads: 2,
    dModel: 8,
    vocabSize: 100,
    precision: 'float32',
    provider: 'cpu',
    isRemote: false,
    files: [{ name: 'model.safetensors', bytes: 12, sha256: 'ab'.repeat(32) }],
  },
  setup: {
    place: 'lab',
    stop: 'tokens',
    tool: 'why',
    selected: at(2),
    other: at(0),
    head: { layer: 0, head: 'mean' },
    sampling: SAMPLING,
    asked: { position: at(2), target: 8, other: 9 },
    branches: [
      { parent: 0, id: 8, text: 'x', isChosen: false, sampling: SAMPLING },
      { parent: 1, id: 9, isChosen: true, sampling: SAMPLING },
      { parent: 0, id: 10, text: 'y', isChosen: true, sampling: SAMPLING },
    ],
    shown: 2,
    changes: [
      { change: { kind: 'scale', part: { kind: 'head', layer: 0, head: 1 }, factor: 0 }, isOn: true },
      { change: { kind: 'token', token: at(1), id: 4 }, isOn: false, token: { text: 'z', bytes: [122] } },
    ],
    mattered: { mode: 'hide', ofContinuation: false },
    patching: { source: 'a "c" 蘋\n', kind: 'residual', plus: 8, minus: 9 },
    comparing: { with: 'text', source: 'another text' },
  },
  numbers: {
    next: { entropyBits: 1.5, candidates: [{ id: 8, text: 'x', logit: 2.5, probability: 0.75 }] },
    surprisals: [0, 3.25, 'Infinity', 1, 2],
    generated: [0.5, 0.25, 'NaN'],
    votes: {
      position: at(2),
      target: 8,
      other: 9,
      sum: 1,
      logit: 1,
      heads: [0.5, -0.5],
      mlps: [1],
      others: [0, 0],
      mixers: [0.25],
    },
    mattered: { mode: 'hide', bits: 1, parts: [{ start: at(0), end: at(1), kind: 'word', bits: -0.5 }] },
    whatIf: {
      after: at(2),
      divergenceBits: 0.1,
      before: { entropyBits: 1, candidates: [] },
      changed: { entropyBits: '-Infinity', candidates: [] },
      surprisals: [0, 1, 2],
    },
    patching: { plus: 8, minus: 9, base: 1, source: -1, layers: 1, columns: 3, metrics: [0.5, null, 'NaN'] },
  },
};
