// The view of the token at the caret, behind a webview that only listens, with an engine that answers when it is told.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { memoryConsent } from '../../../src/commands/askAboutMemory.ts';
import { documentReader } from '../../../src/commands/documentReader.ts';
import type { Failure } from '../../../src/contract/failure.ts';
import { isRecord } from '../../../src/contract/isRecord.ts';
import { AttentionTint } from '../../../src/editor/attentionTint.ts';
import { EditorColors } from '../../../src/editor/editorColors.ts';
import { TokenHighlight } from '../../../src/editor/tokenHighlight.ts';
import { createEngineClient } from '../../../src/engine/client.ts';
import { Side } from '../../../src/views/side.ts';
import { closeEverything, opened } from '../explaining.ts';

const STOPPED: Failure = { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' };

/** `asked` resolves with each text that is to be explained; `shown` with each kind of content. */
function viewing() {
  const log = vscode.window.createOutputChannel('Test', { log: true });
  const asked = new vscode.EventEmitter<string>();
  const shown = new vscode.EventEmitter<unknown>();
  let exit = (_failure: Failure) => {};
  const engine = {
    ...createEngineClient({ spawn: () => assert.fail('only explain() is asked'), log: () => {} }),
    explain: ({ text }: { readonly text: string }) => {
      asked.fire(text);
      return new Promise<never>(() => {});
    },
    onExit: (listener: typeof exit) => {
      exit = listener;
      return { dispose: () => {} };
    },
  };
  const parts = { extension: vscode.Uri.file('/an/extension'), engine, log, explained: () => undefined };
  const marks = { highlight: new TokenHighlight(), tint: new AttentionTint() };
  const memory = memoryConsent('', { get: () => undefined, update: async () => {} });
  const settings = { modelFolder: () => '', engineOptions: () => ({}), memory, explain: async () => {} };
  const colors = new EditorColors(
    documentReader({ ...parts, ...settings }),
    { modeOf: () => 'off', recomputes: () => false, onDidChange: () => ({ dispose: () => {} }) },
    marks.tint,
  );
  const side = new Side({
    ...parts,
    ...marks,
    ...settings,
    colors,
    nameOfModel: () => '',
    chooseColors: async () => {},
  });
  const webview = {
    asWebviewUri: (uri: vscode.Uri) => uri,
    onDidReceiveMessage: () => ({ dispose: () => {} }),
    postMessage: async (message: unknown) => {
      if (isRecord(message) && message.m === 'show') shown.fire((message.a as { kind: string }[])[0].kind);
      return true;
    },
  };
  const never = () => ({ dispose: () => {} });
  const view = { webview, visible: true, onDidChangeVisibility: never, onDidDispose: never };
  side.resolveWebviewView(view as unknown as vscode.WebviewView);
  return {
    side,
    asked,
    shown,
    exit: (failure: Failure) => exit(failure),
    dispose: () => vscode.Disposable.from(side, colors).dispose(),
  };
}

function next<Value>(event: vscode.EventEmitter<Value>): Promise<Value> {
  return new Promise((resolve) => {
    const watch = event.event((value) => {
      watch.dispose();
      resolve(value);
    });
  });
}

suite('the token at the caret', () => {
  teardown(closeEverything);

  test('is found while the focus is in a panel', async () => {
    const { side, asked, dispose } = viewing();
    const first = next(asked);
    await opened('at the caret');
    assert.equal(await first, 'at the caret');
    const left = new Promise<void>((resolve) => {
      const watch = vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor) return;
        watch.dispose();
        resolve();
      });
    });
    const panel = vscode.window.createWebviewPanel('tokenscope.test', 'Test', vscode.ViewColumn.Two);
    await left;
    const again = next(asked);
    side.refresh();
    assert.equal(await again, 'at the caret');
    panel.dispose();
    dispose();
  });

  test('the engine stops while the model reads: that is shown', async () => {
    const { asked, shown, exit, dispose } = viewing();
    const first = next(asked);
    await opened('at the caret');
    await first;
    const content = next(shown);
    exit(STOPPED);
    assert.equal(await content, 'failed');
    dispose();
  });
});
