// Runs the suites inside a real extension host, one case (a folder with a workspace and a suite) after the other: in a
// desktop VS Code where there is one, else in the server. TOKENSCOPE_DESKTOP=1 fetches a desktop VS Code.
import { existsSync, readdirSync } from 'node:fs';
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
const desktop = process.env.TOKENSCOPE_DESKTOP === '1' || readdirSync(CACHE).some((name) => name.startsWith('vscode-'));

const WORKBENCH =
  /^(%c|\[Extension Host\]$|\[(Service Worker|AgentHost|AccountPolicy|reconnection)|Error: Could not locate the bindings| → | {4}at .*code-server|Creating a socket|Resolv|Updating additional|DialogService|Timed out waiting for auth|getaddrinfo)/;
const wanted = process.argv.slice(2);
const cases = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(join(import.meta.dirname, name, 'suite.ts')),
);
let failed = 0;
let printed = '';
for (const name of cases.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  const tests = await bundle(name);
  const from = join(import.meta.dirname, name, 'workspace');
  const folder = await makeWorkspace({ folder: join(CACHE, `host-${name}`), ...(existsSync(from) ? { from } : {}) });
  console.log(`${name} (${desktop ? 'desktop' : 'server'})`);
  failed += (await (desktop ? inDesktop(tests, folder) : inServer(tests, folder))) === 0 ? 0 : 1;
}
const sum = (pattern: RegExp) => [...printed.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
console.log(`${sum(/(\d+) passing/g)} passing in all`);
if (failed > 0) console.log(`${Math.max(failed, sum(/(\d+) failing/g))} failing in all`);
process.exitCode = failed > 0 ? 1 : 0;

/** mocha and the suite in one file that exports run(), as the extension host wants it. */
async function bundle(name: string): Promise<string> {
  const outfile = join(OUT, `${name}.cjs`);
  await esbuild.build({
    stdin: { contents: `export { run } from './runMocha.ts';`, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    outfile,
    platform: 'node',
    format: 'cjs',
    target: `node${process.versions.node}`,
    external: ['vscode', 'mocha'],
    alias: { '#suite': join(import.meta.dirname, name, 'suite.ts') },
    logLevel: 'warning',
  });
  return outfile;
}

async function inDesktop(tests: string, folder: string): Promise<number> {
  return await runTests({
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: tests,
    launchArgs: [folder, '--disable-extensions'],
  }).catch(() => 1);
}

/** The page is told what the suite prints, and how it ended. */
async function inServer(tests: string, folder: string): Promise<number> {
  const server = await startServer({ home: join(CACHE, 'host-server') });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => say(format(...args)));
    const exit = new Promise<number>((done) => void page.exposeFunction('codeAutomationExit', done));
    await page.goto(workbenchUrl(server.origin, folder, { develop: ROOT, tests }));
    return await exit;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The workbench's own complaints (no store, no sign-in, no log on disk: its native modules are not built) are left out. */
function say(line: string): void {
  if (WORKBENCH.test(line)) return;
  printed += `${line}\n`;
  console.log(line);
}
