// The questions of the Lab on the command line, to the embedded model.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf } from '../../../src/cli/changeList.ts';
import { said } from './cliEngine.ts';

const TEXT = 'The cat sat on the mat. The dog sat on the';

interface Piece {
  readonly isSame: boolean;
  readonly ourBits: number | null;
  readonly theirBits: number;
}

async function json(...args: readonly string[]) {
  const { code, out, err } = await said('--text', TEXT, ...args);
  assert.equal(code, 0, err);
  return JSON.parse(out);
}

test('--mattered: parts of the text with what they change, hidden and left out', async () => {
  for (const [mode, ...args] of [['hide'], ['leaveOut', '--left-out']]) {
    const { after, tokens, mattered } = await json('--mattered', ...args);
    assert.deepEqual([mattered.mode, after], [mode, tokens.length - 1]);
    const sentences = mattered.parts.filter(({ kind }: { kind: string }) => kind === 'sentence');
    assert.equal(sentences.length, 2);
    assert.ok(sentences.every(({ bits }: { bits: unknown }) => typeof bits === 'number'));
    assert.ok(mattered.parts.every(({ text }: { text: string }) => TEXT.includes(text)));
  }
});

test('--mattered --generate: the whole continuation', async () => {
  const { mattered } = await json('--mattered', '--generate', '3');
  assert.equal(mattered.of.continuation.length, 3);
  assert.ok(mattered.bits > 0);
});

test('--without: before and after, and with --generate how both go on', async () => {
  const { tokens, without } = await json(
    '--without',
    'head:0.1, mlp:1=mean, token:2-3',
    '--generate',
    '2',
    '--at',
    '8',
  );
  assert.deepEqual(
    without.changes.map(({ kind }: { kind: string }) => kind),
    ['scale', 'mean', 'hide'],
  );
  assert.ok(without.divergenceBits > 0);
  assert.equal(without.surprisals.after.length, tokens.length);
  assert.ok(without.follows.before.length <= 2 && without.follows.after.length > 0);
  const clean = await json('--without', 'head:0.1*1', '--at', '8');
  assert.deepEqual(clean.without.before, without.before);
  assert.deepEqual(clean.without.after, clean.without.before);
});

test('--patch: how much of the difference each place restores', async () => {
  const source = TEXT.replace('dog', 'boy');
  const { tokens, patch } = await json('--patch', source);
  assert.equal(patch.restored[0].length, tokens.length);
  const differs = patch.source.findIndex(({ same }: { same: boolean }) => !same);
  assert.ok(Math.abs(patch.restored[0][differs] - 1) < 1e-3); // the embedding of the only other token
  assert.equal(patch.restored[0][0], 0);
  const heads = await json('--patch', source, '--kind', 'head');
  assert.ok(heads.patch.restored.every((row: readonly number[]) => row.every(Number.isFinite)));
});

test('--compare: another text, token by token, and the sum of what both have', async () => {
  const { tokens, compare } = await json('--compare', TEXT.replace('dog', 'little boy'));
  assert.deepEqual([compare.with.kind, compare.alignedBy, compare.sameModel], ['text', 'tokens', true]);
  assert.equal(compare.tokens.length, tokens.length + 1);
  assert.equal(compare.pieces.length, tokens.length + 1);
  assert.deepEqual([compare.pieces[0].ourBits, compare.pieces[0].isSame], [null, true]);
  assert.equal(compare.cosines.length, 9);
  assert.equal(compare.heads.length, 8);
  const same = compare.pieces.filter(({ isSame, ourBits }: Piece) => isSame && ourBits !== null);
  const sum = same.reduce((bits: number, { theirBits }: Piece) => bits + theirBits, 0);
  assert.ok(Math.abs(sum - compare.sum.theirBits) < 1e-9);
  assert.equal(compare.sum.pieces, same.length);
});

test('--compare DIR: another model on the same text, without the layers that do not match', async () => {
  const { compare } = await json('--compare', 'test/golden/fixtures/gpt2');
  assert.deepEqual(
    [compare.with.kind, compare.alignedBy, compare.sameVocabulary, compare.cosines, compare.heads],
    ['model', 'text', false, undefined, undefined],
  );
  assert.deepEqual([compare.ours.layers, compare.theirs.layers], [8, 3]);
  assert.ok(compare.pieces.every(({ isSame }: Piece) => isSame));
  assert.ok(compare.sum.theirBits > compare.sum.ourBits); // it has random weights
});

test('what is wrong is said with the exit code of wrong arguments, or of failures', async () => {
  for (const [args, code, message] of [
    [['--text', TEXT, '--without', 'head:5'], 2, /"head:5" is none of head:5\.2/],
    [['--text', TEXT, '--mattered', '--at', '99'], 2, /positions 0 to \d+/],
    [['--text', TEXT, '--mattered', '--at', '1.5'], 2, /whole number/],
    [['--mattered'], 2, /--text is missing/],
    [['--text', TEXT, '--patch', TEXT, '--kind', 'neuron'], 2, /residual, attention, state, mlp, head/],
    [['--text', TEXT, '--mattered', '--kind', 'mlp'], 2, /--kind does not go with --mattered/],
    [['--text', TEXT, '--compare', ''], 1, /it has no tokens/],
    [['--text', TEXT, '--compare', './no/such/model'], 2, /there is no folder \.\/no\/such\/model/],
    [['--text', TEXT, '--compare', 'docs'], 1, /config\.json/],
    [['--text', TEXT, '--compare', TEXT, '--generate', '2'], 2, /--generate does not go with --compare/],
    [['--text', TEXT, '--patch', 'another length'], 1, /tokens, the other/],
    [['--text', TEXT, '--without', 'head:99.0'], 1, /layer/],
    [['--text', TEXT, '--without', 'expert:1.0'], 1, /layer 1 has no experts/],
  ] as const) {
    const ended = await said(...args);
    assert.equal(ended.code, code, ended.err);
    assert.match(ended.err, message);
  }
});

test('changes as they are written', () => {
  assert.deepEqual(changesOf('head:5.2,head:0.11*-0.5,attention:3*2,mlp:1=mean,token:7,token:2-4,edge:1.0:9:3'), [
    { kind: 'scale', part: { kind: 'head', layer: 5, head: 2 }, factor: 0 },
    { kind: 'scale', part: { kind: 'head', layer: 0, head: 11 }, factor: -0.5 },
    { kind: 'scale', part: { kind: 'attention', layer: 3 }, factor: 2 },
    { kind: 'mean', part: { kind: 'mlp', layer: 1 } },
    { kind: 'hide', span: { start: 7, end: 8 } },
    { kind: 'hide', span: { start: 2, end: 5 } },
    { kind: 'hide', span: { start: 3, end: 4 }, query: 9, layer: 1, head: 0 },
  ]);
  for (const wrong of ['', 'head:5', 'head:5.2*', 'mlp:1=0', 'token:', 'edge:1.0:3', 'heads:1.1', 'head:1.1*1.2.3'])
    assert.throws(() => changesOf(wrong), /--without/);
});
