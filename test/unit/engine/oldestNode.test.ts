// The floor that package.json promises in `engines`: the oldest VS Code, and the Node that its hosts run on. Everything
// that depends on it agrees, and the engine as it ships answers on that Node as on the one that runs the tests. VS Code
// 1.106 brings Node 22.20.0, on the desktop (Electron 37.7.0) as in its server. `npm run package` builds dist/.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { createEngineClient } from '../../../src/engine/client.ts';
import { spawnEngine } from '../../../src/engine/spawn.ts';
import { EMBEDDED, SAMPLING } from './engineProcess.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const TEXT = 'The lighthouse keeper wrote down the weather every evening. 語言模型一次讀一個詞元。';
const OLDEST = join(ROOT, 'node_modules/node-oldest/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const oldestNode: string = manifest.engines.node.replace('>=', '');

/** The version of a package's types, as it was installed: its patch number is the types' own. */
function minorOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  return version.split('.').slice(0, 2).join('.');
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
    // Reads text, Markdown and JSON in the worker that is a bundle of its own.
    const context = await engine.contextReport(randomUUID(), {
      roots: [join(ROOT, 'docs/design.md'), join(ROOT, 'test/golden/fixtures/chat/talk.json')],
      tokenizer: { kind: 'openai', encoding: 'r50k_base' },
    });
    return { tokens, next: next.candidates, drawn: steps.map(({ token }) => token.id), maps, context, lines };
  } finally {
    engine.dispose();
  }
}

test('the types of VS Code are those of the oldest one, so that nothing newer is called', () => {
  assert.equal(`^${minorOf('@types/vscode')}.0`, manifest.engines.vscode);
});

test('the types of Node are those of the oldest one, so that nothing newer is called', () => {
  assert.equal(minorOf('@types/node'), oldestNode.split('.').slice(0, 2).join('.'));
});

test('the continuous integration runs the oldest of both', () => {
  const workflow = readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8');
  const first = (name: string) => new RegExp(`^ +${name}: \\['([\\d.]+)', `, 'm').exec(workflow)?.[1];
  assert.deepEqual([first('node'), `^${first('vscode')}`], [oldestNode, manifest.engines.vscode]);
});

/** npm does not have every Node for every Mac. */
const skip = process.platform === 'darwin' && !existsSync(OLDEST) && `npm has no Node ${oldestNode} for this Mac`;

test('the built engine answers on the oldest Node as it does on this one', { skip }, async () => {
  assert.equal(execFileSync(OLDEST, ['--version'], { encoding: 'utf8' }).trim(), `v${oldestNode}`);
  assert.ok(Number.parseInt(process.versions.node, 10) > Number.parseInt(oldestNode, 10));
  const [oldest, newest] = [await answersOn(OLDEST), await answersOn(process.execPath)];
  assert.deepEqual([oldest.lines, newest.lines], [[], []]);
  assert.deepEqual(oldest.tokens, newest.tokens);
  assert.deepEqual(oldest.drawn, newest.drawn);
  for (const [i, { id, logit }] of oldest.next.entries()) {
    assert.equal(id, newest.next[i].id);
    assert.ok(Math.abs(logit - newest.next[i].logit) < 1e-6, `logit ${logit} and ${newest.next[i].logit}`);
  }
  assert.deepEqual(oldest.maps, newest.maps);
  assert.deepEqual(oldest.context, newest.context);
  assert.deepEqual(oldest.context.leftOut, []);
  assert.deepEqual(
    oldest.context.nodes.map(({ category, children }) => [category, children.length]),
    [
      ['documents', 1],
      ['conversation', 2],
    ],
  );
});
