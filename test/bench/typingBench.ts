// What a key stroke in 1 MB of Markdown costs the extension host with all that follows a document switched on, beside the
// same without Tokenscope. Measured inside the host, in the real workbench.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { launchBrowser } from '../../scripts/workbench/browser.ts';
import { CACHE } from '../../scripts/workbench/installServer.ts';
import { startServer, workbenchUrl } from '../../scripts/workbench/startServer.ts';
import { makeWorkspace } from '../../scripts/workbench/workspace.ts';
import { percentile } from './percentile.ts';
import type { KeyCosts } from './typing/suite.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Each is measured several times, in turn, since the machine may do other work for a while. */
const ROUNDS = 2;
/**
 * What VS Code's own extension for Markdown is asked after every key: of 1 MB it takes seconds each time. And the search for
 * ports, for which the server's host starts a process now and then.
 */
const QUIET = {
  'breadcrumbs.enabled': false,
  'editor.folding': false,
  'editor.links': false,
  'editor.occurrencesHighlight': 'off',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.stickyScroll.enabled': false,
  'markdown.validate.enabled': false,
  'outline.showFiles': false,
  'remote.autoForwardPortsSource': 'output',
};

/** Everything that follows the text: counts, boundaries, hidden text, colours. */
const SETTINGS = {
  ...QUIET,
  'tokenscope.inlineCounts': 'paragraphs',
  'tokenscope.codeLens': 'sections',
  'tokenscope.budget': 100_000,
  'tokenscope.tokenBoundaries': 'visible',
  'tokenscope.unusualText': 'all',
  'tokenscope.color': 'surprisal',
};

interface Beside {
  readonly with: number;
  readonly without: number;
}

export interface TypingTimes {
  readonly "host's processor time from key to key, 95th percentile ms": Beside;
  readonly "host's processor time from key to key, median ms": Beside;
  readonly 'host busy from key to key, 95th percentile ms': Beside;
  readonly 'host busy from key to key, median ms': Beside;
  /** In which what waits for a rest is done. */
  readonly 'host busy in 1.5 s of rest, median ms': Beside;
}

export async function typingBench(): Promise<TypingTimes> {
  const tests = join(ROOT, 'out/bench/typing.cjs');
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, 'typing/suite.ts')],
    bundle: true,
    outfile: tests,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const nothing = join(ROOT, 'out/bench/nothing');
  await mkdir(nothing, { recursive: true });
  const manifest = { name: 'nothing', publisher: 'nobody', version: '1.0.0', engines: { vscode: '*' } };
  await writeFile(join(nothing, 'package.json'), JSON.stringify(manifest));
  const rounds: Record<keyof Beside, KeyCosts[]> = { with: [], without: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rounds.without.push(await keyTimes(nothing, tests));
    rounds.with.push(await keyTimes(ROOT, tests));
  }
  const beside = (which: keyof KeyCosts, what: 'busy' | 'processor', share: number) => {
    const of = (key: keyof Beside) =>
      percentile(
        rounds[key].flatMap((round) => round[which].map((cost) => cost[what])),
        share,
      );
    return { with: of('with'), without: of('without') };
  };
  return {
    "host's processor time from key to key, 95th percentile ms": beside('keys', 'processor', 0.95),
    "host's processor time from key to key, median ms": beside('keys', 'processor', 0.5),
    'host busy from key to key, 95th percentile ms': beside('keys', 'busy', 0.95),
    'host busy from key to key, median ms': beside('keys', 'busy', 0.5),
    'host busy in 1.5 s of rest, median ms': beside('rests', 'busy', 0.5),
  };
}

async function keyTimes(extension: string, tests: string): Promise<KeyCosts> {
  const files = { 'long.md': await markdown(1_000_000) };
  const folder = await makeWorkspace({ folder: join(CACHE, 'typing-bench'), files });
  const server = await startServer({ home: join(CACHE, 'typing-bench-server'), settings: SETTINGS });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.exposeFunction('codeAutomationLog', () => {});
    const exit = new Promise<number>((done) => void page.exposeFunction('codeAutomationExit', done));
    await page.goto(workbenchUrl(server.origin, folder, { develop: extension, tests }));
    if ((await exit) !== 0) throw new Error('typing into the long document failed');
    return JSON.parse(await readFile(join(folder, 'costs.json'), 'utf8'));
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The project's own pages, again and again, up to a length. */
async function markdown(characters: number): Promise<string> {
  const names = ['README.md', 'docs/design.md', 'docs/tokenizers.md', 'CHANGELOG.md'];
  const pages = await Promise.all(names.map((name) => readFile(join(ROOT, name), 'utf8')));
  const once = pages.join('\n\n');
  return once.repeat(Math.ceil(characters / once.length)).slice(0, characters);
}
