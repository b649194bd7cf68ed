import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { afterSetting, closeEverything, explain, opened, tokenscope, until } from '../explaining.ts';
import './agentTools.ts';

const LONG = 'Every morning she went to the river to fetch water. '.repeat(60);

suite('an engine that is killed', () => {
  teardown(closeEverything);

  test('after an explanation: the panel says so, the next one starts a new engine', async () => {
    const api = await tokenscope();
    await opened('Once upon a time');
    await explain();
    const first = api.engineProcessId() ?? assert.fail('no engine');
    const said = until(api, () => api.failure() !== undefined);
    process.kill(first, 'SIGKILL');
    await said;
    assert.deepEqual(api.failure(), { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' });
    await opened('there was a cat');
    await explain();
    assert.notEqual(api.engineProcessId(), first);
    assert.equal(api.explanation()?.textLength, 15);
  });

  test('before it has read the question: another one answers', async () => {
    const api = await tokenscope();
    await opened('warm up');
    await explain();
    const first = api.engineProcessId() ?? assert.fail('no engine');
    await opened(LONG);
    if (process.platform !== 'win32') process.kill(first, 'SIGSTOP');
    const explained = explain();
    process.kill(first, 'SIGKILL');
    await explained;
    assert.equal(api.failure(), undefined);
    assert.equal(api.explanation()?.textLength, LONG.length);
    assert.notEqual(api.engineProcessId(), first);
  });

  test('as often as it starts: the run fails, the next one succeeds', async () => {
    const api = await tokenscope();
    await opened('warm up');
    await explain();
    await opened(LONG);
    const explained = explain();
    while (api.failure() === undefined) {
      const id = api.engineProcessId();
      if (id !== undefined) process.kill(id, 'SIGKILL');
      await setTimeout(1);
    }
    await explained;
    assert.deepEqual(api.failure(), { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' });
    await opened('again');
    await explain();
    assert.equal(api.explanation()?.textLength, 5);
  });
});

suite('precision and provider', () => {
  teardown(closeEverything);

  test('another precision or provider reads the same text anew; one that means nothing is refused', async () => {
    const api = await tokenscope();
    await opened('Once upon a time there was a cat');
    await explain();
    const ids = () => api.explanation()?.tokens.map(({ id }) => id);
    const before = ids();
    await afterSetting('tokenscope.precision', 'int8', () => api.explanation()?.model.precision?.kept === 'int8');
    assert.deepEqual(ids(), before);
    await afterSetting('tokenscope.precision', 'int3', () => api.failure()?.code === 'setting-invalid');
    await afterSetting('tokenscope.precision', undefined, () => api.explanation() !== undefined);
    assert.equal(api.explanation()?.model.precision?.kept, 'float32');
    const missing = process.platform === 'darwin' ? 'dml' : 'coreml';
    const fellBack = () => api.explanation()?.model.provider?.instead?.asked === missing;
    await afterSetting('tokenscope.executionProvider', missing, fellBack);
    assert.deepEqual(ids(), before);
    await afterSetting('tokenscope.executionProvider', undefined, () => api.explanation() !== undefined && !fellBack());
  });
});

suite('several requests', () => {
  teardown(closeEverything);

  test('of two explanations at once the later one is shown', async () => {
    const api = await tokenscope();
    await opened(LONG);
    const first = vscode.commands.executeCommand('tokenscope.explainTokens');
    await opened('the later one');
    await Promise.all([explain(), first]);
    assert.equal(api.explanation()?.textLength, 13);
  });

  test('a panel that is closed while it runs leaves nothing behind', async () => {
    const api = await tokenscope();
    await opened(LONG);
    const running = vscode.commands.executeCommand('tokenscope.explainTokens');
    await vscode.commands.executeCommand('tokenscope.focusPanel');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await running;
    assert.equal(api.explanation(), undefined);
    assert.equal(api.failure(), undefined);
    await opened('still alive');
    await explain();
    assert.equal(api.explanation()?.textLength, 11);
  });

  test('a restarted engine explains again', async () => {
    const api = await tokenscope();
    await opened('before');
    await explain();
    await vscode.commands.executeCommand('tokenscope.restartEngine');
    await opened('after it');
    await explain();
    assert.equal(api.explanation()?.textLength, 8);
  });

  test('a model folder that lacks its files fails in words and can be left again', async () => {
    const api = await tokenscope();
    const folder = await mkdtemp(join(tmpdir(), 'tokenscope-'));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'config.json'), '{ "model_type": "gpt2" }');
    const setting = vscode.workspace.getConfiguration();
    await setting.update('tokenscope.model', folder, vscode.ConfigurationTarget.Global);
    await opened('some text');
    await explain();
    assert.deepEqual(api.failure(), { code: 'file-missing', file: join(folder, 'model.safetensors') });
    await setting.update('tokenscope.model', undefined, vscode.ConfigurationTarget.Global);
    await explain();
    assert.equal(api.explanation()?.textLength, 9);
  });
});
