// Runs the suites inside real extension hosts: all in one where one runs at a time, of a desktop VS Code if there is one,
// else of a server; halves of them in two where four cores allow it. Suites that are named run in hosts of their own:
// node test/host/run.ts editor views.
// TOKENSCOPE_DESKTOP=1 fetches a desktop VS Code, the newest; TOKENSCOPE_DESKTOP=1.106.0 that version. --bundle makes
// out/host/<suite>.cjs for a debugger and runs nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { launchBrowser } from '../../scripts/workbench/browser.ts';
import { CACHE } from '../../scripts/workbench/installServer.ts';
import { startServer, workbenchUrl } from '../../scripts/workbench/startServer.ts';
import { makeWorkspace } from '../../scripts/workbench/workspace.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const OUT = join(ROOT, 'out/host');
const { TOKENSCOPE_DESKTOP: asked } = process.env;
const desktop =
  asked !== undefined || (existsSync(CACHE) && readdirSync(CACHE).some((name) => name.startsWith('vscode-')));
const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const WORKBENCH =
  /^(%c|\[Extension Host\]$|\[(Service Worker|AgentHost|AccountPolicy|reconnection)|Error: Could not locate the bindings| → | {4}at .*code-server|Creating a socket|Resolv|Updating additional|DialogService|Timed out waiting for auth|getaddrinfo)/;
const bundleOnly = process.argv.includes('--bundle');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--bundle');
const suites = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(join(import.meta.dirname, name, 'suite.ts')),
);
/** A server, a browser and an engine keep two cores busy. */
const atOnce = desktop ? 1 : Math.max(1, Math.floor(availableParallelism() / 2));
/** What two hosts share. Activation comes first, as it sees a fresh one. */
const HALVES = [
  ['activation', 'explain', 'engine'],
  ['editor', 'views'],
];
/** The suites that share a host: all where one runs at a time, since opening one takes 15 s of two cores. */
const TOGETHER = atOnce > 1 ? HALVES : [HALVES.flat()];
let failed = 0;
let printed = '';
const waiting = wanted.length > 0 ? wanted.map((name) => [name]) : [...TOGETHER];
const absent = wanted.find((name) => !suites.includes(name));
if (absent) throw new Error(`there is no suite ${absent}, only ${suites.join(', ')}`);
const forgotten = suites.find((name) => !TOGETHER.flat().includes(name));
if (forgotten) throw new Error(`no host runs the suite ${forgotten}`);
await Promise.all(Array.from({ length: atOnce }, runHosts));
const sum = (pattern: RegExp) => [...printed.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
console.log(`${sum(/(\d+) passing/g)} passing in all`);
if (failed > 0) console.log(`${Math.max(failed, sum(/(\d+) failing/g))} failing in all`);
process.exitCode = failed > 0 ? 1 : 0;

/** Takes one host's suites after the other's, until none are left. */
async function runHosts(): Promise<void> {
  for (let names = waiting.shift(); names !== undefined; names = waiting.shift()) {
    const name = names.join('-');
    const tests = await bundle(names);
    if (bundleOnly) continue;
    const folder = await makeWorkspace({ folder: join(CACHE, `host-${name}`) });
    const code = desktop ? await inDesktop(tests, folder) : await inServer(name, tests, folder);
    failed += code === 0 ? 0 : 1;
  }
}

/** mocha and the suites in one file that exports run(), as the extension host wants it. */
async function bundle(names: readonly string[]): Promise<string> {
  const outfile = join(OUT, `${names.join('-')}.cjs`);
  const load = names.map((name) => `await import('./${name}/suite.ts');`).join(' ');
  const contents = `import { runMocha } from './runMocha.ts'; export const run = () => runMocha(async () => { ${load} });`;
  await esbuild.build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    outfile,
    platform: 'node',
    format: 'cjs',
    sourcemap: true,
    target: `node${engines.node.replace('>=', '')}`,
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}

async function inDesktop(tests: string, folder: string): Promise<number> {
  return await runTests({
    ...(asked && asked !== '1' ? { version: asked } : {}),
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: tests,
    launchArgs: [folder, '--disable-extensions'],
  }).catch(() => 1);
}

/** The page is told what the suite prints, and how it ended. Printed in one piece, as others may run at once. */
async function inServer(name: string, tests: string, folder: string): Promise<number> {
  const server = await startServer({ home: join(CACHE, `host-server-${name}`) });
  let said = '';
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      said += ofTheSuite(format(...args));
    });
    const exit = new Promise<number>((done) => void page.exposeFunction('codeAutomationExit', done));
    await page.goto(workbenchUrl(server.origin, folder, { develop: ROOT, tests }));
    return await exit;
  } finally {
    printed += said;
    console.log(`${name} (server)\n${said}`);
    await browser.close();
    await server.stop();
  }
}

/** The workbench's own complaints (no store, no sign-in, no log on disk: its native modules are not built) are left out. */
function ofTheSuite(line: string): string {
  return WORKBENCH.test(line) ? '' : `${line}\n`;
}
