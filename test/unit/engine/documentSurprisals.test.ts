// Surprisal of whole documents, by the real child.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { DocumentSurprisals, SurprisalPart } from '../../../src/contract/documentReading.ts';
import type { EngineApi, RunId } from '../../../src/contract/engineApi.ts';
import type { Span, TokenIndex, Utf16Offset } from '../../../src/contract/tokens.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { EMBEDDED, explained, SAMPLING, startEngine, TINY } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

/** Its positions are rotated, so that its context is what config.json says, and it begins texts with <s>. */
const LLAMA = TINY.replace(/gpt2$/, 'llama');
const NO_EVENTS = { blockDone() {}, modelOpened() {}, contextProgress() {}, inspectionProgress() {} };
const ALL = { start: 0, end: 0 } as Span<Utf16Offset>;
const at = (token: number) => token as TokenIndex;
/** Of 600 words, so that the model of 64 tokens reads it in many windows. */
const TEXT = Array.from(
  { length: 600 },
  (_, i) => ['The cat', 'sat on', 'the mat.', 'A dog', 'ran off.\n'][(i * i) % 5],
).join(' ');

interface Known {
  readonly bits: readonly number[];
  readonly ranks: readonly number[];
  readonly ids: readonly number[];
  readonly spans: readonly (readonly number[])[];
}

async function read(
  run: RunId,
  text: string,
  modelFolder = TINY,
  asked: Pick<EngineApi, 'readDocument' | 'documentSurprisals'> = engine,
) {
  const summary = await asked.readDocument({ run, modelFolder, text });
  const parts: SurprisalPart[] = [];
  let answer: DocumentSurprisals;
  do {
    answer = await asked.documentSurprisals(run, ALL, 50);
    parts.push(...answer.parts);
  } while (answer.left > 0);
  return { summary, ...joined(parts, summary.tokens) };
}

function joined(parts: readonly SurprisalPart[], tokens: number): Known {
  const [bits, ranks, ids] = [0, 1, 2].map(() => new Array<number>(tokens));
  const spans = new Array<readonly number[]>(tokens);
  for (const part of parts)
    for (let i = 0; i < part.bits.length; i++) {
      const token = part.first + i;
      assert.equal(bits[token], undefined, `token ${token} came twice`);
      [bits[token], ranks[token], ids[token]] = [part.bits[i], part.ranks[i], part.ids[i]];
      spans[token] = [part.starts[i], part.ends[i]];
    }
  assert.equal(bits.filter((one) => one !== undefined).length, tokens);
  return { bits, ranks, ids, spans };
}

test('a text that fits one window has the numbers of its explanation', async () => {
  const text = 'The cat sat on the mat. 蘋果 and the dog.';
  const { tokens, run } = await explained(engine, text, EMBEDDED);
  const { bits, ranks } = await engine.surprisals(run);
  const known = await read('one window', text, EMBEDDED);
  assert.deepEqual(
    known.ids,
    tokens.map(({ id }) => id),
  );
  assert.deepEqual(
    known.spans,
    tokens.map(({ span }) => [span.start, span.end]),
  );
  assert.ok(Number.isNaN(known.bits[0]) && Number.isNaN(known.ranks[0]), 'nothing predicts the first token');
  assert.deepEqual(known.bits.slice(1), [...bits].slice(1));
  assert.deepEqual(known.ranks.slice(1), [...ranks].slice(1));
});

test('bits are those of the probability that the window itself gives when it is explained alone', async () => {
  const { summary, ids, spans, bits, ranks } = await read('law', TEXT);
  const { length, stride } = summary.windows;
  assert.deepEqual([length, stride], [64, 32]);
  const token = length + 2 * stride + 7; // in the fourth window
  const start = 3 * stride;
  const answer = (await engine.expected('law', at(token), 5)) ?? assert.fail('nothing');
  assert.equal(answer.context, token - start);
  assert.equal(answer.actual.id, ids[token]);
  assert.equal(answer.candidates.length, 5);
  assert.equal(Math.fround(answer.bits), bits[token]);
  assert.ok(Math.abs(-Math.log2(answer.actual.probability) - bits[token]) < 1e-5);
  assert.equal(answer.actual.rank, ranks[token]);
  // The window's text makes the same tokens when it is cut alone, since it begins with a word.
  const { tokens, run } = await explained(engine, TEXT.slice(spans[start][0], spans[token][1]));
  assert.deepEqual(
    tokens.map(({ id }) => id),
    ids.slice(start, token + 1),
  );
  const next = await engine.nextTokens(run, at(token - start - 1), 5, SAMPLING);
  assert.deepEqual(
    answer.candidates.map(({ id }) => id),
    next.candidates.map(({ id }) => id),
  );
  assert.ok(Math.abs((next.actual?.probability ?? 0) - answer.actual.probability) < 1e-6);
});

