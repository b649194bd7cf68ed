import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { tokenscope } from '../explaining.ts';

suite('activation', () => {
  test('starts no process that loads a model', async () => {
    assert.equal((await tokenscope()).engineProcessId(), undefined);
  });

  test('every command of package.json is there', async () => {
    await tokenscope();
    const known = await vscode.commands.getCommands(true);
    const { contributes } = vscode.extensions.getExtension('tokenscope.tokenscope')?.packageJSON ?? {};
    const commands = contributes.commands.map(({ command }: { command: string }) => command);
    assert.ok(commands.length >= 6);
    assert.deepEqual(
      commands.filter((command: string) => !known.includes(command)),
      [],
    );
  });

  test('toggling inline counts turns them off and on again', async () => {
    const mode = () => vscode.workspace.getConfiguration().get('tokenscope.inlineCounts');
    assert.equal(mode(), 'paragraphs');
    await vscode.commands.executeCommand('tokenscope.toggleInlineCounts');
    assert.equal(mode(), 'off');
    await vscode.commands.executeCommand('tokenscope.toggleInlineCounts');
    assert.equal(mode(), 'paragraphs');
  });
});
