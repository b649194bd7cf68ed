// What is pasted into agents' configurations, for paths as they really are.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { mcpSnippet } from '../../../src/agents/mcpSnippets.ts';

const ODD = "/home/ann/it's $HOME & more/mcp.js";
const START = { command: '/usr/bin/code', args: [ODD, '--root', '/home/ann/語言'], env: { ELECTRON_RUN_AS_NODE: '1' } };
const PLAIN = { command: 'node', args: ['/x/mcp.js'], env: {} };

test('a command that a shell takes apart into the same words', { skip: process.platform === 'win32' }, () => {
  const snippet = mcpSnippet('claude', START, 'linux');
  const words = execFileSync('sh', ['-c', `claude() { printf '%s\\0' "$@"; }; ${snippet}`], { encoding: 'utf8' });
  assert.deepEqual(words.split('\0').slice(0, -1), [
    ...['mcp', 'add', 'tokenscope', '-e', 'ELECTRON_RUN_AS_NODE=1', '--', '/usr/bin/code'],
    ...START.args,
  ]);
});

test('paths of Windows are quoted for its shells', () => {
  const args = ['C:\\Users\\Ann Lee\\mcp.js'];
  assert.equal(
    mcpSnippet('claude', { ...PLAIN, args }, 'win32'),
    'claude mcp add tokenscope -- node "C:\\Users\\Ann Lee\\mcp.js"',
  );
});

test('TOML for Codex', () => {
  assert.equal(
    mcpSnippet('codex', PLAIN, 'linux'),
    '[mcp_servers.tokenscope]\ncommand = "node"\nargs = ["/x/mcp.js"]\n',
  );
  const args = ['C:\\a "b"\u007F.js'];
  assert.match(mcpSnippet('codex', { ...PLAIN, args }, 'win32'), /^args = \["C:\\\\a \\"b\\"\\u007F\.js"\]$/m);
  assert.match(mcpSnippet('codex', START, 'linux'), /^env = \{ ELECTRON_RUN_AS_NODE = "1" \}$/m);
});

test('JSON for Cursor and others', () => {
  assert.deepEqual(JSON.parse(mcpSnippet('json', START, 'linux')), { mcpServers: { tokenscope: START } });
  const { command, args } = PLAIN;
  assert.deepEqual(JSON.parse(mcpSnippet('json', PLAIN, 'linux')), { mcpServers: { tokenscope: { command, args } } });
});