for (const [name, change] of [
  ['in the middle', (text: string) => `${text.slice(0, 2000)} a new word ${text.slice(2000)}`],
  ['that leaves as many tokens', (text: string) => text.replaceAll('\n', '.')],
  ['at the end', (text: string) => `${text} More.`],
  ['that deletes nearly all', (text: string) => text.slice(0, 30)],
  ['at the beginning', (text: string) => `x${text}`],
] as const)
  test(`after an edit ${name} the numbers are those of a fresh reading, bit for bit`, async () => {
    const run = randomUUID();
    await read(run, TEXT);
    const again = await read(run, change(TEXT));
    const fresh = await read(randomUUID(), change(TEXT));
    assert.deepEqual(again, fresh);
  });

test('what stands before an edit is not read again', async () => {
  const before = await read('kept', TEXT);
  const { tokens, windows } = await engine.readDocument({ run: 'kept', modelFolder: TINY, text: `${TEXT} More.` });
  const { parts, left } = await engine.documentSurprisals('kept', ALL, 0);
  assert.ok(left > 0 && left <= windows.stride, `${left}`);
  assert.equal(
    parts.reduce((sum, { bits }) => sum + bits.length, 0),
    tokens - left,
  );
  assert.deepEqual([...parts[1].bits], before.bits.slice(windows.length, windows.length + windows.stride));
});

test('of the window of an edit the pieces of 256 tokens before it are not read again, with the numbers of a fresh reading', async (t) => {
  const here = createEngine(NO_EVENTS);
  const forward = t.mock.method(Transformer.prototype, 'forward');
  const readHere = async (run: RunId, text: string) => {
    forward.mock.resetCalls();
    const known = await read(run, text, EMBEDDED, here);
    return { known, tokens: forward.mock.calls.reduce((sum, call) => sum + call.arguments[1].length, 0) };
  };
  const text = TEXT.slice(0, 2100);
  const { known, tokens } = await readHere('one', text);
  assert.ok(tokens > 600 && tokens < 768, `${tokens}`); // in one window
  const front = tokens - known.ids.length;
  const middle = known.spans[300][0];
  for (const [edited, kept] of [
    [`${text} More.`, 512],
    [`${text.slice(0, middle)}odd ${text.slice(middle)}`, 256],
    [`x${text}`, 0],
  ] as const) {
    const again = await readHere('one', edited);
    const fresh = await readHere(randomUUID(), edited);
    assert.deepEqual(
      [again.tokens, fresh.tokens],
      [front + again.known.ids.length - kept, front + fresh.known.ids.length],
    );
    assert.deepEqual(again.known, fresh.known);
  }
  forward.mock.restore();
  await here.unload(EMBEDDED);
});

test('the part in sight is read first', async () => {
  await engine.readDocument({ run: 'sight', modelFolder: TINY, text: TEXT });
  const middle = Math.floor(TEXT.length / 2);
  const sight = { start: middle, end: middle + 100 } as Span<Utf16Offset>;
  const answer = await engine.documentSurprisals('sight', sight, 0.001);
  assert.equal(answer.parts.length, 1);
  const [{ starts, ends }] = answer.parts;
  assert.ok(starts[0] <= middle && ends[ends.length - 1] > middle);
  const last = { start: TEXT.length, end: TEXT.length } as Span<Utf16Offset>;
  const [end] = (await engine.documentSurprisals('sight', last, 0.001)).parts;
  assert.equal(end.ends[end.ends.length - 1], TEXT.length);
});

