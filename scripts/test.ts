// npm test: every check there is; the last line is `N passed, N failed`. `npm test -- unit golden` runs some.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { countsOf, failedTests, failureMessages } from './printedTests.ts';
import { installBrowser } from './workbench/browser.ts';
import { installServer } from './workbench/installServer.ts';

interface Part {
  readonly name: string;
  readonly commands: readonly (readonly string[])[];
  readonly prepare?: () => Promise<void>;
  readonly environment?: Readonly<Record<string, string>>;
}

const node = process.execPath;
const say = (line: string) => console.log(`  ${line}`);
/** Of two cores Node's runner would use one. */
const CORES = `--test-concurrency=${availableParallelism()}`;
/** A server, a browser and an engine keep two cores busy: more at once only wait for one another. */
const WORKBENCHES = Math.max(1, Math.floor(availableParallelism() / 2));
/** One at a time is one for all tests; more at once are one for each file. */
const IN_WORKBENCHES =
  WORKBENCHES > 1 ? ['test/browser/*.test.ts'] : ['test/browser/uncaught.test.ts', 'test/browser/inOneWorkbench.ts'];
const nodeTests = (...args: readonly string[]) => [node, '--test', '--test-reporter=spec', ...args];

/** A third of what the others get of a core: less would let limits of time run out, more would slow the workbench down. */
const LOWER_PRIORITY = 5;
/** What the many short processes compile, each once; they take a third less of the processor's time. */
const compiled = await mkdtemp(join(tmpdir(), 'tokenscope-compiled-'));
const COMPILED_ONCE = { NODE_COMPILE_CACHE: compiled };

const TYPES: Part = {
  name: 'types',
  commands: ['tsconfig.json', 'webview/tsconfig.json', 'test/tsconfig.webview.json'].map((project) =>
    bin('tsc', '-p', project),
  ),
};
const CHECKED: readonly Part[] = [
  { name: 'lint', commands: [bin('biome', 'check', '--error-on-warnings', '.')] },
  { name: 'build', commands: [[node, 'scripts/package.ts', '--quiet']] },
];
const COMPUTED: readonly Part[] = [
  {
    name: 'unit',
    commands: [nodeTests(CORES, 'test/unit/**/*.test.ts')],
    prepare: compileEngine,
    environment: COMPILED_ONCE,
  },
  { name: 'golden', commands: [nodeTests(CORES, 'test/golden/**/*.test.ts')], environment: COMPILED_ONCE },
];
const SHOWN: readonly Part[] = [
  { name: 'host', commands: [[node, 'test/host/run.ts']], prepare: prepareWorkbench },
  {
    name: 'browser',
    commands: [
      nodeTests(CORES, 'test/browser/dom/in*Browser.ts'),
      nodeTests(`--test-concurrency=${WORKBENCHES}`, ...IN_WORKBENCHES),
    ],
    prepare: prepareWorkbench,
  },
];
/**
 * Of a stage two rows run beside each other: a workbench keeps two cores busy for three quarters of its time only, and a
 * compiler one. The first row takes what the second one leaves.
 */
const STAGES: readonly (readonly [readonly Part[], readonly Part[]])[] = [
  [[TYPES], CHECKED],
  [COMPUTED, SHOWN],
];
const PARTS = STAGES.flat(2);

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !PARTS.some((part) => part.name === name));
if (unknown) {
  console.error(`no part ${unknown}; there are ${PARTS.map((part) => part.name).join(', ')}`);
  process.exit(2);
}
let passed = 0;
let failed = 0;
/** Told once more at the end, since of a long output the middle may be cut. */
const failures: string[] = [];
const messages: string[] = [];
const isWanted = ({ name }: Part) => wanted.length === 0 || wanted.includes(name);
for (const [first, second] of STAGES) {
  const [beside, alone] = [first.filter(isWanted), second.filter(isWanted)];
  await Promise.all([inTurn(beside, alone.length > 0), inTurn(alone, false)]);
}
await rm(compiled, { recursive: true });
process.exitCode = failed > 0 ? 1 : 0;
if (failed > 0) console.log(['', ...messages, '\nfailed:', ...failures.map((name) => `  ${name}`)].join('\n'));
console.log(`\n${passed} passed, ${failed} failed`);

/** What runs beside something else is printed when it has ended, in one piece. */
async function inTurn(parts: readonly Part[], isBeside: boolean): Promise<void> {
  for (const part of parts) {
    if (!isBeside) console.log(`\n== ${part.name}`);
    const started = performance.now();
    const counted = await runPart(part, isBeside);
    passed += counted.passed;
    failed += counted.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    if (isBeside) console.log(`\n== ${part.name}\n${counted.printed}`);
    console.log(`== ${part.name}: ${counted.passed} passed, ${counted.failed} failed, ${seconds} s`);
  }
}

interface Counted {
  passed: number;
  failed: number;
  printed: string;
}

/** A command that counts nothing counts as one test; one that fails without counting a failure has failed once. */
async function runPart({ commands, prepare, environment }: Part, isBeside: boolean): Promise<Counted> {
  const total: Counted = { passed: 0, failed: 0, printed: '' };
  try {
    await prepare?.();
    for (const command of commands) {
      const { code, printed } = await show(command, environment, isBeside);
      if (isBeside) total.printed += printed;
      const counted = countsOf(printed);
      if (code !== 0) {
        failures.push(...failedTests(printed));
        messages.push(failureMessages(printed));
      }
      total.passed += counted ? counted.passed : code === 0 ? 1 : 0;
      total.failed += code === 0 ? 0 : Math.max(1, counted?.failed ?? 0);
    }
  } catch (error) {
    console.error((error as Error).message);
    total.failed++;
  }
  return total;
}

async function show(
  [program, ...args]: readonly string[],
  environment: Readonly<Record<string, string>> | undefined,
  isBeside: boolean,
): Promise<{ code: number; printed: string }> {
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  if (isBeside && child.pid) setPriority(child.pid, LOWER_PRIORITY);
  let printed = '';
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (!isBeside) to.write(text);
    });
  }
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? 1)));
  return { code, printed };
}

/** Engines are killed, and a process that is killed keeps nothing of what it compiled: 0.6 s of the processor's time each. */
async function compileEngine(): Promise<void> {
  const args = ['--input-type=module', '--eval', "import './src/engine/engine.ts'"];
  await promisify(execFile)(node, args, { env: { ...process.env, ...COMPILED_ONCE } });
}

async function prepareWorkbench(): Promise<void> {
  await installServer(say);
  await installBrowser(say);
}

/** Of a package that is installed here. */
function bin(name: string, ...args: readonly string[]): string[] {
  return [node, `node_modules/${{ tsc: 'typescript/bin/tsc', biome: '@biomejs/biome/bin/biome' }[name]}`, ...args];
}
