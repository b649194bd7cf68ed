// The MCP server as it ships, on the oldest Node that package.json promises: agents start it with the Node that they have.
// test/unit/engine/oldestNode.test.ts says which that is. `npm run package` builds dist/.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ROOT, startServer } from './mcpProcess.ts';

const OLDEST = join(ROOT, 'node_modules/node-oldest/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const PROJECT = join(ROOT, 'test/unit/mcp/project');
const CALLS = [
  ['tokenscope_count_tokens', { path: '.' }],
  ['tokenscope_what_fills_context', { paths: ['.'], budget: 100 }],
  ['tokenscope_file_surprisal', { path: 'story.md' }],
  ['tokenscope_next_tokens', { text: 'Once upon a', k: 3 }],
  ['tokenscope_what_mattered', { text: 'Tom had a red kite. He let go of the', seconds: 300 }],
] as const;

async function answersOn(t: TestContext, node: string) {
  const { call, client } = await startServer(t, ['--root', PROJECT], { node });
  const answers = [];
  for (const [name, input] of CALLS) answers.push((await call(name, input)).content);
  await client.close();
  return answers;
}

/** npm does not have every Node for every Mac. */
const skip = process.platform === 'darwin' && !existsSync(OLDEST) && 'npm has no such Node for this Mac';

test('every tool answers on the oldest Node as on this one', { skip }, async (t) => {
  assert.deepEqual(await answersOn(t, OLDEST), await answersOn(t, process.execPath));
});