test('a token that the tokenizer puts in front stands in front of every window', async () => {
  const text = 'The cat sat on the mat. '.repeat(40);
  const { summary, bits } = await read('front', text, LLAMA);
  assert.ok(bits.every((one) => one > 0));
  assert.equal(summary.windows.length % 2, 1, 'one token of the context is taken');
  const answer = await engine.expected('front', at(0), 1);
  assert.equal(answer?.context, 1);
});

test('an empty document has no tokens, and nothing is left', async () => {
  const { summary } = await read('empty', '');
  assert.equal(summary.tokens, 0);
  await assert.rejects(engine.expected('empty', at(0), 5), { code: 'question-invalid' });
});

for (const context of [1, 2, 3, 8])
  test(`a model that reads ${context} tokens at a time ${context < 2 ? 'is refused' : 'predicts each from what there is'}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'short-'));
    try {
      await cp(LLAMA, folder, { recursive: true, dereference: true });
      const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
      await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: context }));
      const asked = read(randomUUID(), 'The cat sat on the mat.', folder);
      if (context < 2) await assert.rejects(asked, { code: 'context-too-short', context });
      else assert.ok((await asked).bits.every((one) => one > 0));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

test('an explanation takes the model, and the document says that it is no longer read', async () => {
  const own = startEngine();
  try {
    await own.readDocument({ run: 'replaced', modelFolder: EMBEDDED, text: TEXT });
    await explained(own, 'one two', TINY);
    await assert.rejects(own.documentSurprisals('replaced', ALL, 10), { code: 'run-unknown' });
  } finally {
    own.dispose();
  }
});

test('a document never takes the model of an explanation, and says so where there is no room', async () => {
  const own = startEngine();
  try {
    const { run } = await explained(own, 'one two three', TINY);
    const document = await read('beside', 'one two three', EMBEDDED, own);
    assert.equal(document.ids.length, 3);
    await own.nextTokens(run, at(0), 1, SAMPLING);
    await own.explain({ run: 'second', modelFolder: LLAMA, text: 'one', beside: true });
    await assert.rejects(own.documentSurprisals('beside', ALL, 10), { code: 'run-unknown' });
    await assert.rejects(own.readDocument({ run: 'beside', modelFolder: EMBEDDED, text: 'one' }), {
      code: 'models-in-use',
    });
  } finally {
    own.dispose();
  }
});

test('while an explanation is asked anything, the document is not read', async () => {
  const { run, tokens } = await explained(engine, TEXT);
  const { tokens: all } = await engine.readDocument({ run: 'waits', modelFolder: TINY, text: TEXT });
  const outcome = { kind: 'next', after: at(tokens.length - 1), id: 1 } as const;
  const measured = engine.mattered(run, { outcome, mode: 'leaveOut' }, 1000);
  const answer = await engine.documentSurprisals('waits', ALL, 1);
  assert.deepEqual([answer.parts, answer.left], [[], all]);
  await measured;
  assert.ok((await engine.documentSurprisals('waits', ALL, 1)).parts.length > 0); // how much, the machine decides
});

test('reading is cancelled between two blocks', async () => {
  await engine.readDocument({ run: 'cancelled', modelFolder: EMBEDDED, text: TEXT.repeat(4) });
  const reading = engine.documentSurprisals('cancelled', ALL, 60_000);
  await engine.cancel('cancelled');
  await assert.rejects(reading, { code: 'cancelled' });
});

test('a document that is cancelled while it waits for its earlier text loads nothing', async () => {
  const own = createEngine(NO_EVENTS);
  await own.readDocument({ run: 'document', modelFolder: TINY, text: TEXT });
  const colours = own.documentSurprisals('document', ALL, 10_000);
  await new Promise((resolve) => setImmediate(resolve)); // it is being read
  const next = own.readDocument({ run: 'document', modelFolder: LLAMA, text: 'one' });
  await new Promise((resolve) => process.nextTick(resolve)); // the question is asked, and its answer has begun
  await own.cancel('document');
  await assert.rejects(colours, { code: 'cancelled' });
  await assert.rejects(next, { code: 'cancelled' });
  await own.unload(TINY);
});

test('who asks for a model once it is to be unloaded does not lose it', async () => {
  const own = createEngine(NO_EVENTS);
  await own.load(TINY);
  const unloading = own.unload(TINY);
  const later = await explained(own, 'one');
  await unloading;
  assert.ok(await own.vectors(later.run, at(0)));
  await own.unload(TINY);
});
