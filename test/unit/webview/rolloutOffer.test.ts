// Attention rollout as far as it is offered: the panel offers what the engine computes, and no more.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { MOST_ROLLOUT_TOKENS } from '../../../src/contract/limits.ts';
import { rolloutOffer } from '../../../webview/stops/attention/rolloutOffer.ts';
import { copyOf, editJson } from '../checkpoint/remadeFolder.ts';
import { explained, startEngine } from '../engine/engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());
/** Rotary positions, so that a longer context needs no larger table. */
let folder: string;
before(async () => {
  folder = await copyOf('llama');
  await editJson(join(folder, 'config.json'), (config) => {
    config.max_position_embeddings = 2 * MOST_ROLLOUT_TOKENS;
  });
});

test('the longest text that is offered is rolled out', async () => {
  const { run, tokens } = await explainedUpTo(MOST_ROLLOUT_TOKENS);
  assert.equal(rolloutOffer(tokens).possible, true);
  const { values } = await engine.rollout(run, 0);
  const last = values.subarray((tokens - 1) * tokens);
  const sum = last.reduce((total, weight) => total + weight, 0);
  assert.ok(Math.abs(sum - 1) < 1e-4, String(sum));
});

test('one token more is not offered, and its label says why', async () => {
  const { run, tokens } = await explainedUpTo(MOST_ROLLOUT_TOKENS + 1);
  const { possible, label } = rolloutOffer(tokens);
  assert.equal(possible, false);
  assert.match(label, /at most 1,024 tokens/);
  await assert.rejects(engine.rollout(run, 0), { code: 'question-invalid' });
});

/** A text that is explained, cut back to so many tokens. */
async function explainedUpTo(tokens: number): Promise<{ readonly run: string; readonly tokens: number }> {
  const summary = await explained(engine, 'the cat sat on the mat. '.repeat(400), folder);
  assert.ok(summary.tokens.length >= tokens, `${summary.tokens.length} tokens`);
  await engine.truncate(summary.run, tokens);
  return { run: summary.run, tokens };
}
