// Why a token is predicted, on the command line, by the embedded model.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { withWords } from '../engine/withWords.ts';
import { said } from './cliEngine.ts';

const TEXT = 'The cat sat on the mat. The dog sat on the';

interface Vote {
  readonly part: string;
  readonly vote: number;
  readonly sources?: readonly { readonly token: number; readonly text: string; readonly vote: number }[];
}

async function why(...args: readonly string[]) {
  const { code, out, err } = await said('--text', TEXT, ...args);
  assert.equal(code, 0, err);
  return JSON.parse(out);
}

test('--why: votes that sum to the logit, largest first, and edges from the place of the prediction', async () => {
  const { after, tokens, why: answer, flow } = await why('--why', ' mat');
  assert.equal(after, tokens.length - 1);
  assert.equal(answer.target.text, ' mat');
  assert.ok(answer.target.probability > 0 && answer.target.probability < 1);
  const votes: readonly Vote[] = answer.votes;
  const sum = votes.reduce((all, { vote }) => all + vote, 0);
  assert.ok(Math.abs(sum - answer.logit) < 1e-3 && Math.abs(answer.sum - answer.logit) < 1e-3, `${sum}`);
  assert.deepEqual(
    votes,
    votes.toSorted((a, b) => Math.abs(b.vote) - Math.abs(a.vote)),
  );
  for (const { token, text } of votes.flatMap(({ sources = [] }) => sources)) assert.equal(text, tokens[token].text);
  assert.equal(flow.edges[0].to, after);
  assert.ok(flow.edges.every(({ share }: { share: number }) => share >= flow.threshold));
});

test('--why of layers without attention: heads of states and convolutions with the tokens they read, and edges of both', async () => {
  for (const [fixture, part, kind] of [
    ['falcon_h1', 'state head', 'state'],
    ['lfm2', 'convolution', 'convolution'],
  ]) {
    const model = await withWords(fixture);
    try {
      const { code, out, err } = await said('--text', 'the cat sat on the mat', '--model', model, '--why', 'cat');
      assert.equal(code, 0, err);
      const { why: answer, flow } = JSON.parse(out);
      const votes: readonly Vote[] = answer.votes;
      const sum = votes.reduce((all, { vote }) => all + vote, 0);
      assert.ok(Math.abs(sum - answer.logit) < 1e-3, `${sum} for ${answer.logit}`);
      const read = votes.filter((one) => one.part === part);
      assert.ok(read.length > 0);
      for (const { vote, sources = [] } of read)
        if (sources.length < 5) assert.ok(Math.abs(sources.reduce((all, one) => all + one.vote, 0) - vote) < 1e-4);
      assert.ok(read.every(({ sources = [] }) => sources.length > 0));
      assert.ok(flow.edges.some((edge: { kind: string }) => edge.kind === kind));
    } finally {
      await rm(model, { recursive: true });
    }
  }
});

test('--not, --at and ids: the difference of two logits at another place', async () => {
  const alone = async (token: string) => (await why('--why', token, '--at', '4')).why;
  const [mat, rug] = [await alone(' mat'), await alone(' sat')];
  const { after, why: both } = await why('--why', `#${mat.target.id}`, '--not', ' sat', '--at', '4');
  assert.equal(after, 4);
  assert.deepEqual([both.target, both.other], [mat.target, rug.target]);
  assert.ok(Math.abs(both.logit - (mat.logit - rug.logit)) < 1e-4);
});

test('a text that is no single token is refused with how it is cut', async () => {
  for (const [args, code, message] of [
    [['--why', ' mat on'], 2, /--why: " mat on" is 2 tokens, " mat" \(#\d+\) " on" \(#\d+\); it has to be one/],
    [['--why', ' mat', '--not', ' mat on'], 2, /--not: " mat on" is 2 tokens/],
    [['--why', ''], 2, /--why needs a token's text/],
    [['--why', '#99999999'], 1, /question-invalid/],
    [['--why', ' mat', '--generate', '2'], 2, /--generate does not go with --why/],
    [['--not', ' mat'], 2, /--not does not go with --text/],
  ] as const) {
    const ended = await said('--text', TEXT, ...args);
    assert.equal(ended.code, code, ended.err);
    assert.match(ended.err, message);
  }
});
