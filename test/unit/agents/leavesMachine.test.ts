// What an agent may read, and what leaves the machine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentParts, AgentTool } from '../../../src/agents/agentTool.ts';
import { AGENT_TOOLS } from '../../../src/agents/allTools.ts';
import { callAnswerer } from '../../../src/agents/answerCall.ts';
import { readableRoots } from '../../../src/agents/readableRoots.ts';
import { sentTo } from '../../../src/agents/sentTo.ts';

const FOLDERS = [
  { uri: { scheme: 'file', fsPath: '/work/a' } },
  { uri: { scheme: 'vscode-vfs', fsPath: '/github/b' } },
  { uri: { scheme: 'file', fsPath: '/work/c' } },
];
const REMOTE = { remoteUrl: 'http://box:8000/v2' };

test('the folders on disk of a workspace that is trusted, and none of another', () => {
  assert.deepEqual(readableRoots(true, FOLDERS).roots, ['/work/a', '/work/c']);
  assert.deepEqual(readableRoots(false, FOLDERS).roots, []);
  assert.deepEqual(readableRoots(true, undefined).roots, []);
  assert.match(readableRoots(true, []).withoutRoots, /No folder on this machine is open/);
  assert.match(readableRoots(false, FOLDERS).withoutRoots, /has not trusted this workspace/);
});

test('where a server runs the model, each tool that runs it says where the text goes', () => {
  const sending = AGENT_TOOLS.filter((tool) => sentTo(tool, REMOTE) === 'box:8000').map(({ name }) => name);
  assert.deepEqual(sending, ['tokenscope_file_surprisal', 'tokenscope_next_tokens', 'tokenscope_what_mattered']);
  for (const tool of AGENT_TOOLS) assert.equal(sentTo(tool, {}), undefined);
});

test('its answer begins with that, and others have nothing of it', async () => {
  const data = {};
  const tool = (runsModel: boolean) => ({
    name: 'tool',
    runsModel,
    read: (input: unknown) => input,
    answer: async () => ({ text: 'It is so.', data }),
  });
  const answer = callAnswerer({ choices: () => ({ engineOptions: REMOTE }) } as unknown as AgentParts, (error) =>
    assert.fail(String(error)),
  );
  const options = { signal: new AbortController().signal, progress: () => {} };
  const ask = async (runsModel: boolean) => await answer(tool(runsModel) as unknown as AgentTool, {}, options);
  assert.match(
    (await ask(true)).text,
    /^The model was run by the remote engine box:8000, .* sent there\.\nIt is so\.$/,
  );
  assert.equal((await ask(false)).text, 'It is so.');
});
