// In which order the engine is asked, and what it is never asked. The engine of the first tests answers when they say
// so; that of the last is the real one.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { INITIAL } from '../../../webview/state/panelState.ts';
import { QuestionQueue } from '../../../webview/state/questionQueue.ts';
import { EMBEDDED, explained, startEngine } from '../engine/engineProcess.ts';

const CANCELLED = { code: 'cancelled' };

/** `begun` are the questions that were asked, in order; `answer` ends the one that is being answered. */
function asking() {
  const begun: string[] = [];
  let settle = (_failure?: unknown) => {};
  let interrupts = 0;
  const queue = new QuestionQueue(() => interrupts++);
  const question = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      settle = (failure) => (failure ? reject(failure) : resolve(name));
    });
  const answer = async (failure?: unknown) => {
    settle(failure);
    await new Promise(setImmediate);
  };
  return { queue, question, answer, begun, interrupts: () => interrupts };
}

test('what the reader has just done comes first, then what is in sight, then the rest; each in the order asked', async () => {
  const { queue, question, answer, begun } = asking();
  const urgencies = ['now', 'later', 'soon', 'later', 'now', 'soon'] as const;
  for (const [i, urgency] of urgencies.entries()) void queue.ask(urgency, question(`${urgency} ${i}`));
  assert.equal(queue.length, 6);
  for (let i = 0; i < 6; i++) await answer();
  assert.deepEqual(begun, ['now 0', 'now 4', 'soon 2', 'soon 5', 'later 1', 'later 3']);
  assert.equal(queue.length, 0);
});

test('what nobody wants any more when its turn comes is never asked', async () => {
  const { queue, question, answer, begun } = asking();
  let wanted = true;
  void queue.ask('soon', question('first'));
  const dropped = queue.ask('soon', question('dropped'), () => wanted);
  const last = queue.ask('soon', question('last'));
  wanted = false;
  void answer();
  await assert.rejects(dropped, CANCELLED);
  await answer();
  assert.deepEqual([begun, await last], [['first', 'last'], 'last']);
});

test('a more urgent question interrupts, is answered first, and the other is asked anew', async () => {
  const { queue, question, answer, begun, interrupts } = asking();
  const overview = queue.ask('later', question('overview'));
  assert.equal(interrupts(), 0);
  void queue.ask('now', question('step'));
  void queue.ask('now', question('second step'));
  assert.equal(interrupts(), 1);
  await answer(CANCELLED);
  await answer();
  await answer();
  await answer();
  assert.deepEqual(begun, ['overview', 'step', 'second step', 'overview']);
  assert.equal(await overview, 'overview');
});

test('a question that has become more urgent is asked before the others', async () => {
  const { queue, question, answer, begun } = asking();
  let chosen = false;
  void queue.ask('later', question('overview'));
  void queue.ask('later', question('other'));
  void queue.ask(() => (chosen ? 'soon' : 'later'), question('neighbour'));
  chosen = true;
  queue.review();
  await answer(CANCELLED);
  await answer();
  assert.deepEqual(begun, ['overview', 'neighbour', 'overview']);
});

test('one that cannot be interrupted keeps its answer', async () => {
  const { queue, question, answer, begun } = asking();
  const rows = queue.ask('soon', question('rows'));
  void queue.ask('now', question('step'));
  await answer();
  assert.equal(await rows, 'rows');
  await answer();
  assert.deepEqual(begun, ['rows', 'step']);
});

test('one that is as urgent waits', async () => {
  const { queue, question, interrupts } = asking();
  void queue.ask('soon', question('first'));
  void queue.ask('soon', question('second'));
  assert.equal(interrupts(), 0);
});

test('what is being answered and no longer wanted is interrupted, and not asked anew', async () => {
  const { queue, question, answer, begun, interrupts } = asking();
  let wanted = true;
  const unwanted = queue.ask('soon', question('unwanted'), () => wanted);
  wanted = false;
  queue.review();
  assert.equal(interrupts(), 1);
  void answer(CANCELLED);
  await assert.rejects(unwanted, CANCELLED);
  assert.deepEqual(begun, ['unwanted']);
});

test('a failure reaches who asked, and the next question is asked', async () => {
  const { queue, question, answer, begun } = asking();
  const failing = queue.ask('now', question('failing'));
  void queue.ask('now', question('next'));
  void answer({ code: 'session-failed' });
  await assert.rejects(failing, { code: 'session-failed' });
  assert.deepEqual(begun, ['failing', 'next']);
});

const engine = startEngine();
after(() => engine.dispose());

test('with the real engine: two steps are answered before the pictures of all heads, which are answered too', async () => {
  const { run, tokens } = await explained(
    engine,
    'The cat sat on the mat and looked at the dog. '.repeat(60),
    EMBEDDED,
  );
  const queue = new QuestionQueue(() => void engine.interrupt(run));
  const answered: string[] = [];
  const ask = async (urgency: 'now' | 'later', name: string, question: () => Promise<unknown>) => {
    await queue.ask(urgency, question);
    answered.push(name);
  };
  const overview = ask('later', 'overview', () => engine.attentionOverview(run, 24));
  const step = () => engine.generate(run, INITIAL.sampling, 1);
  await Promise.all([overview, ask('now', 'step', step), ask('now', 'second step', step)]);
  assert.deepEqual(answered, ['step', 'second step', 'overview']);
  assert.equal((await engine.generate(run, INITIAL.sampling, 1)).index, tokens.length + 2);
});
