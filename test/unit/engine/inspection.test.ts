// What a real engine's process says of a model's file: the answers cross to it whole, long work tells how far it is and can be
// ended.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EMBEDDED, startEngine, TINY } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());
const FILE = join(TINY, 'model.safetensors');
const LARGE = join(EMBEDDED, 'model.safetensors');

test('what a file holds, the statistics of a tensor, and entries arrive as they are', async () => {
  const { tensors, drawing, hasTokenizer } = await engine.inspectFile(FILE);
  assert.deepEqual([tensors.length, drawing?.kind, hasTokenizer], [40, 'architecture', true]);
  const { bins, count } = await engine.tensorStatistics(randomUUID(), FILE, 'transformer.wte.weight');
  assert.ok(bins instanceof Float64Array);
  assert.equal(
    bins.reduce((sum, n) => sum + n, 0),
    count,
  );
  const { ids } = await engine.searchVocabulary(FILE, { text: 'a', kind: 'all', order: 'id' });
  const entries = await engine.vocabularyEntries(FILE, [...ids]);
  assert.ok(entries.length > 1 && entries.every(({ text, written }) => /a/i.test(`${text}${written}`)));
});

test('two files are compared, with progress from the first tensor on', async () => {
  const inspection = randomUUID();
  const told: number[] = [];
  const watch = engine.onInspectionProgress((of, { done }) => {
    if (of === inspection) told.push(done);
  });
  const { complete, tensors } = await engine.tensorDifferences(inspection, FILE, FILE);
  watch.dispose();
  assert.ok(told[0] > 0);
  assert.deepEqual([complete, tensors.length], [true, 40]);
});

test('a comparison that is cancelled is answered with what was compared until then', async () => {
  const inspection = randomUUID();
  const asked = engine.tensorDifferences(inspection, LARGE, LARGE);
  await engine.cancelInspection(inspection); // both are read before the first number is
  assert.equal((await asked).complete, false);
});

test('statistics that are cancelled fail with that, and the engine goes on', async () => {
  const inspection = randomUUID();
  const asked = engine.tensorStatistics(inspection, LARGE, 'transformer.wte.weight');
  await engine.cancelInspection(inspection);
  await assert.rejects(asked, { code: 'cancelled' });
  assert.equal((await engine.fileTokenizer(FILE)).type, 'BPE');
});

test('a name that is in use is refused', async () => {
  const inspection = randomUUID();
  const first = engine.tensorDifferences(inspection, FILE, FILE);
  await assert.rejects(engine.tensorDifferences(inspection, FILE, FILE), { code: 'question-invalid' });
  assert.ok((await first).complete);
});
