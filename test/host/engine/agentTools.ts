// The agents' tools inside VS Code: invoked as its chat does, and the MCP server started as VS Code would.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import { AGENT_TOOLS } from '../../../src/agents/allTools.ts';
import { preparedInvocation } from '../../../src/commands/preparedInvocation.ts';
import { closeEverything, explain, opened, tokenscope } from '../explaining.ts';

const invoke = async (name: string, input: object, token?: vscode.CancellationToken): Promise<string> => {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token);
  const [part] = content;
  return part instanceof vscode.LanguageModelTextPart ? part.value : assert.fail('no text');
};

function folder(): string {
  return vscode.workspace.workspaceFolders?.[0].uri.fsPath ?? assert.fail('no folder');
}

suite('tools for agents', () => {
  suiteSetup(async () => {
    await tokenscope();
    await writeFile(join(folder(), 'notes.md'), '# Notes\n\nThe river was cold.\n');
  });
  teardown(closeEverything);

  test('VS Code knows every tool of the table', () => {
    const known = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('tokenscope_'));
    assert.deepEqual(known.toSorted(), AGENT_TOOLS.map(({ name }) => name).toSorted());
  });

  test('they count a text and a file, and predict', async () => {
    assert.match(
      await invoke('tokenscope_count_tokens', { text: 'Once upon a time' }),
      /^text: 4 tokens \(embedded model; computed\)/,
    );
    assert.match(await invoke('tokenscope_count_tokens', { path: 'notes.md' }), /^notes\.md: \d+ tokens/);
    assert.match(await invoke('tokenscope_next_tokens', { text: 'Once upon a', k: 2 }), /^1\. " time"/m);
    assert.match(await invoke('tokenscope_what_fills_context', { paths: ['notes.md'] }), /notes\.md: \d+ \(100 %\)/);
    assert.match(await invoke('tokenscope_file_surprisal', { path: 'notes.md' }), /^3: \d/m);
    assert.match(await invoke('tokenscope_what_mattered', { text: 'The cat sat on the' }), /Measured by running again/);
  });

  test('an answer is cut to the tokens that are left, as the model that asks counts them', async () => {
    const input = { text: 'Once upon a', k: 50 };
    const countTokens = async (text: string) => text.split('\n').length;
    const tokenizationOptions = { tokenBudget: 5, countTokens };
    const options = { input, toolInvocationToken: undefined, tokenizationOptions };
    const { content } = await vscode.lm.invokeTool('tokenscope_next_tokens', options);
    const text = (content[0] as vscode.LanguageModelTextPart).value;
    assert.equal(await countTokens(text), 5);
    assert.match(text, /^1\. " time"/m);
    assert.match(text, /^\[The last 47 lines were cut, since 5 tokens are left/m);
  });

  test('the user is asked before a text goes to a remote engine, and not where it stays here', () => {
    const here = preparedInvocation('tokenscope_next_tokens', {}, undefined);
    assert.equal(here.confirmationMessages, undefined);
    const there = preparedInvocation('tokenscope_file_surprisal', { path: 'a.md' }, 'box:8000');
    assert.equal(there.confirmationMessages?.title, 'Send the text to box:8000?');
    assert.equal(there.invocationMessage, 'Reading a.md with the model');
  });

  test('a file outside the folder is refused in words', async () => {
    await assert.rejects(invoke('tokenscope_count_tokens', { path: '../../../etc/passwd' }), /is not in the workspace/);
  });

  test('one that is cancelled ends', async () => {
    const source = new vscode.CancellationTokenSource();
    const text = 'Every morning she went to the river to fetch water. '.repeat(60);
    const asked = invoke('tokenscope_what_mattered', { text, seconds: 300 }, source.token);
    source.cancel();
    await assert.rejects(asked);
    assert.match(await invoke('tokenscope_next_tokens', { text: 'Once upon a', k: 1 }), /" time"/);
  });

  test('what the panel shows stays as it is', async () => {
    const api = await tokenscope();
    await opened('Once upon a time there was');
    await explain();
    const before = api.explanation()?.run;
    await invoke('tokenscope_next_tokens', { text: 'Another text', k: 1 });
    assert.equal(api.explanation()?.run, before);
    assert.equal(api.failure(), undefined);
  });
});

suite('the MCP server', () => {
  teardown(async () => {
    for (const name of ['mcpServer', 'remoteEngine.url', 'tokenizer']) await set(name, undefined);
  });

  test('is offered when the setting is on, and starts as VS Code starts it', async () => {
    const api = await tokenscope();
    assert.deepEqual(api.mcpServers(), []);
    await set('mcpServer', true);
    const [{ command, args, env }] = api.mcpServers();
    assert.deepEqual(args.slice(args.indexOf('--root')).slice(0, 2), ['--root', folder()]);
    const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
    const server = spawn(command, args, { env: { ...process.env, ...variables }, stdio: ['pipe', 'pipe', 'ignore'] });
    const lines = createInterface(server.stdout);
    const ask = async (id: number, method: string, params: object) => {
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
      const [line] = await once(lines, 'line');
      return JSON.parse(line).result;
    };
    const clientInfo = { name: 'test', version: '1' };
    const begun = await ask(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    assert.equal(begun.serverInfo.name, 'tokenscope');
    const { content } = await ask(2, 'tools/call', {
      name: 'tokenscope_count_tokens',
      arguments: { text: 'Once upon' },
    });
    assert.match(content[0].text, /^text: 2 tokens/);
    const exited = once(server, 'exit');
    server.stdin.end();
    assert.deepEqual(await exited, [0, null]);
  });

  test('takes the tokenizer of the settings, also a folder, and never the remote engine', async () => {
    const api = await tokenscope();
    await set('mcpServer', true);
    await set('remoteEngine.url', 'http://box:8000');
    await set('tokenizer', 'cl100k_base');
    const args = () => api.mcpServers()[0].args;
    const tokenizer = () => args()[args().indexOf('--tokenizer') + 1];
    assert.equal(tokenizer(), 'cl100k_base');
    await set('tokenizer', folder());
    assert.equal(tokenizer(), folder());
    await set('tokenizer', undefined);
    assert.equal(tokenizer(), 'model');
    assert.ok(!args().join(' ').includes('box'));
  });

  test('is copied for agents outside of VS Code, with its path and the folder', async () => {
    const json = await vscode.commands.executeCommand<string>('tokenscope.copyMcpConfiguration', 'json');
    const { args } = JSON.parse(json).mcpServers.tokenscope;
    const { extensionPath } = vscode.extensions.getExtension('tokenscope.tokenscope') ?? assert.fail('not installed');
    assert.equal(args[0], join(extensionPath, 'dist/mcp.js'));
    assert.ok(args.includes(folder()));
    assert.equal(await vscode.env.clipboard.readText(), json);
    const command = await vscode.commands.executeCommand<string>('tokenscope.copyMcpConfiguration', 'claude');
    assert.match(command, /^claude mcp add tokenscope .*-- /);
  });
});

async function set(name: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration('tokenscope');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
}
