// Which panel VS Code may give back after a reload. The panels are real, and no engine runs.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { memoryConsent } from '../../../src/commands/askAboutMemory.ts';
import { AttentionTint } from '../../../src/editor/attentionTint.ts';
import { BranchCompletion } from '../../../src/editor/branchCompletion.ts';
import { TokenHighlight } from '../../../src/editor/tokenHighlight.ts';
import { createEngineClient } from '../../../src/engine/client.ts';
import { Panel } from '../../../src/views/panel.ts';
import { PANEL_TYPE } from '../../../src/views/panelView.ts';

/** Gives out panels as VS Code does after a reload, and the panel's host. */
function restoring() {
  const log = vscode.window.createOutputChannel('Test', { log: true });
  const engine = createEngineClient({ spawn: () => assert.fail('nothing is asked'), log: () => {} });
  const parts = { extension: vscode.Uri.file('/an/extension'), engine, counter: engine, embeddedModel: '', log };
  const marks = { highlight: new TokenHighlight(), tint: new AttentionTint() };
  const branch = new BranchCompletion(() => false);
  const panel = new Panel({
    ...parts,
    ...marks,
    otherModel: { read: async () => undefined, readBy: async () => undefined, forget: () => {} },
    ghostText: { branch, mayShow: async () => false },
    modelFolder: () => '',
    engineOptions: () => ({}),
    memory: memoryConsent('', { get: () => undefined, update: async () => {} }),
    keepSession: async () => {},
  });
  const views: vscode.WebviewPanel[] = [];
  const disposed: vscode.WebviewPanel[] = [];
  const restored = () => {
    const view = vscode.window.createWebviewPanel(PANEL_TYPE, 'Tokens', vscode.ViewColumn.One);
    view.onDidDispose(() => disposed.push(view));
    views.push(view);
    return view;
  };
  return { panel, restored, disposed, dispose: () => vscode.Disposable.from(panel, branch, log, ...views).dispose() };
}

suite('panels after a reload', () => {
  test('the first is taken over, a second is closed', () => {
    const { panel, restored, disposed, dispose } = restoring();
    const [first, second] = [restored(), restored()];
    assert.deepEqual([panel.restore(first), panel.restore(second)], [true, false]);
    assert.deepEqual(disposed, [second]);
    dispose();
  });

  test('the first was closed: the next is taken over', () => {
    const { panel, restored, disposed, dispose } = restoring();
    const [first, second] = [restored(), restored()];
    panel.restore(first);
    first.dispose();
    assert.equal(panel.restore(second), true);
    assert.deepEqual(disposed, [first]);
    dispose();
  });
});
