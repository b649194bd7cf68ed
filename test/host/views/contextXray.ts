// The host side of the Context X-ray: what is chosen, counted, opened and watched.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chosenInExplorer } from '../../../src/commands/contextXray.ts';
import type { ContextReport } from '../../../src/contract/contextReport.ts';
import type { Utf16Offset } from '../../../src/contract/tokens.ts';
import { openPlaces } from '../../../src/views/openPlaces.ts';
import { closeEverything } from '../explaining.ts';

const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
const file = (name: string) => vscode.Uri.joinPath(folder.uri, 'xray', name);
const write = async (name: string, text: string) =>
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
const offset = (value: number) => value as Utf16Offset;

suite('the Context X-ray', () => {
  teardown(closeEverything);

  test('looks at what is selected in the explorer, and at nothing that has no file', () => {
    const [a, b] = [file('a.md'), file('b.md')];
    assert.deepEqual(chosenInExplorer(a, [a, b]), { kind: 'files', paths: [a.fsPath, b.fsPath] });
    assert.deepEqual(chosenInExplorer(a, undefined), { kind: 'files', paths: [a.fsPath] });
    assert.equal(chosenInExplorer(vscode.Uri.parse('git:/a.md'), undefined), undefined);
    assert.equal(chosenInExplorer(undefined, undefined), undefined);
  });

  test('counts the chosen files with the tokenizer of the settings, and shows them in a tab', async () => {
    await write('AGENTS.md', '# Rules\n\nWrite tests first.\n');
    await write('notes.md', 'Nothing.\n');
    const uris = [file('AGENTS.md'), file('notes.md')];
    const report = await vscode.commands.executeCommand<ContextReport>('tokenscope.contextXray', uris[0], uris);
    assert.deepEqual(
      report.nodes.map(({ label, category }) => [label, category]),
      [
        ['AGENTS.md', 'instructions'],
        ['notes.md', 'documents'],
      ],
    );
    assert.equal(
      report.tokens,
      report.nodes.reduce((sum, { tokens }) => sum + tokens, 0),
    );
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('tokenscope.context'));
  });

  test('opens a section where it stands', async () => {
    await write('long.md', `${'line\n'.repeat(50)}## Here\n`);
    const span = { start: offset(250), end: offset(258) };
    await openPlaces([{ path: file('long.md').fsPath, span, line: 50 }], undefined);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 50);
  });
});
