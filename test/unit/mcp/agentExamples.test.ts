// docs/agents.md shows what the tools answer. Numbers may differ in their last digits: other processors add in another order.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PAGE, withAnswers } from '../../../scripts/agentExamples.ts';

const NUMBER = /\d+(?:\.\d+)?(?:e-?\d+)?/g;
const numbers = (line: string) => (line.match(NUMBER) ?? []).map(Number);

test('docs/agents.md shows what the tools answer: npm run agent-examples', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const today = (await withAnswers(page)).split('\n');
  const shown = page.split('\n');
  assert.equal(today.length, shown.length);
  for (const [i, line] of shown.entries()) {
    assert.equal(today[i].replace(NUMBER, '0'), line.replace(NUMBER, '0'));
    const [expected, actual] = [numbers(line), numbers(today[i])];
    for (const [at, value] of expected.entries()) {
      assert.ok(Math.abs(actual[at] - value) <= 0.02 * Math.abs(value) + 0.02, `${line}\n${today[i]}`);
    }
  }
});

test('the calls on the page are found', async () => {
  assert.equal(readFileSync(PAGE, 'utf8').match(/^```json call$/gm)?.length, 7);
});
