import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { GenerationStep } from '../../../src/contract/readings.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { EMBEDDED, explained, SAMPLING, startEngine, TINY } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

const LONG = 'The cat sat on the mat and looked at the dog. '.repeat(200);
const all = ({ tokens }: RunSummary) => ({ start: 0, end: tokens.length }) as Span<TokenIndex>;
const last = ({ tokens }: RunSummary) => (tokens.length - 1) as TokenIndex;

describe('a process that ends', () => {
  test('killed in the middle of a question: the question fails, the next starts a new one', async () => {
    const own = startEngine();
    const exits: unknown[] = [];
    own.onExit((failure) => exits.push(failure));
    const listening = own.onBlockDone((_run, done) => {
      if (done === 2) process.kill(own.processId ?? assert.fail('no engine'), 'SIGKILL');
    });
    const stopped = { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' };
    await assert.rejects(explained(own, LONG, EMBEDDED), stopped);
    listening.dispose();
    assert.deepEqual(exits, [stopped]);
    assert.equal(own.processId, undefined);
    assert.equal((await explained(own, 'again')).textLength, 5);
    own.dispose();
  });

  test('stopped on purpose: open questions fail, nobody is told of an exit', async () => {
    const own = startEngine();
    own.onExit(() => assert.fail('nobody asked to be told'));
    const open = explained(own, LONG, EMBEDDED);
    own.stop();
    await assert.rejects(open, { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' });
    own.dispose();
    await assert.rejects(explained(own, 'x'), { code: 'engine-stopped', exitCode: null, signal: null });
  });
});

describe('a question that a process did not read before it ended', () => {
  const tokenizer = { kind: 'folder', folder: TINY } as const;
  const idOf = (own: EngineClient) => own.processId ?? assert.fail('no engine');

  for (const [how, signals] of [
    ['asked just after its death', ['SIGKILL']],
    ['asked while it stood still', ['SIGSTOP', 'SIGKILL']],
  ] as const) {
    test(`${how}: is answered by a new one`, async () => {
      const own = startEngine();
      const { run } = await explained(own, 'one');
      const id = idOf(own);
      process.kill(id, signals[0]);
      const answers = Promise.all([own.count(['a'], tokenizer), explained(own, 'two'), own.tokenize('b', tokenizer)]);
      const aboutRun = assert.rejects(own.vectors(run, 0 as TokenIndex), { code: 'engine-stopped' });
      if (signals[1]) process.kill(id, signals[1]);
      const [counts, { textLength }, tokens] = await answers;
      assert.deepEqual([counts, textLength, tokens.length], [[1], 3, 1]);
      await aboutRun;
      assert.notEqual(own.processId, id);
      own.dispose();
    });
  }

  test('is asked again once', async () => {
    let spawned = 0;
    const own = startEngine((child) => {
      spawned++;
      child.kill('SIGKILL');
    });
    await assert.rejects(own.count(['a'], tokenizer), { code: 'engine-stopped', signal: 'SIGKILL' });
    assert.equal(spawned, 2);
    own.dispose();
  });
});

describe('questions', () => {
  test('two texts and two models at once: each gets its own answer', async () => {
    const texts = ['one', 'and two', 'three of them'];
    const summaries = await Promise.all(texts.map((text) => explained(engine, text)));
    assert.deepEqual(
      summaries.map((summary) => summary.textLength),
      texts.map((text) => text.length),
    );
    const [small, big] = await Promise.all([explained(engine, 'x', TINY), explained(engine, 'x', EMBEDDED)]);
    assert.deepEqual([small.model.folder, big.model.folder], [TINY, EMBEDDED]);
    // One model is kept at a time, so that the runs of the other have ended.
    await assert.rejects(engine.vectors(small.run, last(small)), { code: 'run-unknown', run: small.run });
  });

  test('cancelled in the middle: that question fails, the next one is answered', async () => {
    const run = randomUUID();
    const listening = engine.onBlockDone((about, done) => {
      if (about === run && done === 1) void engine.cancel(run);
    });
    await assert.rejects(engine.explain({ run, modelFolder: EMBEDDED, text: LONG }), { code: 'cancelled' });
    listening.dispose();
    await assert.rejects(engine.vectors(run, 0 as TokenIndex), { code: 'run-unknown', run });
    assert.equal((await explained(engine, 'x', EMBEDDED)).tokens.length, 1);
  });

  test('what is wrong with them is said', async () => {
    const summary = await explained(engine, 'a text');
    const n = summary.tokens.length;
    const wrong = (question: string, problem: string) => ({ code: 'question-invalid', question, problem });
    const head = { layer: 0, head: 0 } as const;
    const range = (start: number, end: number) => ({ start, end }) as Span<TokenIndex>;
    await assert.rejects(explained(engine, ''), { code: 'text-empty' });
    await assert.rejects(
      engine.attention(summary.run, { layer: 3, head: 0 }, all(summary), all(summary)),
      wrong('layer', '3 is not from 0 to 2'),
    );
    await assert.rejects(
      engine.attention(summary.run, head, range(0, n + 1), all(summary)),
      wrong('rows', `0 to ${n + 1} is not within the ${n} tokens`),
    );
    await assert.rejects(
      engine.generate(summary.run, { ...SAMPLING, topP: 0 }, 1),
      wrong('generate', 'sampling.topP: 0 is not above 0 and at most 1'),
    );
    await engine.release(summary.run);
    await assert.rejects(engine.generate(summary.run, SAMPLING, 1), { code: 'run-unknown', run: summary.run });
  });
});

describe('progress', () => {
  test('0 of the layers, then one after the other', async () => {
    const seen: [number, number][] = [];
    const listening = engine.onBlockDone((_run, done, of) => seen.push([done, of]));
    await explained(engine, 'one two three');
    listening.dispose();
    assert.deepEqual(seen, [
      [0, 3],
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  test('of loading: shares of the weights that rise to all of them, before the first block', async () => {
    await explained(engine, 'one', EMBEDDED);
    const run = randomUUID();
    const seen: (number | 'block')[] = [];
    const opening = engine.onModelOpened((about, share) => about === run && seen.push(share));
    const blocks = engine.onBlockDone((about) => about === run && seen.push('block'));
    await engine.explain({ run, modelFolder: TINY, text: 'one two' });
    opening.dispose();
    blocks.dispose();
    const shares = seen.filter((share) => share !== 'block');
    assert.equal(seen.indexOf('block'), shares.length);
    assert.ok(shares.length > 1 && shares[0] > 0);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.ok(Math.abs((shares.at(-1) ?? 0) - 1) < 1e-9);
  });
});

describe('an interrupt', () => {
  test('a question that takes long fails, and a short one behind it is answered', async () => {
    const { run } = await explained(engine, LONG.slice(0, 3000), EMBEDDED);
    const answered: string[] = [];
    const overview = engine.attentionOverview(run, 24).catch((failure) => answered.push(failure.code));
    const vectors = engine.vectors(run, 0 as TokenIndex).then(() => answered.push('vectors'));
    await engine.interrupt(run);
    await Promise.all([overview, vectors]);
    assert.deepEqual(answered, ['cancelled', 'vectors']);
  });

  test('a token that is being drawn is drawn all the same', async () => {
    const { run, tokens } = await explained(engine, 'one two three', EMBEDDED);
    const step = engine.generate(run, SAMPLING, 1);
    await engine.interrupt(run);
    assert.equal((await step).index, tokens.length);
  });
});

describe('a model that is unloaded', () => {
  test('ends with its runs, and is loaded again when it is asked for', async () => {
    const { run } = await explained(engine, 'one two three');
    await engine.unload(EMBEDDED); // which is not the one in memory
    assert.equal((await engine.vectors(run, 0 as TokenIndex)).token, 0);
    await engine.unload(TINY);
    await assert.rejects(engine.vectors(run, 0 as TokenIndex), { code: 'run-unknown', run });
    assert.equal((await explained(engine, 'again')).textLength, 5);
  });

  test('while it reads: the explanation is cancelled', async () => {
    const run = randomUUID();
    const unloaded: Promise<void>[] = [];
    const listening = engine.onBlockDone((about, done) => {
      if (about === run && done === 1) unloaded.push(engine.unload(EMBEDDED));
    });
    await assert.rejects(engine.explain({ run, modelFolder: EMBEDDED, text: LONG }), { code: 'cancelled' });
    await Promise.all(unloaded);
    listening.dispose();
  });
});

describe('attention over the channel', () => {
  test('a slice is the middle of the whole; rows sum to 1; nothing looks ahead', async () => {
    const summary = await explained(engine, 'The cat sat on the mat. The cat sat.', EMBEDDED);
    const n = summary.tokens.length;
    const head = { layer: 4, head: 5 } as const;
    const whole = await engine.attention(summary.run, head, all(summary), all(summary));
    for (let query = 0; query < n; query++) {
      const row = whole.values.subarray(query * n, (query + 1) * n);
      assert.ok(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-5);
      assert.ok(row.subarray(query + 1).every((weight) => weight === 0));
    }
    const slice = await engine.attention(
      summary.run,
      head,
      { start: 5, end: 8 } as Span<TokenIndex>,
      { start: 2, end: 6 } as Span<TokenIndex>,
    );
    const cut = [5, 6, 7].flatMap((query) => [...whole.values.subarray(query * n + 2, query * n + 6)]);
    assert.deepEqual([slice.rows, slice.columns], [3, 4]);
    for (const [i, weight] of slice.values.entries()) assert.ok(Math.abs(weight - cut[i]) < 1e-6);
    // It comes without the rest of the matrix. Node reads numbers where they lie in a message if they are aligned there,
    // and copies them else: the buffer is that of the message, or their own.
    assert.ok(slice.values.buffer.byteLength < whole.values.byteLength / 2, `${slice.values.buffer.byteLength} bytes`);
  });

  test('the rows of one token are those of the layer’s matrices', async () => {
    const summary = await explained(engine, 'one two three four');
    const { values, layers, heads } = await engine.attentionRows(summary.run, last(summary));
    const n = summary.tokens.length;
    for (let layer = 0; layer < layers; layer++) {
      for (let head = 0; head < heads; head++) {
        const matrix = await engine.attention(summary.run, { layer, head }, all(summary), all(summary));
        const expected = matrix.values.subarray((n - 1) * n);
        for (let key = 0; key < n; key++) {
          assert.ok(Math.abs(values[(layer * heads + head) * n + key] - expected[key]) < 1e-5);
        }
      }
    }
  });
});

describe('generation', () => {
  const steps = async (run: string, count: number) => {
    const made: GenerationStep[] = [];
    for (let i = 0; i < count; i++) made.push(await engine.generate(run, SAMPLING, 5));
    return made;
  };
  const ids = (made: readonly GenerationStep[]) => made.map((step) => step.token.id);

  test('the same seed tells the same story, also after going back', async () => {
    const first = await explained(engine, 'Once upon a time', EMBEDDED);
    const second = await explained(engine, 'Once upon a time', EMBEDDED);
    const story = await steps(first.run, 12);
    assert.deepEqual(ids(await steps(second.run, 12)), ids(story));
    await engine.truncate(first.run, first.tokens.length + 4);
    assert.deepEqual(ids(await steps(first.run, 8)), ids(story).slice(4));
  });

  test('a step runs one position, and agrees with running all of them anew', async () => {
    const { run, tokens } = await explained(engine, 'The cat sat on', EMBEDDED);
    const made = await steps(run, 6);
    for (const [i, step] of made.entries())
      assert.deepEqual([step.computed, step.reused, step.index], [1, tokens.length + i, tokens.length + i]);
    const bytes = [...tokens, ...made.map((step) => step.token)].flatMap((token) => token.bytes);
    const anew = await explained(engine, new TextDecoder().decode(Uint8Array.from(bytes)), EMBEDDED);
    assert.deepEqual(
      anew.tokens.map((token) => token.id),
      [...tokens.map((token) => token.id), ...ids(made)],
      'the story was cut into other tokens; choose another seed',
    );
    const stepwise = await engine.nextTokens(run, last(anew), 20, SAMPLING);
    const whole = await engine.nextTokens(anew.run, last(anew), 20, SAMPLING);
    for (const [i, candidate] of whole.candidates.entries()) {
      assert.equal(stepwise.candidates[i].id, candidate.id);
      assert.ok(Math.abs(stepwise.candidates[i].logit - candidate.logit) < 1e-4);
    }
  });

  test('goes on to the end of the context and says so there', async () => {
    const { run, tokens, model } = await explained(engine, 'a b c d e f g h i j k l m n o p');
    const made = await steps(run, model.context - tokens.length);
    assert.equal(made.at(-1)?.index, model.context - 1);
    await assert.rejects(engine.generate(run, SAMPLING, 1), { code: 'context-full', context: model.context });
    await engine.truncate(run, model.context - 1);
    assert.equal((await engine.generate(run, SAMPLING, 1)).index, model.context - 1);
  });
});
