// Whatever comes over the engine's channel: what asks for an answer gets one, and the engine goes on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { isFailure } from '../../../src/contract/failure.ts';
import { QUESTION_NAMES } from '../../../src/contract/questions.ts';
import { createEngineClient } from '../../../src/engine/client.ts';
import { spawnEngine } from '../../../src/engine/spawn.ts';
import { type Random, randomOf } from '../random.ts';
import { TINY } from './engineProcess.ts';
import { malformed, wrongValue } from './malformed.ts';

const MESSAGES = 10_000;
const SERVER = resolve(import.meta.dirname, '../../../src/engine/server.ts');
const INHERITED = ['constructor', 'toString', '__proto__', '__defineGetter__', 'hasOwnProperty', 'then', '$close'];

const printed: string[] = [];
const child = spawnEngine(SERVER, (line) => printed.push(line));
const dropped: string[] = [];
const engine = createEngineClient({ spawn: () => child, log: (line) => dropped.push(line) });
after(() => engine.dispose());

/** The ids that wait for an answer, and what was thrown at the others. */
const waiting = new Set<unknown>();
const thrown: unknown[] = [];
child.on('message', (message: { readonly i?: unknown; readonly e?: unknown } | null) => {
  if (message && waiting.delete(message.i) && message.e !== undefined) thrown.push(message.e);
});

/** A message, and the id under which it has to be answered; undefined where it is no call that wants an answer. */
function strayMessage(random: Random, i: number): { message: unknown; id?: string } {
  const id = `stray ${i}`;
  const name = random.of(QUESTION_NAMES);
  switch (random.below(8)) {
    case 0:
      return { message: wrongValue(random) };
    case 1:
      return { message: { t: 's', i: random.of([id, wrongValue(random)]), e: wrongValue(random) } };
    case 2:
      return { message: { t: wrongValue(random), i: id, m: name, a: [] } };
    case 3:
      return { message: { t: 'q', m: random.of([name, wrongValue(random)]), a: wrongValue(random) } };
    case 4:
      return { message: { t: 'q', i: wrongValue(random), m: name, a: [wrongValue(random)] } };
    case 5:
      return { message: { t: 'q', i: id, m: random.of([...INHERITED, wrongValue(random)]), a: ['load'], o: true }, id };
    case 6:
      return {
        message: { t: 'q', i: id, m: name, a: random.below(20) ? wrongValue(random) : new Array(200_000).fill(0) },
        id,
      };
    default:
      return { message: { t: 'q', i: id, m: name, a: malformed(['no run', 0, {}, 1], random) }, id };
  }
}

/** Whether the message could be sent; some values cannot be. */
function sent(message: unknown): boolean {
  try {
    child.send(message as object);
    return true;
  } catch {
    return false;
  }
}

test('messages of every kind are answered or dropped with a line in the log', { timeout: 120_000 }, async () => {
  const random = randomOf(11);
  await engine.count([], { kind: 'folder', folder: TINY });
  let expected = 0;
  for (let i = 0; i < MESSAGES; i++) {
    const { message, id } = strayMessage(random, i);
    if (id) waiting.add(id);
    if (!sent(message)) waiting.delete(id);
    else if (id) expected++;
    if (i % 250 === 0) await engine.count([], { kind: 'folder', folder: TINY }); // what was sent is read by then
  }
  assert.deepEqual(await engine.count(['a'], { kind: 'folder', folder: TINY }), [1]);
  while (waiting.size > 0) await once(child, 'message');
  assert.equal(engine.processId, child.pid);
  for (const failure of thrown) assert.ok(isFailure(failure) && failure.code !== 'bug', JSON.stringify(failure));
  assert.ok(expected > MESSAGES / 4);
  assert.ok(printed.filter((line) => line.startsWith('dropped: ')).length > MESSAGES / 4);
  assert.ok(dropped.filter((line) => line.startsWith('dropped: ')).length > MESSAGES / 4);
});
