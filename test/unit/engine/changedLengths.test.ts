// What if, where rotary positions depend on the text's length: a token that is replaced is compared with the run as it was
// read, generated tokens each in the text of its time.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { explained, SAMPLING } from './engineProcess.ts';
import { WORDS, withWords } from './withWords.ts';

const NO_EVENTS = { blockDone() {}, modelOpened() {}, contextProgress() {}, inspectionProgress() {} };
const at = (token: number) => token as TokenIndex;
const idOf = (word: string) => 4 + WORDS.indexOf(word);
const GENERATED = ['dog', 'rug', 'mat', 'and', 'the'];

for (const [fixture, what, prompt] of [
  ['llama', 'one rotation for all lengths', 30],
  ['phi3-longrope', 'another rotation from 33 tokens on', 30],
  ['variants/llama-dynamic', 'rotations that go with the length', 19],
] as const)
  test(`${fixture} (${what}): a replaced token is as if it had been there before the others were generated`, async () => {
    const folder = await withWords(fixture);
    const engine = createEngine(NO_EVENTS);
    const generated = async (words: readonly string[]): Promise<RunSummary> => {
      const summary = await explained(engine, words.join(' '), folder);
      for (const word of GENERATED) await engine.choose(summary.run, idOf(word), SAMPLING, 1);
      return summary;
    };
    const words = Array.from({ length: prompt }, (_, i) => WORDS[(i * i + 1) % WORDS.length]);
    const after = at(prompt + GENERATED.length - 1);
    const written = await generated(words.with(10, 'rug'));
    const expected = await engine.nextTokens(written.run, after, 5, SAMPLING);
    await engine.release(written.run);
    const { run } = await generated(words.with(10, 'cat'));
    const changes = [{ kind: 'token', token: at(10), id: idOf('rug') }] as const;
    const { after: changed } = await engine.whatIf(run, { changes, after, k: 5, sampling: SAMPLING });
    for (const [i, { id, probability }] of expected.candidates.entries()) {
      assert.equal(changed.candidates[i].id, id);
      assert.ok(Math.abs(changed.candidates[i].probability - probability) < 1e-6, `${i}`);
    }
    await engine.unload(folder);
    await rm(folder, { recursive: true });
  });
