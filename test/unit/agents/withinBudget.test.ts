// Answers that are cut to what the model that asked can take.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withinBudget } from '../../../src/agents/withinBudget.ts';

/** A token a word. */
const countTokens = async (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
const LINES = Array.from({ length: 1000 }, (_, i) => `line ${i} has five words`);

test('what fits stays as it is, to the last token', async () => {
  const text = LINES.slice(0, 4).join('\n');
  assert.equal(await withinBudget(text, { tokenBudget: 20, countTokens }), text);
  assert.notEqual(await withinBudget(text, { tokenBudget: 19, countTokens }), text);
});

test('as many lines as fit, with what was cut; counted a few times only', async () => {
  for (const tokenBudget of [40, 43, 100, 1234, 4999]) {
    let counts = 0;
    const counted = async (text: string) => {
      counts++;
      return await countTokens(text);
    };
    const cut = (await withinBudget(LINES.join('\n'), { tokenBudget, countTokens: counted })).split('\n');
    const kept = cut.slice(0, -1);
    assert.deepEqual(kept, LINES.slice(0, kept.length));
    const used = await countTokens(cut.join('\n'));
    assert.ok(used <= tokenBudget && used > tokenBudget - 6, `${used} of ${tokenBudget}`);
    assert.match(
      cut.at(-1) ?? '',
      new RegExp(`last ${LINES.length - kept.length} lines were cut, since ${tokenBudget} tokens`),
    );
    assert.ok(counts <= 11, `${counts}`);
  }
});

test('where not one line fits, it is said', async () => {
  assert.match(
    await withinBudget('a b c', { tokenBudget: 2, countTokens }),
    /^\[The last line was cut, since 2 tokens/,
  );
});
