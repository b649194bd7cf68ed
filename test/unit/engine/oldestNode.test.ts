// The floor that package.json promises: the engine as it ships runs on the oldest Node of VS Code's hosts as on the
// newest. Both come from npm. `npm run package` builds dist/.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { createEngineClient } from '../../../src/engine/client.ts';
import { spawnEngine } from '../../../src/engine/spawn.ts';
import { EMBEDDED, SAMPLING } from './engineProcess.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const TEXT = 'The lighthouse keeper wrote down the weather every evening. 語言模型一次讀一個詞元。';
const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));

function program(name: 'node' | 'node-oldest'): string {
  return join(ROOT, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function versionOf(name: 'node' | 'node-oldest'): string {
  return execFileSync(program(name), ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

/** What the built engine says of a text, what it draws next, and the maps of a layer. */
async function answersOn(node: string) {
  const lines: string[] = [];
  const spawn = () => spawnEngine(join(ROOT, 'dist/engine.js'), (line) => lines.push(line), node);
  const engine = createEngineClient({ spawn, log: () => {} });
  try {
    const run = randomUUID();
    const { tokens } = await engine.explain({ run, modelFolder: EMBEDDED, text: TEXT });
    const next = await engine.nextTokens(run, (tokens.length - 1) as TokenIndex, 5, SAMPLING);
    const steps = [];
    for (let i = 0; i < 3; i++) steps.push(await engine.generate(run, SAMPLING, 1));
    const maps = await engine.attentionMaps(run, 0, tokens.length);
    return { tokens, next: next.candidates, drawn: steps.map(({ token }) => token.id), maps, lines };
  } finally {
    engine.dispose();
  }
}

test('the oldest Node is the one that engines.node names, and not the newest', () => {
  assert.equal(manifest.engines.node, `>=${versionOf('node-oldest')}`);
  assert.ok(Number(versionOf('node').split('.')[0]) > Number(versionOf('node-oldest').split('.')[0]));
});

test('the types of VS Code are those of the oldest version that is promised', () => {
  assert.equal(manifest.devDependencies['@types/vscode'].slice(1), manifest.engines.vscode.slice(1));
});

test('the built engine answers on the oldest Node as it does on the newest', async () => {
  const [oldest, newest] = [await answersOn(program('node-oldest')), await answersOn(program('node'))];
  assert.deepEqual(oldest.lines, []);
  assert.deepEqual(oldest.tokens, newest.tokens);
  assert.deepEqual(oldest.drawn, newest.drawn);
  for (const [i, { id, logit }] of oldest.next.entries()) {
    assert.equal(id, newest.next[i].id);
    assert.ok(Math.abs(logit - newest.next[i].logit) < 1e-6, `logit ${logit} and ${newest.next[i].logit}`);
  }
  assert.deepEqual(oldest.maps, newest.maps);
});
