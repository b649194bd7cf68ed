// All stores of a machine together, and folders that are larger, deeper or more tangled than those of any program.
import assert from 'node:assert/strict';
import { chmod, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { localModels } from '../../../../src/hub/localModels/localModels.ts';
import { Walk } from '../../../../src/hub/localModels/walk.ts';
import { failsWith, filesIn, NEVER } from '../downloading.ts';
import { GGUF, newMachine, pullIntoOllama } from './writtenMachine.ts';

const LIBRARY = 'registry.ollama.ai/library';
const isGguf = (name: string) => name.endsWith('.gguf');

test('a machine without any of these programs has no models', async (context) => {
  assert.deepEqual(await localModels(await newMachine(context), NEVER), []);
});

test('a file that two programs share is listed once, two tags of a blob twice, by name', async (context) => {
  const machine = await newMachine(context);
  const blob = await pullIntoOllama(machine, { tag: `${LIBRARY}/llama3.2/latest` });
  await pullIntoOllama(machine, { tag: `${LIBRARY}/llama3.2/1b` });
  await machine.write('.lmstudio/models/a/b/own.gguf', `${GGUF}, another`);
  await symlink(blob, join(machine.home, '.lmstudio/models/a/b/linked.gguf'));
  const listed = (await localModels(machine, NEVER)).map(({ store, models }) => [
    store,
    models.map(({ name }) => name),
  ]);
  assert.deepEqual(listed, [
    ['ollama', ['llama3.2:1b', 'llama3.2:latest']],
    ['lm-studio', ['own']],
  ]);
});

test('what can be opened comes first', async (context) => {
  const machine = await newMachine(context);
  await pullIntoOllama(machine, { tag: `${LIBRARY}/a/cloud`, manifest: { layers: [] } });
  await pullIntoOllama(machine, { tag: `${LIBRARY}/b/1b` });
  const [{ models }] = await localModels(machine, NEVER);
  assert.deepEqual(
    models.map(({ name }) => name),
    ['b:1b', 'a:cloud'],
  );
});

test('looking changes nothing', async (context) => {
  const machine = await newMachine(context);
  await pullIntoOllama(machine, { tag: `${LIBRARY}/m/1b` });
  await machine.write('.lmstudio/models/a/b/own.gguf', GGUF);
  const before = await filesIn(machine.root);
  await localModels(machine, NEVER);
  assert.deepEqual(await filesIn(machine.root), before);
});

test('looking is cancelled in the middle', async (context) => {
  const machine = await newMachine(context);
  await machine.write('.lmstudio/models/a/b/own.gguf', GGUF);
  const cancelling = new AbortController();
  const looking = localModels(machine, cancelling.signal);
  cancelling.abort();
  await assert.rejects(looking, failsWith({ code: 'cancelled' }));
});

test('links in circles are followed once', async (context) => {
  const machine = await newMachine(context);
  await machine.write('models/a/one.gguf', GGUF);
  await symlink(join(machine.home, 'models'), join(machine.home, 'models/a/again'));
  await symlink(join(machine.home, 'models/a'), join(machine.home, 'models/self'));
  await symlink('loop', join(machine.home, 'models/loop'));
  const found = await new Walk(NEVER).filesBelow(join(machine.home, 'models'), 100, isGguf);
  assert.deepEqual(
    found.map(({ name }) => name),
    ['one.gguf'],
  );
});

test('no more entries are looked at than is said, and no deeper', async (context) => {
  const machine = await newMachine(context);
  for (const name of ['1', '2', '3', '4', '5']) await machine.write(`models/${name}.gguf`, GGUF);
  await machine.write('models/a/b/deep.gguf', GGUF);
  const models = join(machine.home, 'models');
  const bounded = new Walk(NEVER, 4);
  assert.ok((await bounded.filesBelow(models, 5, isGguf)).length <= 4);
  assert.equal(bounded.isCut, true);
  const shallow = new Walk(NEVER, 7);
  assert.equal((await shallow.filesBelow(models, 1, isGguf)).length, 5);
  assert.equal(shallow.isCut, false);
});

test('what cannot be read as a folder is passed over', async (context) => {
  const machine = await newMachine(context);
  const file = await machine.write('models', GGUF);
  assert.deepEqual(await new Walk(NEVER).filesBelow(file, 3, isGguf), []);
  await machine.write('.ollama', 'a file where a folder is expected');
  await machine.write('.lmstudio-home-pointer/folder/x', 'a folder where a file is expected');
  assert.deepEqual(await localModels(machine, NEVER), []);
});

const isWindows = process.platform === 'win32';
test('a folder that may not be read is said, and the others are listed', { skip: isWindows }, async (context) => {
  const machine = await newMachine(context);
  await chmod(machine.root, 0o755);
  await machine.write('.lmstudio/models/a/b/own.gguf', GGUF);
  const secret = dirname(await machine.write('.lmstudio/models/secret/c/hidden.gguf', GGUF));
  await chmod(secret, 0);
  const [{ store, models }] = await asNobody(async () => await localModels(machine, NEVER));
  await chmod(secret, 0o755); // so that it can be removed
  assert.deepEqual([store, models.map(({ name }) => name)], ['lm-studio', ['own', secret]]);
  const { problem } = models[1];
  assert.ok(problem?.kind === 'folder-unreadable' && problem.folder === secret);
  assert.match(problem.problem, /EACCES/);
});

/** root may read everything. */
async function asNobody<Listed>(list: () => Promise<Listed>): Promise<Listed> {
  const NOBODY = 65_534;
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await list();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
